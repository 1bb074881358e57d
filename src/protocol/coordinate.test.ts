/** How the coordinator takes the next road: over workers that say what a test makes them say. */
import { describe, expect, it } from 'vitest';
import { findPreset, presetConfig } from '../config/presets.ts';
import type { EngineChoice, Road } from '../engine/choose.ts';
import { Ladder } from '../engine/ladder.ts';
import { handClock, settled } from '../engine/testing.ts';
import { coordinate } from './coordinate.ts';
import type { Command, Report, Told } from './messages.ts';

const config = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9] };
const AUTO: EngineChoice = { backend: 'auto', engine: 'auto' };
const hardware = { info: { isFallbackAdapter: false }, requestDevice: () => new Promise<never>(() => undefined) };

interface FakeWorker {
  readonly road: () => string;
  readonly commands: Command[];
  readonly ended: () => boolean;
  tell(...reports: Told[]): Promise<void>;
  crash(message?: string): Promise<void>;
}

function lab() {
  const { timer, advance } = handClock();
  const ladder = new Ladder({ timer, hasWebAssembly: () => true, gpu: () => ({ requestAdapter: async () => hardware }) });
  const workers: FakeWorker[] = [];
  const reports: Report[] = [];
  const send = coordinate({
    ladder, timer, now: () => 0, post: (told) => reports.push(...told),
    workersFor: ({ backend }: Road) => (backend === 'webgpu' ? 1 : 2),
    spawn: (onReports, onCrash) => {
      const commands: Command[] = [];
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
        { type: 'start', run: 1, choice: { backend: 'wasm', engine: 'simd' }, paused: true, changes, config: { ...config, seeds: [config.seeds[index]] } },
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
  it('is one note for each reason, and the learning of the first seed that trains', async () => {
    const { send, living, reports } = lab();
    await send({ type: 'start', run: 1, config, choice: { backend: 'wasm', engine: 'auto' } });
    const learning = (seed: number, step: number): Told => ({ type: 'learning', stage: 'sft', seed, step, total: 20, loss: 1, sentences: null });
    const [first, second] = living();
    await second.tell({ type: 'note', text: 'a' }, learning(9, 0));
    await first.tell({ type: 'note', text: 'a' }, { type: 'note', text: 'b' }, learning(8, 0));
    await second.tell(learning(9, 10));
    await first.tell(learning(8, 10));
    expect(reports.flatMap((report) => (report.type === 'note' ? [report.text] : []))).toEqual(['a', 'b']);
    expect(reports.flatMap((report) => (report.type === 'learning' ? [[report.seed, report.step]] : []))).toEqual([[9, 0], [8, 0], [8, 10]]);
  });
});
