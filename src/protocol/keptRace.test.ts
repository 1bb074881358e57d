import { describe, expect, it } from 'vitest';
import { handClock } from '../engine/testing.ts';
import { keptRaceOn } from './keptRace.ts';

const GPU = { vendor: 'nvidia', architecture: 'hopper' };
const never = () => new Promise<never>(() => undefined);

function shelfWith(value?: unknown) {
  const kept = new Map<string, unknown>(value === undefined ? [] : [['race', value]]);
  return { kept, get: async (name: string) => kept.get(name), set: async (name: string, given: unknown) => { kept.set(name, given); } };
}

describe('what a race found', () => {
  it('is remembered for the graphics processor and the browser that it was run on', async () => {
    const shelf = shelfWith();
    await keptRaceOn(shelf, 'browser 1').keep(GPU, { gpu: 3, processor: 12 });
    expect(await keptRaceOn(shelf, 'browser 1').read(GPU)).toEqual({ gpu: 3, processor: 12 });
    expect(await keptRaceOn(shelf, 'browser 2').read(GPU)).toBeNull();
    expect(await keptRaceOn(shelf, 'browser 1').read({ ...GPU, architecture: 'ada' })).toBeNull();
  });

  it('is not kept where an engine failed: it may start another time', async () => {
    const shelf = shelfWith();
    await keptRaceOn(shelf, 'browser 1').keep(GPU, { gpu: 'the WebGPU device was refused', processor: 12 });
    expect(shelf.kept.size).toBe(0);
  });

  it.each([null, 'text', {}, { key: 1, gpu: 3, processor: 12 }, { key: 'x', gpu: -3, processor: NaN }])('is nothing where %j is kept', async (value) => {
    expect(await keptRaceOn(shelfWith(value), 'browser 1').read(GPU)).toBeNull();
  });

  it.each([
    ['throws', () => { throw new Error('denied'); }], ['rejects', () => Promise.reject(new Error('full'))], ['hangs', never],
  ])('is nothing, and hinders nothing, where storage %s', async (_, fails) => {
    const { timer, advance } = handClock();
    const kept = keptRaceOn({ get: fails, set: fails }, 'browser 1', timer);
    const read = kept.read(GPU);
    const keeping = kept.keep(GPU, { gpu: 3, processor: 12 });
    await advance(3);
    expect(await read).toBeNull();
    await keeping;
  });
});
