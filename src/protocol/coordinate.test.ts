/** How the coordinator takes the next road: over workers that say what a test makes them say. */
import { describe, expect, it } from 'vitest';
import { dealLanes } from '../experiment/deal.ts';
import { AUTO, compiling, config, engineOf, fakeLab, noEngine } from './fakeLab.ts';
import type { Told } from './messages.ts';

describe.each(['start', 'measure'] as const)('%s with the backend left to the lab', (type) => {
  it('takes the next road where an engine does not start, and remembers', async () => {
    const { send, workers, living, reports } = fakeLab();
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
    const { send, living, reports } = fakeLab();
    await send({ type, run: 1, config, choice: AUTO });
    for (const why of ['a', 'b', 'c', 'd']) await living()[0].tell(noEngine(why));
    expect(reports).toEqual([{
      type: 'failed', run: 1,
      message: 'No engine could be started. WebGPU: a; WebAssembly, the SIMD engine: b; WebAssembly, tfjs’s operations: c; plain JavaScript: d.',
    }]);
    expect(living()).toEqual([]);
  });

  it('does not wait for an engine that says nothing, and does for one that says how far it is', async () => {
    const { send, living, advance } = fakeLab();
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
    const { send, living, reports } = fakeLab();
    await send({ type, run: 1, config, choice: AUTO });
    await living()[0].crash('Uncaught RangeError: Array buffer allocation failed');
    expect(living()[0].road()).toBe('wasm simd');
    await living()[0].crash();
    expect(living()).toEqual([]);
    expect(reports).toEqual([{ type: 'failed', run: 1, message: 'The page is out of date or its code could not be loaded: reload the page.' }]);
  });

  it('fails on a road that was asked for by name, and says what to choose instead', async () => {
    const { send, living, reports, advance } = fakeLab();
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
    const { send, workers, living, reports } = fakeLab();
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
    const { send, workers, reports } = fakeLab();
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
    const { send, living, reports } = fakeLab();
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
