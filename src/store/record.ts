/**
 * What the page knows of one run: the worker's reports, folded. Records are never changed in place; a batch of reports
 * copies only the lanes that it touches.
 */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { Lane, RunEvent, Sample, Stage } from '../experiment/events.ts';
import type { EvaluationMetrics, TrainingMetrics } from '../experiment/metrics.ts';
import type { RunResult } from '../experiment/result.ts';
import type { Report } from '../protocol/messages.ts';
import { markPace, restingPace, type Pace } from './pace.ts';

/** `pausing`: asked to pause, and the step in progress is not over. */
export type RunStatus = 'running' | 'pausing' | 'paused' | 'finished' | 'failed' | 'cancelled';

export interface SamplePage {
  readonly step: number;
  /** The first response to each prompt. */
  readonly samples: readonly Sample[];
}

/** What one lane's policy wrote. */
export interface LanePages {
  readonly arm: ArmName;
  readonly seed: number;
  readonly pages: readonly SamplePage[];
}

export interface LaneRecord extends LanePages {
  readonly evaluations: readonly EvaluationMetrics[];
  readonly training: readonly TrainingMetrics[];
}

export type Change = RunResult['changes'][number];

export interface RunRecord {
  readonly run: number;
  /** As started, with the changes made since. */
  readonly config: Config;
  readonly status: RunStatus;
  readonly engine: Pick<Extract<RunEvent, { type: 'engine' }>, 'info' | 'reason'> | null;
  readonly stage: Stage | null;
  readonly stages: { readonly [S in Stage]?: { readonly done: number; readonly total: number } };
  /** RL steps that all lanes have finished. */
  readonly step: number;
  readonly pace: Pace;
  readonly lanes: readonly LaneRecord[];
  readonly changes: readonly Change[];
  readonly failure: Pick<Extract<Report, { type: 'failed' }>, 'message' | 'field'> | null;
  readonly result: RunResult | null;
}

export function newRecord(run: number, config: Config): RunRecord {
  return {
    run, config, status: 'running', engine: null, stage: null, stages: {}, step: 0, pace: restingPace,
    lanes: [], changes: [], failure: null, result: null,
  };
}

/** A run that holds the worker: it goes on or waits to go on. */
export function isActive(record: RunRecord | null): record is RunRecord {
  return record !== null && (record.status === 'running' || record.status === 'pausing' || record.status === 'paused');
}

/** A report and the time it arrived, in milliseconds. */
export interface Arrival {
  readonly report: Report;
  readonly at: number;
}

/**
 * Sample pages kept for each lane. Past it every second page is dropped, the first and the newest never, so that a
 * long run can still be read from its beginning.
 */
export const MOST_PAGES = 80;

export function thinPages(pages: readonly SamplePage[]): readonly SamplePage[] {
  if (pages.length <= MOST_PAGES) return pages;
  return pages.filter((_, index) => index % 2 === 0 || index === pages.length - 1);
}

/** Folds reports in their order. Those of another run are left out: they were on their way when it was cancelled. */
export function fold(record: RunRecord, arrivals: readonly Arrival[]): RunRecord {
  const own = arrivals.filter(({ report }) => report.run === record.run);
  if (own.length === 0) return record;
  const lanes = foldLanes(record.lanes, own);
  return own.reduce((folded, { report, at }) => foldOne(folded, report, at), { ...record, lanes });
}

function sameLane(a: Lane, b: Lane): boolean {
  return a.arm === b.arm && a.seed === b.seed;
}

function foldLanes(lanes: readonly LaneRecord[], arrivals: readonly Arrival[]): readonly LaneRecord[] {
  const news = new Map<string, { lane: Lane; evaluations: EvaluationMetrics[]; training: TrainingMetrics[]; pages: SamplePage[] }>();
  for (const { report } of arrivals) {
    if (report.type !== 'training' && report.type !== 'evaluation') continue;
    const key = `${report.lane.arm} ${report.lane.seed}`;
    const entry = news.get(key) ?? { lane: report.lane, evaluations: [], training: [], pages: [] };
    news.set(key, entry);
    if (report.type === 'training') entry.training.push(report.metrics);
    else {
      entry.evaluations.push(report.metrics);
      entry.pages.push({ step: report.metrics.step, samples: report.samples });
    }
  }
  if (news.size === 0) return lanes;
  const entries = [...news.values()];
  const fresh = entries.filter(({ lane }) => !lanes.some((known) => sameLane(known, lane)))
    .map(({ lane }): LaneRecord => ({ arm: lane.arm, seed: lane.seed, evaluations: [], training: [], pages: [] }));
  return [...lanes, ...fresh].map((known) => {
    const entry = entries.find(({ lane }) => sameLane(known, lane));
    if (!entry) return known;
    return {
      ...known,
      evaluations: entry.evaluations.length > 0 ? [...known.evaluations, ...entry.evaluations] : known.evaluations,
      training: entry.training.length > 0 ? [...known.training, ...entry.training] : known.training,
      pages: entry.pages.length > 0 ? thinPages([...known.pages, ...entry.pages]) : known.pages,
    };
  });
}

function foldOne(record: RunRecord, report: Report, at: number): RunRecord {
  switch (report.type) {
    case 'engine':
      return { ...record, engine: { info: report.info, reason: report.reason } };
    case 'stage':
      return {
        ...record,
        stage: report.stage,
        stages: { ...record.stages, [report.stage]: { done: report.done, total: report.total } },
        pace: markPace(record.pace, report.stage, report.done, at),
      };
    case 'step':
      return {
        ...record,
        step: report.step,
        stage: 'rl',
        stages: { ...record.stages, rl: { done: report.step, total: record.config.steps } },
        pace: markPace(record.pace, 'rl', report.step, at),
      };
    case 'changed':
      return {
        ...record,
        config: { ...record.config, [report.field]: report.to },
        changes: [...record.changes, { step: report.step, field: report.field, from: report.from, to: report.to }],
      };
    case 'paused':
      return { ...record, status: 'paused', step: report.step, pace: restingPace };
    case 'resumed':
      // A single step goes on only to pause again.
      return { ...record, status: record.status === 'pausing' ? 'pausing' : 'running', pace: restingPace };
    case 'cancelled':
      return { ...record, status: 'cancelled', pace: restingPace };
    case 'finished':
      return { ...record, status: 'finished', result: report.result, pace: restingPace };
    case 'failed':
      return {
        ...record, status: 'failed', pace: restingPace,
        failure: report.field === undefined ? { message: report.message } : { message: report.message, field: report.field },
      };
    case 'training':
    case 'evaluation':
    case 'learning':
    case 'note':
    case 'measured':
      return record;
  }
}
