/** How the coordinator takes the next road: over workers that say what a test makes them say. */
import { describe, expect, it } from 'vitest';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { EngineChoice, Road } from '../engine/choose.ts';
import { Ladder } from '../engine/ladder.ts';
import { handClock, settled } from '../engine/testing.ts';
import { dealLanes } from '../experiment/deal.ts';
import { coordinate } from './coordinate.ts';
import { memoryCheckpoints } from './oneThread.ts';
import { type KeptRace, keptRaceOn } from './keptRace.ts';
import type { Command, LaneCommand, LaneTold, Report, Told } from './messages.ts';

const config = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9] };
const AUTO: EngineChoice = { backend: 'auto', engine: 'auto' };
const hardware = { info: { isFallbackAdapter: false }, requestDevice: () => new Promise<never>(() => undefined) };

interface FakeWorker {
  readonly road: () => string;
  readonly commands: LaneCommand[];
  readonly ended: () => boolean;
  tell(...reports: LaneTold[]): Promise<void>;
  crash(message?: string): Promise<void>;
}

/** Where nothing has to be timed. */
const raced: KeptRace = { read: async () => ({ gpu: 1, processor: 'it was not timed' }), keep: async () => undefined };

function lab(keptRace = raced) {
  const { timer, advance } = handClock();
  const ladder = new Ladder({ timer, hasWebAssembly: () => true, gpu: () => ({ requestAdapter: async () => hardware }) });
  const workers: FakeWorker[] = [];
  const reports: Report[] = [];
  const send = coordinate({
    ladder, timer, keptRace, checkpoints: () => memoryCheckpoints(), now: () => 0, post: (told) => reports.push(...told),
    workersFor: ({ backend }: Road) => (backend === 'webgpu' ? 1 : 2),
    spawn: (onReports, onCrash) => {
      const commands: LaneCommand[] = [];
      let ended = false;
      const order = () => commands.findLast((command) => command.type === 'start' || command.type === 'measure');
      workers.push({
        commands, ended: () => ended,
        road: () => Object.values(order()?.choice ?? {}).join(' '),
        tell: (...told) => { onReports(told.map((report) => ({ ...report, run: order()?.run ?? 0 }))); return settled(); },
        crash: (message) => { onCrash(message); return settled(); },
      });
      return { post: (command) => { commands.push(command); }, terminate: () => { ended = true; } };
    },
  });
  return {
    workers, reports, advance,
    living: () => workers.filter(({ ended }) => !ended()),
    send: (command: Command) => { send(command); return settled(); },
  };
}

const compiling = (done: number): Told => ({ type: 'stage', stage: 'compile', done, total: 2 });
const noEngine = (message: string): Told => ({ type: 'failed', message, noEngine: true });
const engineOf = (backend: 'webgpu' | 'wasm' | 'cpu'): Told => ({ type: 'engine', info: { engine: backend === 'wasm' ? 'simd' : 'ops', backend, device: '' }, reason: '' });

