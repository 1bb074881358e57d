/** How both engines race, once on a machine: over workers that say what a test makes them say. */
import { describe, expect, it } from 'vitest';
import { settled } from '../engine/testing.ts';
import { AUTO, compiling, config, engineOf, fakeLab, noEngine } from './fakeLab.ts';
import { keptRaceOn, type KeptRace } from './keptRace.ts';
import type { Told } from './messages.ts';

describe('a race of both engines', () => {
  const speed = (rlStep: number): Told => {
    const cost = { fixed: 0, perSeed: rlStep };
    return { type: 'measured', workers: 1, shipped: [], speed: { sftStep: cost, trunkStep: cost, preferences: cost, rlStep: cost, evaluation: cost } };
  };
  /** Of a race in which all workers of an engine take these milliseconds for a step of one seed. */
  async function race({ send, workers, living }: ReturnType<typeof fakeLab>, processor: number, gpu: number) {
    await send({ type: 'start', run: 1, config, choice: AUTO });
    expect(living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    for (const worker of living()) await worker.tell(speed(processor));
    expect(workers[0].road()).toBe('webgpu fused');
    await workers[0].tell(speed(gpu));
    await settled();
  }
  const gpuEngine: Told = { type: 'engine', info: { engine: 'fused', backend: 'webgpu', device: '' }, reason: '' };
  const begun = ({ workers }: ReturnType<typeof fakeLab>) => workers.flatMap(({ commands }) => commands).filter((command) => command.type === 'start');
  function found(): KeptRace {
    const shelf = new Map<string, unknown>();
    return keptRaceOn({ get: async (name) => shelf.get(name), set: async (name, value) => { shelf.set(name, value); } }, 'browser 1');
  }

  it('gives the run to the faster one, and says by how much; it is run once', async () => {
    const kept = found();
    const first = fakeLab(kept);
    await race(first, 30, 4);
    expect(begun(first).map(({ choice }) => choice)).toEqual([{ backend: 'webgpu', engine: 'fused' }]);
    await first.workers[0].tell(gpuEngine);
    // Two seeds: both on the one device, one on each of two workers.
    expect(first.reports.find((report) => report.type === 'engine')).toMatchObject({
      reason: 'WebGPU with a graphics processor is the fastest here: 8.0 ms a step of the default run, the processor 30 ms.',
    });
    const second = fakeLab(kept);
    await second.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(second.workers.map(({ road }) => road())).toEqual(['webgpu fused']);
  });

  it('gives it to the processor where that is faster', async () => {
    const slow = fakeLab(found());
    await race(slow, 12, 20);
    expect(begun(slow).map(({ choice }) => choice)).toEqual([{ backend: 'wasm', engine: 'simd' }, { backend: 'wasm', engine: 'simd' }]);
    for (const worker of slow.living()) await worker.tell(engineOf('wasm'));
    expect(slow.reports.find((report) => report.type === 'engine')).toMatchObject({
      reason: 'WebAssembly on the processor, since WebGPU takes 40 ms a step of the default run here, the processor 12 ms.',
    });
  });

  it('goes to the one that starts, and ends where one hangs', async () => {
    const broken = fakeLab(found());
    await broken.send({ type: 'start', run: 1, config, choice: AUTO });
    await broken.workers[0].tell(noEngine('the file is damaged'));
    expect(broken.living().map(({ road }) => road())).toEqual(['webgpu fused']);
    // Its code and its device may come late: the clock begins with the engine.
    await broken.advance(30);
    expect(begun(broken)).toEqual([]);
    await broken.living()[0].tell(gpuEngine, compiling(0));
    await broken.advance(20);
    await settled();
    expect(begun(broken)[0].choice).toEqual({ backend: 'wasm', engine: 'simd' });
  });

  it('is not waited for again where a graphics processor did not come to a step in time', async () => {
    const kept = found();
    const hanging = fakeLab(kept);
    await hanging.send({ type: 'start', run: 1, config, choice: AUTO });
    for (const worker of hanging.living()) await worker.tell(speed(12));
    await hanging.workers[0].tell(gpuEngine, compiling(0));
    await hanging.advance(20);
    await settled();
    expect(begun(hanging).map(({ choice }) => choice.engine)).toEqual(['simd', 'simd']);
    for (const worker of hanging.living()) await worker.tell(engineOf('wasm'));
    expect(hanging.reports.find((report) => report.type === 'engine')).toMatchObject({
      reason: 'WebAssembly on the processor, since WebGPU did not come to a step of the default run in reasonable time here, and the processor takes 12 ms.',
    });
    const next = fakeLab(kept);
    await next.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(next.workers.map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
  });

  it('is called off by another start, which has its own, on workers of its own', async () => {
    const twice = fakeLab(found());
    await twice.send({ type: 'start', run: 1, config, choice: AUTO });
    await twice.send({ type: 'start', run: 2, config, choice: AUTO });
    await settled();
    expect(twice.reports).toContainEqual({ run: 1, type: 'cancelled' });
    expect(twice.workers.slice(0, 2).every(({ ended }) => ended())).toBe(true);
    expect(twice.living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    expect(begun(twice)).toEqual([]);
  });

  it('leaves a graphics processor alone to decide where the processor’s engine then does not start', async () => {
    const kept = found();
    await kept.keep({}, { gpu: 20, processor: 12 });
    const broken = fakeLab({ ...kept, read: () => kept.read({}) });
    await broken.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(broken.living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    await broken.workers[0].tell(noEngine('the file is damaged'));
    expect(broken.living().map(({ road }) => road())).toEqual(['webgpu fused']);
  });

  it('is called off by a cancel, and nothing is kept of it', async () => {
    const kept = found();
    const { send, workers, reports } = fakeLab(kept);
    await send({ type: 'start', run: 1, config, choice: AUTO });
    await send({ type: 'cancel' });
    await settled();
    expect(workers.every(({ ended }) => ended())).toBe(true);
    expect(workers.flatMap(({ commands }) => commands).some(({ type }) => type === 'start')).toBe(false);
    expect(reports.at(-1)).toMatchObject({ type: 'cancelled' });
    expect(await kept.read({})).toBeNull();
  });

  it('is not run for an engine that was asked for by name', async () => {
    const { send, workers } = fakeLab(found());
    await send({ type: 'start', run: 1, config, choice: { backend: 'webgpu', engine: 'fused' } });
    expect(workers.map(({ road }) => road())).toEqual(['webgpu fused']);
  });
});
