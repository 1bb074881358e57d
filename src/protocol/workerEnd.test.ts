/** A worker's end by itself, on wasm: what it does with changes, kept weights, and an engine that fails. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { dealLanes, dealTraining } from '../experiment/deal.ts';
import type { LaneCommand, LaneReport } from './messages.ts';
import type { KeptStarts } from './keptStarts.ts';
import { memory } from './testing.ts';
import { serveCommands } from './workerEnd.ts';

const config: Config = {
  ...presetConfig(findPreset('tiny')!), arms: ['frozen', 'r2m'], seeds: [8, 9], steps: 4, evaluateEvery: 4, evaluationSamples: 1,
  promptsPerStep: 1, groupSize: 2, epochs: 1, sftSteps: 10, trunkSteps: 10, headSteps: 10, labels: 10, supervisedBatch: 4, demonstrations: 64,
  policyWidth: 16, policyLayers: 1, policyHeads: 2, trunkWidth: 8, trunkLayers: 1, trunkHeads: 1, attentionWidth: 4,
};
const choice = { backend: 'wasm', engine: 'simd' } as const;

let engine: Engine;
beforeAll(async () => { engine = await simdEngine(); });

type StartCommand = Extract<LaneCommand, { type: 'start' }>;

/** Everything that one run tells, all of it in one worker. `onReport` may send commands meanwhile. */
async function told(
  { config: asked = config, ...order }: Partial<StartCommand> = {}, { createEngine = async () => engine, kept = memory(), onReport = () => undefined }: {
    readonly createEngine?: () => Promise<Engine>; readonly kept?: KeptStarts; readonly onReport?: (report: LaneReport, send: (command: LaneCommand) => void) => void;
  } = {},
): Promise<LaneReport[]> {
  const reports: LaneReport[] = [];
  return new Promise((resolve) => {
    const send = serveCommands({
      createEngine, kept, readStarts: async () => null,
      post: (list) => list.forEach((report) => {
        reports.push(report);
        onReport(report, send);
        if (report.type === 'found') send({ type: 'train', ...dealTraining(report.missing, 1)[0] });
        if (report.type === 'finished' || report.type === 'failed' || report.type === 'cancelled') resolve(reports);
      }),
    });
    send({ type: 'start', run: 1, config: asked, choice, share: dealLanes(asked, 1)[0], ...order });
  });
}

/** The lanes of a run that finished, seed by seed. */
function lanes(reports: readonly LaneReport[]) {
  const end = reports.at(-1)!;
  if (end.type !== 'finished') throw new Error(`the run did not finish: ${JSON.stringify(end)}`);
  return { changes: end.result.changes, seeds: (seed: number) => end.result.arms.map(({ seeds }) => seeds.find((lane) => lane.seed === seed)) };
}
const stages = (reports: readonly LaneReport[]) => new Set(reports.flatMap((report) => (report.type === 'stage' ? [report.stage] : [])));

describe('changes that a run begins with', { timeout: 120_000 }, () => {
  it('repeat those of an earlier one: more seeds later are, lane by lane, one run of all of them', async () => {
    const reports = await told({ config: { ...config, seeds: [8] } }, {
      onReport: (report, send) => {
        if (report.type === 'stage' && report.stage === 'sft' && report.done === 0) send({ type: 'change', field: 'learningRate', value: 0.002, from: 3 });
      },
    });
    const live = lanes(reports);
    const changes = reports.flatMap((report) => (report.type === 'changed' ? [{ step: report.step, field: report.field, value: report.to }] : []));
    expect(changes).toEqual([{ step: 3, field: 'learningRate', value: 0.002 }]);
    const later = lanes(await told({ config: { ...config, seeds: [9] }, changes }));
    const both = lanes(await told({ changes }));
    expect(live.seeds(8)).toEqual(both.seeds(8));
    expect(later.seeds(9)).toEqual(both.seeds(9));
    expect(both.changes).toEqual(live.changes);
    expect(new Set(both.seeds(9).flatMap((lane) => lane?.training.learningRate.slice(2) ?? []))).toEqual(new Set([0.002]));
  });

  it.each<[string, NonNullable<StartCommand['changes']>[number]]>([
    ['policyWidth', { step: 2, field: 'policyWidth', value: 32 }], ['beta', { step: 2, field: 'beta', value: -1 }], ['clip', { step: 2, field: 'clip', value: 'much' as never }],
  ])('are refused where %s may not change so, naming the field', async (field, change) => {
    expect((await told({ changes: [change] })).at(-1)).toMatchObject({ type: 'failed', field });
  });

  it('are let be where they come in mid-run and do not fit', async () => {
    const reports = await told({}, { onReport: (report, send) => {
      if (report.type === 'step' && report.step === 1) send({ type: 'change', field: 'beta', value: -1 });
    } });
    expect(lanes(reports).changes).toEqual([]);
  });
});

