import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import type { Report } from '../protocol/messages.ts';
import { MOST_PAGES, thinPages } from '../experiment/recording.ts';
import { canExtend, extend, fold, isActive, newRecord, shownLanes, type RunRecord } from './record.ts';
import { evaluation, training } from '../experiment/testing.ts';
import { arrivals, evaluationReport } from './testing.ts';

const newRun = () => newRecord('a', 3, 'default', defaultConfig);
const fresh = newRun();

describe('folding reports', () => {
  it('leaves out reports of an earlier run', () => {
    const late = arrivals({ run: 2, type: 'step', step: 9 }, { run: 2, type: 'failed', message: 'too late' });
    expect(fold(fresh, late)).toBe(fresh);
    expect(fold(fresh, [...late, ...arrivals({ run: 3, type: 'step', step: 1 })])).toMatchObject({ step: 1, status: 'running', failure: null });
  });

  it('keeps each lane’s series apart and in order, over several batches', () => {
    const first = fold(newRun(), arrivals(
      evaluationReport(3, 'frozen', 8, evaluation(0)), evaluationReport(3, 'r2m', 8, evaluation(0)),
      { run: 3, type: 'training', lane: { arm: 'r2m', seed: 8 }, metrics: training(1) },
    ));
    const second = fold(first, arrivals(
      evaluationReport(3, 'r2m', 8, evaluation(10, { gold: 3 })),
      { run: 3, type: 'training', lane: { arm: 'r2m', seed: 8 }, metrics: training(2) },
    ));
    const lane = (record: RunRecord, arm: string) => record.lanes.find((each) => each.arm === arm && each.seed === 8);
    expect(lane(second, 'r2m')?.evaluations).toMatchObject({ step: [0, 10], gold: [2, 3] });
    expect(lane(second, 'r2m')?.training.step).toEqual([1, 2]);
    expect(lane(second, 'r2m')?.pages.map(({ step }) => step)).toEqual([0, 10]);
    expect(lane(second, 'frozen')?.evaluations.step).toEqual([0]);
    expect([first, second].map(({ evaluated, trained }) => [evaluated, trained])).toEqual([[2, 1], [3, 2]]);
  });

  it('counts RL steps against the run’s length and remembers the stages before', () => {
    const record = fold(fresh, arrivals(
      { run: 3, type: 'stage', stage: 'sft', done: 800, total: 800 }, { run: 3, type: 'step', step: 4 },
    ));
    expect(record).toMatchObject({ stage: 'rl', step: 4, stages: { sft: { done: 800, total: 800 }, rl: { done: 4, total: defaultConfig.steps } } });
  });

  it('takes changes into the configuration and keeps their marks', () => {
    const record = fold(fresh, arrivals(
      { run: 3, type: 'changed', step: 5, field: 'beta', from: 0.15, to: 0.3 }, { run: 3, type: 'changed', step: 7, field: 'beta', from: 0.3, to: 0.1 },
    ));
    expect(record.config.beta).toBe(0.1);
    expect(record.changes).toEqual([{ step: 5, field: 'beta', from: 0.15, to: 0.3 }, { step: 7, field: 'beta', from: 0.3, to: 0.1 }]);
    expect(fresh.config.beta).toBe(0.15);
  });

  it('goes from running to paused and on, and stays pausing during a single step', () => {
    const paused = fold(fresh, arrivals({ run: 3, type: 'paused', step: 2 }));
    expect(paused).toMatchObject({ status: 'paused', step: 2 });
    expect(fold(paused, arrivals({ run: 3, type: 'resumed', step: 2 })).status).toBe('running');
    const stepping = fold({ ...paused, status: 'pausing' }, arrivals({ run: 3, type: 'resumed', step: 2 }));
    expect(stepping.status).toBe('pausing');
    expect(isActive(stepping)).toBe(true);
  });

  it('keeps what was measured when the run fails, and says why', () => {
    const before = fold(newRun(), arrivals(evaluationReport(3, 'frozen', 8, evaluation(0))));
    const failed = fold(before, arrivals({ run: 3, type: 'failed', message: 'beta is out of range', field: 'beta' }));
    expect(failed).toMatchObject({ status: 'failed', failure: { message: 'beta is out of range', field: 'beta' } });
    expect(failed.lanes[0].evaluations.step).toEqual([0]);
    expect(isActive(failed)).toBe(false);
  });
});

describe('sample pages of a long run', () => {
  it('thin out, but keep the first and the newest', () => {
    let pages: readonly { readonly step: number }[] = [];
    for (let step = 0; step <= 2000; step++) pages = thinPages([...pages, { step }]);
    expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
    expect(pages.length).toBeGreaterThan(MOST_PAGES / 3);
    expect(pages[0].step).toBe(0);
    expect(pages.at(-1)?.step).toBe(2000);
    const steps = pages.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

describe('seeds that are added to a finished run', () => {
  const config = { ...defaultConfig, arms: ['frozen'] as const, seeds: [8], steps: 2, evaluateEvery: 2 };
  const told = (run: number, seed: number, golds: readonly number[]) =>
    arrivals(...golds.map((gold, index) => evaluationReport(run, 'frozen', seed, evaluation(2 * index, { gold }))));
  const over = (run: number): Report => ({
    run, type: 'finished',
    result: { schemaVersion: 1, complete: true, status: 'finished', step: 2, config, backend: 'wasm', engine: 'ops', seconds: 10, changes: [], arms: [], paired: [] },
  });
  const finished = () => fold(newRecord('a', 1, 'default', config), [...told(1, 8, [2, 3]), ...arrivals(over(1))]);

  it('are shown when they are finished, and until then the others stand', () => {
    const first = finished();
    expect(canExtend(first)).toBe(true);
    const during = fold(extend(first, 2, [9, 10]), told(2, 9, [4]));
    expect(shownLanes(during).map(({ seed }) => seed)).toEqual([8]);
    expect(during.growth[0].points.map(({ seedGold }) => seedGold)).toEqual([[2], [3]]);
    expect(during).toMatchObject({ status: 'running', config: { seeds: [8, 9, 10] } });
    const after = fold(during, [...told(2, 9, [5]), ...told(2, 10, [6, 7]), ...arrivals(over(2))]);
    expect(after).toMatchObject({ status: 'finished', extension: [], result: { config: { seeds: [8, 9, 10] }, seconds: 20 } });
    expect(after.growth[0].points.map(({ seedGold }) => seedGold)).toEqual([[2, 4, 6], [3, 5, 7]]);
    expect(after.result?.arms[0].seeds.map(({ seed, series }) => [seed, series.gold])).toEqual([[8, [2, 3]], [9, [4, 5]], [10, [6, 7]]]);
  });

  it('can be asked for again after they were cancelled, from the beginning', () => {
    const cancelled = fold(fold(extend(finished(), 2, [9]), told(2, 9, [4])), arrivals({ run: 2, type: 'cancelled' }));
    expect(shownLanes(cancelled).map(({ seed }) => seed)).toEqual([8]);
    const again = extend(cancelled, 3, [9, 10]);
    expect(again.lanes.map(({ seed, evaluations }) => [seed, evaluations.step.length])).toEqual([[8, 2], [9, 0], [10, 0]]);
  });
});