describe.each(['start', 'measure'] as const)('%s with the backend left to the lab', (type) => {
  it('takes the next road where an engine does not start, and remembers', async () => {
    const { send, workers, living, reports } = lab();
    await send({ type, run: 1, config, choice: AUTO });
    expect(workers.map(({ road }) => road())).toEqual(['webgpu fused']);
    await workers[0].tell(compiling(0), noEngine('the WebGPU device was refused (x)'));
    expect(living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    await living()[0].tell(noEngine('the WebAssembly file is damaged'));
    expect(living().map(({ road }) => road())).toEqual(['wasm ops', 'wasm ops']);
    await living()[1].tell(noEngine('the WebAssembly file could not be loaded (the server answered 404)'));
    expect(living().map(({ road }) => road())).toEqual(['cpu ops', 'cpu ops']);
    expect(reports.filter((report) => report.type === 'failed')).toEqual([]);
    // What a dead worker still says is of no run.
    await workers[1].tell(noEngine('late'));
    expect(living()).toHaveLength(2);
    await send({ type: 'cancel' });
    await send({ type, run: 2, config, choice: AUTO });
    expect(living().map(({ road }) => road())).toEqual(['cpu ops', 'cpu ops']);
  });

  it('says everything that failed where no engine is left', async () => {
    const { send, living, reports } = lab();
    await send({ type, run: 1, config, choice: AUTO });
    for (const why of ['a', 'b', 'c', 'd']) await living()[0].tell(noEngine(why));
    expect(reports).toEqual([{
      type: 'failed', run: 1,
      message: 'No engine could be started. WebGPU: a; WebAssembly, the SIMD engine: b; WebAssembly, tfjs’s operations: c; plain JavaScript: d.',
    }]);
    expect(living()).toEqual([]);
  });

  it('does not wait for an engine that says nothing, and does for one that says how far it is', async () => {
    const { send, living, advance } = lab();
    await send({ type, run: 1, config, choice: AUTO });
    for (const done of [0, 0, 1, 1]) {
      await advance(50);
      await living()[0].tell(compiling(done));
    }
    expect(living()[0].road()).toBe('webgpu fused');
    await advance(60);
    expect(living()[0].road()).toBe('wasm simd');
    // One of two workers has started, which may take as long as it likes for its work.
    await living()[0].tell(engineOf('wasm'), compiling(2));
    await advance(59);
    expect(living()[0].road()).toBe('wasm simd');
    await advance(60);
    expect(living()[0].road()).toBe('wasm ops');
    for (const worker of living()) await worker.tell(compiling(2));
    await advance(10_000);
    expect(living().map(({ road }) => road())).toEqual(['wasm ops', 'wasm ops']);
  });

  it('takes a worker that stops while it starts for an engine that failed, but not one whose code is gone', async () => {
    const { send, living, reports } = lab();
    await send({ type, run: 1, config, choice: AUTO });
    await living()[0].crash('Uncaught RangeError: Array buffer allocation failed');
    expect(living()[0].road()).toBe('wasm simd');
    await living()[0].crash();
    expect(living()).toEqual([]);
    expect(reports).toEqual([{ type: 'failed', run: 1, message: 'The page is out of date or its code could not be loaded: reload the page.' }]);
  });

  it('fails on a road that was asked for by name, and says what to choose instead', async () => {
    const { send, living, reports, advance } = lab();
    await send({ type, run: 1, config, choice: { backend: 'webgpu', engine: 'auto' } });
    await living()[0].tell(noEngine('the WebGPU device did not answer within 10 s'));
    await send({ type, run: 2, config, choice: { backend: 'wasm', engine: 'ops' } });
    await advance(200);
    await send({ type, run: 3, config, choice: { backend: 'wasm', engine: 'auto' } });
    for (const why of ['the WebAssembly file is damaged', 'the server answered 404']) await living()[0].tell(noEngine(why));
    expect(reports.map((report) => report.type === 'failed' && report.message)).toEqual([
      'The WebGPU device did not answer within 10 s; choose wasm or Automatic.',
      'Its engine said nothing for 180 s while it started; choose cpu or Automatic.',
      'No engine could be started. WebAssembly, the SIMD engine: the WebAssembly file is damaged; WebAssembly, tfjs’s operations: the server answered 404; choose cpu or Automatic.',
    ]);
    expect(living()).toEqual([]);
  });
});

describe('a run that takes another road', () => {
  it('keeps what it was told before: changes, a pause, a step; and gives the reason', async () => {
    const { send, workers, living, reports } = lab();
    const changes = [{ step: 2, field: 'clip', value: 0.1 }] as const;
    await send({ type: 'start', run: 1, config, choice: AUTO, paused: true, changes });
    await send({ type: 'change', field: 'beta', value: 0.5 });
    await send({ type: 'step' });
    await workers[0].tell(noEngine('the WebGPU device was refused'));
    for (const [index, { commands }] of living().entries()) {
      expect(commands).toEqual([
        { type: 'start', run: 1, choice: { backend: 'wasm', engine: 'simd' }, paused: true, changes, config, share: dealLanes(config, 2)[index] },
        { type: 'change', field: 'beta', value: 0.5, from: 1 }, { type: 'step' },
      ]);
    }
    await living()[0].tell(engineOf('wasm'));
    expect(reports.at(-1)).toMatchObject({ type: 'engine', reason: 'WebAssembly on the processor, since the WebGPU device was refused.' });
  });

  it('may be cancelled meanwhile', async () => {
    const { send, workers, reports } = lab();
    await send({ type: 'start', run: 1, config, choice: AUTO });
    const told = workers[0].tell(noEngine('it failed'));
    await send({ type: 'cancel' });
    await told;
    expect(reports.at(-1)).toEqual({ type: 'cancelled', run: 1 });
  });
});

describe('what workers tell beside a run', () => {
  const learning = (stage: 'sft' | 'trunk', seed: number, step: number): Told => ({ type: 'learning', stage, seed, step, total: 20, loss: 1, sentences: null });
  const stage = (name: 'sft' | 'trunk', done: number): Told => ({ type: 'stage', stage: name, done, total: 20 });

  it('is one note for each reason, and of training what one seed learns, stage by stage', async () => {
    const { send, living, reports } = lab();
    await send({ type: 'start', run: 1, config, choice: { backend: 'wasm', engine: 'auto' } });
    const [first, second] = living();
    await second.tell({ type: 'note', text: 'a' }, compiling(2), { type: 'found', missing: [9] });
    await first.tell({ type: 'note', text: 'a' }, { type: 'note', text: 'b' });
    expect(second.commands.map(({ type }) => type)).toEqual(['start']);
    await first.tell(compiling(2), { type: 'found', missing: [] });
    expect([first, second].map(({ commands }) => commands.at(-1))).toEqual([
      { type: 'train', sft: [9], trunk: [], watched: 9 }, { type: 'train', sft: [], trunk: [9], watched: 9 },
    ]);
    await second.tell(stage('trunk', 0), learning('trunk', 9, 0));
    await first.tell(stage('sft', 0), learning('sft', 9, 0), learning('sft', 9, 10), stage('sft', 10));
    await second.tell(learning('trunk', 9, 10), stage('trunk', 10));
    await first.tell(learning('sft', 9, 20), stage('sft', 20));
    expect(reports.flatMap((report) => (report.type === 'note' ? [report.text] : []))).toEqual(['a', 'b']);
    expect(reports.flatMap((report) => (report.type === 'learning' ? [[report.stage, report.step]] : []))).toEqual([
      ['sft', 0], ['sft', 10], ['sft', 20], ['trunk', 0], ['trunk', 10],
    ]);
    expect(reports.flatMap((report) => (report.type === 'stage' && report.stage !== 'compile' ? [[report.stage, report.done]] : []))).toEqual([
      ['sft', 0], ['sft', 10], ['sft', 20], ['trunk', 10],
    ]);
  });
});

describe('a race of both engines', () => {
  const speed = (rlStep: number): Told => {
    const cost = { fixed: 0, perSeed: rlStep };
    return { type: 'measured', workers: 1, shipped: [], speed: { sftStep: cost, trunkStep: cost, preferences: cost, rlStep: cost, evaluation: cost } };
  };
  /** Of a race in which all workers of an engine take these milliseconds for a step of one seed. */
  async function race({ send, workers, living }: ReturnType<typeof lab>, processor: number, gpu: number) {
    await send({ type: 'start', run: 1, config, choice: AUTO });
    expect(living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    for (const worker of living()) await worker.tell(speed(processor));
    expect(workers[0].road()).toBe('webgpu fused');
    await workers[0].tell(speed(gpu));
    await settled();
  }
  const gpuEngine: Told = { type: 'engine', info: { engine: 'fused', backend: 'webgpu', device: '' }, reason: '' };
  const begun = ({ workers }: ReturnType<typeof lab>) => workers.flatMap(({ commands }) => commands).filter((command) => command.type === 'start');
  function found(): KeptRace {
    const shelf = new Map<string, unknown>();
    return keptRaceOn({ get: async (name) => shelf.get(name), set: async (name, value) => { shelf.set(name, value); } }, 'browser 1');
  }

  it('gives the run to the faster one, and says by how much; it is run once', async () => {
    const kept = found();
    const first = lab(kept);
    await race(first, 30, 4);
    expect(begun(first).map(({ choice }) => choice)).toEqual([{ backend: 'webgpu', engine: 'fused' }]);
    await first.workers[0].tell(gpuEngine);
    // Two seeds: both on the one device, one on each of two workers.
    expect(first.reports.find((report) => report.type === 'engine')).toMatchObject({
      reason: 'WebGPU with a graphics processor is the fastest here: 8.0 ms a step of the default run, the processor 30 ms.',
    });
    const second = lab(kept);
    await second.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(second.workers.map(({ road }) => road())).toEqual(['webgpu fused']);
  });

  it('gives it to the processor where that is faster', async () => {
    const slow = lab(found());
    await race(slow, 12, 20);
    expect(begun(slow).map(({ choice }) => choice)).toEqual([{ backend: 'wasm', engine: 'simd' }, { backend: 'wasm', engine: 'simd' }]);
    for (const worker of slow.living()) await worker.tell(engineOf('wasm'));
    expect(slow.reports.find((report) => report.type === 'engine')).toMatchObject({
      reason: 'WebAssembly on the processor, since WebGPU takes 40 ms a step of the default run here, the processor 12 ms.',
    });
  });

  it('goes to the one that starts, and ends where one hangs', async () => {
    const broken = lab(found());
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
    const hanging = lab(kept);
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
    const next = lab(kept);
    await next.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(next.workers.map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
  });

  it('is called off by another start, which has its own, on workers of its own', async () => {
    const twice = lab(found());
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
    const broken = lab({ ...kept, read: () => kept.read({}) });
    await broken.send({ type: 'start', run: 1, config, choice: AUTO });
    expect(broken.living().map(({ road }) => road())).toEqual(['wasm simd', 'wasm simd']);
    await broken.workers[0].tell(noEngine('the file is damaged'));
    expect(broken.living().map(({ road }) => road())).toEqual(['webgpu fused']);
  });

  it('is called off by a cancel, and nothing is kept of it', async () => {
    const kept = found();
    const { send, workers, reports } = lab(kept);
    await send({ type: 'start', run: 1, config, choice: AUTO });
    await send({ type: 'cancel' });
    await settled();
    expect(workers.every(({ ended }) => ended())).toBe(true);
    expect(workers.flatMap(({ commands }) => commands).some(({ type }) => type === 'start')).toBe(false);
    expect(reports.at(-1)).toMatchObject({ type: 'cancelled' });
    expect(await kept.read({})).toBeNull();
  });

  it('is not run for an engine that was asked for by name', async () => {
    const { send, workers } = lab(found());
    await send({ type: 'start', run: 1, config, choice: { backend: 'webgpu', engine: 'fused' } });
    expect(workers.map(({ road }) => road())).toEqual(['webgpu fused']);
  });
});
