import { describe, expect, it } from 'vitest';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { CODE_NOT_LOADED } from '../engine/loadCode.ts';
import type { Command, Report } from './messages.ts';
import { startBody, type WorkerScope } from './startBody.ts';

const start = (run: number): Command => ({ type: 'start', run, config: presetConfig(findPreset('tiny')!), choice: { backend: 'wasm', engine: 'ops' } });

/** A worker whose body comes, or fails, when the test says so; each attempt to load it is one entry of `attempts`. */
function worker() {
  const handled: Command[] = [];
  const reports: Report[] = [];
  let words = 0;
  const attempts: { come: () => void; fail: (error: unknown) => void }[] = [];
  const scope: WorkerScope = { onmessage: null, postMessage: (told) => { words++; reports.push(...told); } };
  startBody(scope, () => new Promise((resolve, reject) => {
    attempts.push({ come: () => resolve({ handle: (command) => { handled.push(command); } }), fail: reject });
  }));
  const send = (command: Command) => scope.onmessage!({ data: command } as MessageEvent<Command>);
  const settled = () => new Promise((resolve) => { setTimeout(resolve); });
  return { handled, reports, words: () => words, attempts, send, settled };
}

describe('a worker’s entry', () => {
  it('hands over what came before its body, in order, and what comes after', async () => {
    const { handled, reports, words, attempts, send, settled } = worker();
    const commands: Command[] = [start(1), { type: 'pause' }, { type: 'step' }, { type: 'resume' }, { type: 'cancel' }];
    commands.slice(0, 3).forEach(send);
    await settled();
    expect(handled).toEqual([]);
    expect(words()).toBe(0);
    attempts[0].come();
    await settled();
    expect(words()).toBe(1);
    expect(handled).toEqual(commands.slice(0, 3));
    commands.slice(3).forEach(send);
    await settled();
    expect(handled).toEqual(commands);
    expect(attempts).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it('answers each run and measurement where its body cannot be loaded, and each later one', async () => {
    const { handled, reports, attempts, send, settled } = worker();
    send(start(1));
    send({ type: 'pause' });
    send({ ...start(2), type: 'measure' } as Command);
    attempts[0].fail(new TypeError('Failed to fetch dynamically imported module: lab.js'));
    await settled();
    const message = `${CODE_NOT_LOADED} (Failed to fetch dynamically imported module: lab.js)`;
    expect(reports).toEqual([1, 2].map((run) => ({ run, type: 'failed', message })));
    send(start(3));
    attempts[1].fail('gone');
    await settled();
    expect(reports.slice(2)).toEqual([{ run: 3, type: 'failed', message: `${CODE_NOT_LOADED} (gone)` }]);
    expect(handled).toEqual([]);
  });

  it('says so, too, where the body had failed before the first command', async () => {
    const { reports, attempts, send, settled } = worker();
    attempts[0].fail(new Error('gone'));
    await settled();
    send(start(1));
    attempts[1].fail(new Error('gone'));
    await settled();
    expect(reports).toHaveLength(1);
  });

  it('goes on when its body is to be had again', async () => {
    const { handled, reports, attempts, send, settled } = worker();
    attempts[0].fail(new Error('the network is down'));
    await settled();
    send(start(1));
    attempts[1].come();
    await settled();
    expect(handled).toEqual([start(1)]);
    expect(reports).toEqual([]);
  });
});
