/** What computes is gone in the middle of a run: the run goes on from its last checkpoint, and says so. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { deviceLost } from '../engine/words.ts';
import type { RunResult } from '../experiment/result.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { lab } from './testing.ts';

const tiny = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9], steps: 6, evaluateEvery: 2, learningRate: 1e-3 };
const choice = { backend: 'wasm', engine: 'simd' } as const;
const numbers = ({ seconds: _seconds, engine: _engine, ...result }: RunResult) => result;

async function whole(): Promise<RunResult> {
  const { send, until } = lab(1, { config: tiny, shipped: tiny.seeds });
  send({ type: 'start', run: 1, config: tiny, choice });
  return (await until('finished')).result;
}

/** An engine whose device is gone at the calls of `policyStep` of these numbers, counted over all engines. */
function losing(at: readonly number[]): (engine: Engine) => Engine {
  let calls = 0;
  return (engine) => ({
    ...engine,
    policyStep: (...args) => {
      if (at.includes(++calls)) throw deviceLost('the driver was reset');
      return engine.policyStep(...args);
    },
  });
}

describe('a lost engine', () => {
  // Two arms, two epochs: four calls a step of one worker.
  it.each([1, 9, 18, 23])('at call %s gives way to a fresh one, and the run ends as if nothing had been', async (call) => {
    const expected = numbers(await whole());
    const { send, until, reports } = lab(1, { config: tiny, shipped: tiny.seeds, engineOf: losing([call]) });
    send({ type: 'start', run: 1, config: tiny, choice });
    expect(numbers((await until('finished')).result)).toEqual(expected);
    expect(reports.filter(({ type }) => type === 'note')).toMatchObject([{ text: expect.stringMatching(/^The graphics device was lost \(the driver was reset\)\. The run (goes on from step \d|begins anew)\.$/) as string }]);
    expect(reports.filter(({ type }) => type === 'rewound')).toHaveLength(1);
    expect(reports.filter(({ type }) => type === 'failed')).toEqual([]);
  });

  it('and a worker that crashes when its last state is told, but not its result, change nothing either', async () => {
    const expected = numbers(await whole());
    let crashed = false;
    const { send, until, reports } = lab(1, { config: tiny, shipped: tiny.seeds, engineOf: (engine, worker) => ({
      ...engine,
      free: (...items) => {
        if (!crashed && worker.told.some((report) => report.type === 'step' && report.step === tiny.steps)) {
          crashed = true;
          worker.crash('Uncaught Error: at the very end');
        }
        engine.free(...items);
      },
    }) });
    send({ type: 'start', run: 1, config: tiny, choice });
    expect(numbers((await until('finished')).result)).toEqual(expected);
    expect(reports.filter(({ type }) => type === 'rewound')).toMatchObject([{ step: tiny.steps }]);
  });

  it('that is lost while the run is paused, which is changed and cancelled meanwhile, leaves nothing behind', async () => {
    let lose: (why: string) => void = () => undefined;
    const { send, until, reports, engines } = lab(2, { config: tiny, shipped: tiny.seeds, engineOf: (engine) => ({ ...engine, lost: new Promise((resolve) => { lose = resolve; }) }) });
    send({ type: 'start', run: 1, config: tiny, choice, paused: true });
    await until('paused');
    const again = until('paused', ({ step }) => step === 0);
    lose('the driver was reset');
    await until('rewound');
    send({ type: 'change', field: 'beta', value: 0.5 });
    await again;
    expect(engines).toHaveLength(4);
    send({ type: 'step' });
    await until('paused', ({ step }) => step === 1);
    expect(reports.filter(({ type }) => type === 'changed')).toMatchObject([{ step: 1, field: 'beta', to: 0.5 }]);
    const rewound = until('rewound');
    const cancelled = until('cancelled');
    lose('the driver was reset');
    send({ type: 'cancel' });
    await cancelled;
    await Promise.race([rewound, new Promise((resolve) => { setTimeout(resolve, 200); })]);
    expect(reports.at(-1)).toMatchObject({ type: 'cancelled' });
    expect(reports.filter(({ type }) => type === 'failed' || type === 'finished')).toEqual([]);
  });

  it('that is lost a second time within a minute gives way to the next engine', async () => {
    const { send, until, reports } = lab(1, { config: tiny, shipped: tiny.seeds, engineOf: losing([9, 14]) });
    send({ type: 'start', run: 1, config: tiny, choice: { backend: 'wasm', engine: 'auto' } });
    const { result } = await until('finished');
    expect(result).toMatchObject({ complete: true, engine: 'ops' });
    expect(result.arms[0].seeds[0].training.step).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reports.filter(({ type }) => type === 'note')).toMatchObject([{ text: expect.stringMatching(/from step 2\.$/) as string }, { text: expect.stringMatching(/on the next engine\.$/) as string }]);
  });

  it('on a road that was asked for by name fails the second time, and says what to choose', async () => {
    const { send, until } = lab(1, { config: tiny, shipped: tiny.seeds, engineOf: losing([9, 14]) });
    send({ type: 'start', run: 1, config: tiny, choice });
    expect((await until('failed')).message).toMatch(/device was lost/);
  });
});

describe('a lane that diverges', () => {
  it('stops at its last good step, and the others go on as if it were not there', async () => {
    const config = { ...tiny, arms: ['frozen', 'frozen{learningRate=0.01,gradientNorm=100}'] };
    let step = 0;
    // The second arm's gradient norm is spoilt from its third step on.
    const engineOf = (engine: Engine): Engine => ({
      ...engine,
      policyStep: (policy, batch, advantages, reference, objective) => {
        const spoilt = objective.learningRate >= 0.004 && ++step > 4;
        return engine.policyStep(policy, batch, advantages, reference, spoilt ? { ...objective, beta: NaN } : objective);
      },
    });
    const { send, until, reports } = lab(1, { config, shipped: config.seeds, engineOf });
    send({ type: 'start', run: 1, config, choice });
    const { result } = await until('finished');
    const alone = await whole();
    expect(result.arms[0].seeds.map(({ training }) => training.gold)).toEqual(alone.arms[0].seeds.map(({ training }) => training.gold));
    const told = reports.filter((report) => report.type === 'diverged');
    expect(told.map(({ lane }) => lane.seed)).toEqual([8, 9]);
    for (const { lane, divergence } of told) {
      expect(lane.arm).toBe('frozen{learningRate=0.01,gradientNorm=100}');
      expect(divergence.value).toBeNull();
      expect(result.arms[1].seeds.find(({ seed }) => seed === lane.seed)?.training.step.length).toBe(divergence.step - 1);
    }
  });
});
