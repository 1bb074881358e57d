import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import type { Columns } from '../experiment/series.ts';
import { evaluation, training } from '../experiment/testing.ts';
import type { Report } from '../protocol/messages.ts';
import { fold, newRecord, type LaneRecord, type RunRecord } from './record.ts';
import { shownRecord } from './shown.ts';
import { arrivals, evaluationReport } from './testing.ts';

/** Reads of rows since the last `take`: how many, and the earliest row among them. */
class Reads {
  #rows: number[] = [];

  watch<T>(columns: Columns<T>): Columns<T> {
    const watched = Object.entries<unknown[]>(columns as Record<string, unknown[]>).map(([key, column]) => [key, new Proxy(column, {
      get: (target, name, receiver): unknown => {
        if (typeof name === 'string' && /^\d+$/.test(name)) this.#rows.push(Number(name));
        return Reflect.get(target, name, receiver);
      },
    })]);
    return Object.fromEntries(watched) as Columns<T>;
  }

  take(): { readonly count: number; readonly earliest: number } {
    const rows = this.#rows;
    this.#rows = [];
    return { count: rows.length, earliest: Math.min(...rows) };
  }
}

const lanes = defaultConfig.arms.flatMap((arm) => defaultConfig.seeds.map((seed) => ({ arm, seed })));

function stepReports(step: number): Report[] {
  return [
    ...lanes.map((lane): Report => ({ run: 3, type: 'training', lane, metrics: training(step) })),
    ...(step % 10 === 0 ? lanes.map(({ arm, seed }) => evaluationReport(3, arm, seed, evaluation(step))) : []),
    { run: 3, type: 'step', step },
  ];
}

describe('the work of a report', () => {
  it('does not grow with the length of the run: only new rows are read, as many at the end as at the beginning', () => {
    const trained = new Reads();
    const evaluated = new Reads();
    const watched = (lane: LaneRecord): LaneRecord => ({ ...lane, training: trained.watch(lane.training), evaluations: evaluated.watch(lane.evaluations) });
    const fresh = newRecord('a', 3, 'default', defaultConfig);
    let record: RunRecord = { ...fresh, lanes: fresh.lanes.map(watched) };
    const reads: { step: number; training: ReturnType<Reads['take']>; evaluations: ReturnType<Reads['take']> }[] = [];
    for (let step = 1; step <= 500; step++) {
      record = fold(record, arrivals(...stepReports(step)));
      reads.push({ step, training: trained.take(), evaluations: evaluated.take() });
    }
    expect(record.growth.map(({ points, training: means }) => [points.length, means.step.length])).toEqual([[50, 500], [50, 500]]);
    for (const read of reads) {
      // The row of step s is s - 1.
      expect(read.training).toEqual({ count: reads[0].training.count, earliest: read.step - 1 });
      const row = read.step / 10 - 1;
      expect(read.evaluations).toEqual(Number.isInteger(row) ? { count: reads[9].evaluations.count, earliest: row } : { count: 0, earliest: Infinity });
    }
    expect(reads[0].training.count).toBeGreaterThan(0);
  });

  it('is none of the summary’s where it brings no evaluation', () => {
    const evaluated = new Reads();
    const fresh = newRecord('a', 3, 'default', defaultConfig);
    let record: RunRecord = { ...fresh, lanes: fresh.lanes.map((lane) => ({ ...lane, evaluations: evaluated.watch(lane.evaluations) })) };
    for (let step = 1; step <= 10; step++) record = fold(record, arrivals(...stepReports(step)));
    shownRecord(record);
    expect(evaluated.take().count).toBeGreaterThan(0);
    for (let step = 11; step < 20; step++) shownRecord(record = fold(record, arrivals(...stepReports(step))));
    expect(evaluated.take().count).toBe(0);
  });
});
