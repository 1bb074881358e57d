/** What the page asks of its worker. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Command } from '../protocol/messages.ts';
import { newRecord } from './record.ts';

const tiny = presetConfig(findPreset('tiny')!);
let posted: Command[] = [];

beforeEach(() => {
  posted = [];
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
  vi.stubGlobal('Worker', class {
    postMessage(command: Command) {
      posted.push(command);
    }
    terminate() {}
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a run that goes on is told of its live changes, also of those that its last state may not know', async () => {
  const { goOn } = await import('./session.ts');
  const stopped = {
    ...newRecord('a', 3, 'tiny', tiny), status: 'cancelled' as const, step: 3, config: { ...tiny, beta: 0.5 },
    changes: [{ step: 3, field: 'beta', from: tiny.beta, to: 0.5 }],
  };
  await goOn(stopped);
  expect(posted).toMatchObject([{ type: 'start', config: tiny, keep: 'browser:a', resume: true, changes: [{ step: 3, field: 'beta', value: 0.5 }] }]);
});
