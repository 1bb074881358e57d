/**
 * What the page knows of one run: the worker's reports, folded. A record's lanes grow in place (see experiment/series.ts):
 * a fold returns a new record that shares them, and `evaluated` and `trained` tell two states of a record apart.
 */
import type { Config } from '../config/fields.ts';
import type { Lane, RunEvent, Sample, Stage } from '../experiment/events.ts';
import { samplesOf, thinPages } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import { appendEvaluation, appendTraining, emptySeries, lanesOf, type LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import type { Report } from '../protocol/messages.ts';
import { grow, newGrowth, type ArmGrowth } from './growth.ts';
import { markPace, restingPace, type Pace } from './pace.ts';

/** `pausing`: asked to pause, and the step in progress is not over. */
export type RunStatus = 'running' | 'pausing' | 'paused' | 'finished' | 'failed' | 'cancelled';

export interface SamplePage {
  readonly step: number;
  /** The first response to each prompt. */
  readonly samples: readonly Sample[];
}

/** What one lane's policy wrote. */
export interface LanePages extends Lane {
  readonly pages: readonly SamplePage[];
}

export interface LaneRecord extends LaneSeries {
  pages: readonly SamplePage[];
}

export type Change = RunResult['changes'][number];

/** How a supervised stage goes, looked at on one seed. */
export interface LearningRecord {
  readonly stage: 'sft' | 'trunk';
  /** Mean cross entropy of a batch, after `step` steps. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** Steps of the stage. */
  readonly total: number;
  /** What the policy writes, as word numbers, in order of time. */
  readonly sentences: readonly { readonly step: number; readonly prompt: readonly number[]; readonly response: readonly number[] }[];
}

export interface RunRecord {
  /** Names the run for as long as it is kept, also after a reload. */
  readonly id: string;
  /** The number under which the worker knows it. */
  readonly run: number;
  /** The preset that its settings started from. */
  readonly preset: string;
  /** As started, with the changes made since. */
  readonly config: Config;
  /** As started: how the run can be made again, with `changes`. */
  readonly started: Config;
  readonly status: RunStatus;
  readonly engine: Pick<Extract<RunEvent, { type: 'engine' }>, 'info' | 'reason'> | null;
  readonly stage: Stage | null;
  readonly stages: { readonly [S in Stage]?: { readonly done: number; readonly total: number } };
  /** RL steps that all lanes have finished. */
  readonly step: number;
  readonly pace: Pace;
  /** One for each arm and seed, in that order. */
  readonly lanes: readonly LaneRecord[];
  /** Means over the seeds that are shown: not over those of an extension under way. */
  readonly growth: readonly ArmGrowth[];
  /** Evaluations and training reports folded so far. */
  readonly evaluated: number;
  readonly trained: number;
  readonly changes: readonly Change[];
  readonly failure: Pick<Extract<Report, { type: 'failed' }>, 'message' | 'field'> | null;
  /** Null while the run is not over. */
  readonly result: RunResult | null;
  /** Seeds that are being added to a finished run. */
  readonly extension: readonly number[];
  /** Null where no starting model has been trained for the run. */
  readonly learning: LearningRecord | null;
  /** Seconds from its first report to its last, and when the first came, on the clock of arrivals. */
  readonly seconds: number;
  readonly firstAt: number | null;
}

/** Identifiers of runs begin with the time of their start, so that they sort by it. */
export function newId(now: Date): string {
  return `${now.getTime().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** The day on which a run was started, YYYY-MM-DD. */
export function dayOf(id: string): string {
  const time = parseInt(id.split('-')[0], 36);
  return new Date(Number.isSafeInteger(time) && time < 8.64e15 ? time : 0).toISOString().slice(0, 10);
}

function noLanesYet(config: Config): LaneRecord[] {
  return lanesOf(config).map(({ arm, seed }) => ({ ...emptySeries(arm, seed), pages: [] }));
}

export function newRecord(id: string, run: number, preset: string, config: Config): RunRecord {
  return {
    id, run, preset, config, started: config, status: 'running', engine: null, stage: null, stages: {}, step: 0, pace: restingPace,
    lanes: noLanesYet(config), growth: newGrowth(config.arms), evaluated: 0, trained: 0, changes: [], failure: null, result: null, extension: [], learning: null, seconds: 0, firstAt: null,
  };
}

/** A run that holds the worker: it goes on or waits to go on. */
export function isActive(record: RunRecord | null): record is RunRecord {
  return record !== null && isActiveStatus(record.status);
}

export function isActiveStatus(status: RunStatus): boolean {
  return status === 'running' || status === 'pausing' || status === 'paused';
}

/** Whether there is anything in it that would be lost with it. */
export function hasNumbers({ evaluated }: RunRecord): boolean {
  return evaluated > 0;
}

/** The lanes that are shown: those of an extension only when it is finished. */
export function shownLanes({ lanes, extension }: Pick<RunRecord, 'lanes' | 'extension'>): readonly LaneRecord[] {
  return extension.length === 0 ? lanes : lanes.filter(({ seed }) => !extension.includes(seed));
}

/** Their seeds. */
export function shownSeeds({ config, extension }: Pick<RunRecord, 'config' | 'extension'>): readonly number[] {
  return config.seeds.filter((seed) => !extension.includes(seed));
}

/** Whether seeds can be added: it has a result, and nothing goes on. */
export function canExtend(record: RunRecord | null): record is RunRecord {
  return record !== null && record.result !== null && !isActive(record);
}

/** A finished run to which `seeds` are added by run number `run`. Seeds that were to be added before, and were not, are left out. */
export function extend(record: RunRecord, run: number, seeds: readonly number[]): RunRecord {
  const finished = shownLanes(record);
  const known = shownSeeds(record);
  const config = { ...record.config, seeds: [...known, ...seeds] };
  const lanes = noLanesYet(config).map((lane) => finished.find((old) => sameLane(old, lane)) ?? lane);
  return {
    ...record, run, config, started: { ...record.started, seeds: config.seeds }, lanes, extension: seeds,
    status: 'running', stage: null, stages: {}, step: 0, pace: restingPace, failure: null, learning: null,
  };
}

/** Whether it stopped on its way, so that it can go on from the last of its states that was kept, or from its beginning. */
export function canGoOn(record: RunRecord | null): record is RunRecord {
  if (record?.status !== 'cancelled' && record?.status !== 'failed') return false;
  return record.result === null && record.extension.length === 0 && record.step < record.config.steps;
}

/** A stopped run that goes on, as run number `run`. What it has told is called back as far as it is told anew. */
export function goingOn(record: RunRecord, run: number): RunRecord {
  return { ...record, run, status: 'running', stage: null, stages: {}, pace: restingPace, failure: null, learning: null, firstAt: null };
}

/** Growth from the beginning, where other lanes than before are shown. */
export function regrown(record: RunRecord): RunRecord {
  const growth = newGrowth(record.config.arms);
  grow(growth, shownLanes(record));
  return { ...record, growth };
}

/** A report and the time it arrived, in milliseconds. */
export interface Arrival {
  readonly report: Report;
  readonly at: number;
}

function sameLane(a: Lane, b: Lane): boolean {
  return a.arm === b.arm && a.seed === b.seed;
}

/** Folds reports in their order. Those of another run are left out: they were on their way when it was cancelled. */
export function fold(record: RunRecord, arrivals: readonly Arrival[]): RunRecord {
  const own = arrivals.filter(({ report }) => report.run === record.run);
  if (own.length === 0) return record;
  const firstAt = record.firstAt ?? own[0].at;
  const seconds = (own[own.length - 1].at - firstAt) / 1000;
  const folded = own.reduce<RunRecord>((so, { report, at }) => foldOne(so, report, at), { ...record, firstAt, seconds });
  if (folded.trained > record.trained || folded.evaluated > record.evaluated) grow(folded.growth, shownLanes(folded));
  return folded;
}

function laneOf(record: RunRecord, lane: Lane): LaneRecord | undefined {
  return record.lanes.find((known) => sameLane(known, lane));
}

function foldOne(record: RunRecord, report: Report, at: number): RunRecord {
  switch (report.type) {
    case 'training': {
      const lane = laneOf(record, report.lane);
      if (!lane) return record;
      appendTraining(lane, report.metrics);
      return { ...record, trained: record.trained + 1 };
    }
    case 'evaluation': {
      const lane = laneOf(record, report.lane);
      if (!lane) return record;
      appendEvaluation(lane, report.metrics);
      lane.pages = thinPages([...lane.pages, { step: report.metrics.step, samples: report.samples }]);
      return { ...record, evaluated: record.evaluated + 1 };
    }
    case 'engine':
      return { ...record, engine: { info: report.info, reason: reasonOf(record, report) } };
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
      // The seeds that are added later repeat the changes of the run.
      if (record.extension.length > 0) return record;
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
      return finished(record, report.result);
    case 'failed':
      return {
        ...record, status: 'failed', pace: restingPace,
        failure: report.field === undefined ? { message: report.message } : { message: report.message, field: report.field },
      };
    case 'learning':
      return { ...record, learning: learned(record.learning, report) };
    case 'diverged': {
      const lane = laneOf(record, report.lane);
      if (!lane) return record;
      lane.diverged = report.divergence;
      return regrown(record);
    }
    case 'rewound':
      return rewound(record, report);
    // The visitor is told of a note, and the run goes on; checkpoints pass between workers alone.
    case 'note':
    case 'measured':
    case 'checkpoint':
      return record;
  }
}

/** The run goes on from an earlier step: what was told of later ones is put away. */
function rewound(record: RunRecord, { step, changes, series, pages }: Extract<Report, { type: 'rewound' }>): RunRecord {
  const lanes = record.lanes.map((lane): LaneRecord => {
    const told = series.find((other) => sameLane(other, lane));
    // Lanes of seeds that are not of this run, which are there already, stay.
    const written = pages.find((other) => sameLane(other, lane))?.pages ?? [];
    return told ? { ...told, pages: written.map((page) => ({ step: page.step, samples: samplesOf(page, record.config) })) } : lane;
  });
  const config = { ...record.started, seeds: record.config.seeds, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
  const count = (of: (lane: LaneRecord) => number) => lanes.reduce((sum, lane) => sum + of(lane), 0);
  return regrown({
    ...record, lanes, step, config: record.extension.length > 0 ? record.config : config, changes: record.extension.length > 0 ? record.changes : changes,
    evaluated: count(({ evaluations }) => evaluations.step.length), trained: count(({ training }) => training.step.length), pace: restingPace,
  });
}

/** A run that goes on asks for its own engine by name: why it was chosen is what was said at first. */
function reasonOf({ engine }: RunRecord, { info, reason }: Extract<Report, { type: 'engine' }>): string {
  return engine?.info.engine === info.engine && engine.info.backend === info.backend ? engine.reason : reason;
}

function learned(before: LearningRecord | null, report: Extract<Report, { type: 'learning' }>): LearningRecord {
  const { stage, step, total, loss, sentences } = report;
  const losses = before?.stage === stage ? before.losses : [];
  return {
    stage, total,
    losses: [...losses, { step, loss }],
    // The trunk does not write: what the policy wrote last stays.
    sentences: [...(before?.sentences ?? []), ...(sentences ?? []).map(({ prompt, response }) => ({ step, prompt, response }))],
  };
}

function finished(record: RunRecord, result: RunResult): RunRecord {
  const over = { ...record, status: 'finished' as const, pace: restingPace };
  if (record.extension.length === 0) return { ...over, result };
  const seconds = (record.result?.seconds ?? 0) + result.seconds;
  return regrown({ ...over, extension: [], result: { ...result, config: record.started, changes: record.changes, seconds, ...summarise(record.lanes) } });
}
