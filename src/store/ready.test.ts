import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { startFields } from '../experiment/starts.ts';

vi.stubGlobal('location', { hash: '' });
const { useLab } = await import('./lab.ts');
const { followReadySeeds, useReady } = await import('./ready.ts');

const encoded = (text: string) => Promise.resolve(new TextEncoder().encode(text).buffer as ArrayBuffer);
const index = encoded(JSON.stringify({ seeds: [8, 9], fields: Object.fromEntries(startFields.map((key) => [key, defaultConfig[key]])) }));

describe('ready seeds', () => {
  it('are those shipped for the configuration on the page', async () => {
    const end = followReadySeeds(() => index, async () => []);
    await vi.waitFor(() => expect(useReady.getState().seeds).toEqual([8, 9]));
    useLab.getState().edit('policyWidth', '48');
    await vi.waitFor(() => expect(useReady.getState().seeds).toEqual([]));
    useLab.getState().undo();
    await vi.waitFor(() => expect(useReady.getState().seeds).toEqual([8, 9]));
    end();
  });

  it('are also those that a run on this machine has made', async () => {
    const made: number[] = [];
    const end = followReadySeeds(() => index, async (_, { device }) => (device === '2 cores' ? made : []));
    const { begin, receive } = useLab.getState();
    begin('a', 1);
    made.push(40);
    receive([
      { at: 0, report: { run: 1, type: 'engine', info: { engine: 'ops', backend: 'wasm', device: '2 cores' }, reason: '' } },
      { at: 1, report: { run: 1, type: 'cancelled' } },
    ]);
    await vi.waitFor(() => expect(useReady.getState().seeds).toEqual([8, 9, 40]));
    end();
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new Error('dropped'))], ['is broken', () => encoded('{')],
  ] as const)('are unknown or none where the list %s', async (_, read) => {
    useReady.setState({ seeds: [1] });
    followReadySeeds(read, async () => [])();
    await vi.waitFor(() => expect(useReady.getState().seeds ?? []).toEqual([]));
  });
});
