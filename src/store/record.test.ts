import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import { fold, isActive, MOST_PAGES, newRecord, thinPages, type RunRecord } from './record.ts';
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
    let pages = thinPages([]);
    for (let step = 0; step <= 2000; step++) pages = thinPages([...pages, { step, samples: [] }]);
    expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
    expect(pages.length).toBeGreaterThan(MOST_PAGES / 3);
    expect(pages[0].step).toBe(0);
    expect(pages.at(-1)?.step).toBe(2000);
    const steps = pages.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});