describe('states', { timeout: 120_000 }, () => {
  it('are told after each step that they were asked for, and at evaluations', async () => {
    const reports = await told({}, { onReport: (report, send) => {
      if (report.type === 'stage' && report.stage === 'labels' && report.done === 0) for (const step of [1, 3]) send({ type: 'checkpoint', step });
    } });
    expect(reports.flatMap((report) => (report.type === 'checkpoint' ? [report.step] : []))).toEqual([0, 1, 3, 4]);
  });
});

describe('starting weights made here', { timeout: 120_000 }, () => {
  it('are kept, and used by the next run, whose result they do not change', async () => {
    const kept = memory();
    const first = await told({ config: { ...config, seeds: [8] } }, { kept });
    expect([...kept.starts.keys()]).toEqual([8]);
    const second = await told({ config: { ...config, seeds: [8] } }, { kept });
    expect(stages(first).has('sft')).toBe(true);
    expect(stages(second).has('sft')).toBe(false);
    expect(lanes(second).seeds(8)).toEqual(lanes(first).seeds(8));
    await told({}, { kept });
    expect([...kept.starts.keys()]).toEqual([8, 9]);
  });
});

describe('an engine that fails', { timeout: 120_000 }, () => {
  const gone = (values: Partial<Engine>) => async (): Promise<Engine> => ({ ...engine, ...values });
  const failure = async (createEngine: () => Promise<Engine>): Promise<LaneReport> => (await told({}, { createEngine })).at(-1)!;

  it.each<[string, () => Promise<Engine>, string]>([
    ['is not made', async () => { throw new Error('the WebGPU device was refused'); }, 'the WebGPU device was refused'],
    ['cannot be prepared', gone({ prepare: async () => { throw new DOMException('Invalid ShaderModule', 'GPUPipelineError'); } }), 'the graphics device refused a command (Invalid ShaderModule)'],
  ])('is said to be no engine where it %s', async (_, createEngine, message) => {
    expect(await failure(createEngine)).toEqual({ type: 'failed', run: 1, message, noEngine: true });
  });

  const lostMessage = 'the graphics device was lost (the driver was reset)';
  it('is said to be lost where its device is, whatever the work on it says', async () => {
    let lose: (why: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => { lose = resolve; });
    const read = () => {
      setTimeout(lose, 0, 'the driver was reset');
      return Promise.reject(new DOMException("Failed to execute 'mapAsync' on 'GPUBuffer'", 'AbortError'));
    };
    expect(await failure(gone({ lost, read }))).toEqual({ type: 'failed', run: 1, message: lostMessage, lost: true });
  });

  it('is said to be lost where its device goes before the first stage', async () => {
    let lose: (why: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => { lose = resolve; });
    const kept = { ...memory(), read: () => {
      lose('the driver was reset');
      return new Promise<never>(() => undefined);
    } };
    expect((await told({}, { createEngine: gone({ lost }), kept })).at(-1)).toEqual({ type: 'failed', run: 1, message: lostMessage, lost: true });
  });

  it('is said to be lost where the work on it never comes back', async () => {
    let lose: (why: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => { lose = resolve; });
    const read = () => {
      lose('the driver was reset');
      return new Promise<never>(() => undefined);
    };
    expect(await failure(gone({ lost, read }))).toEqual({ type: 'failed', run: 1, message: lostMessage, lost: true });
  });
});
