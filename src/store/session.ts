/** Owns the worker: sends it commands and folds its reports into the page's state. */
import { fields, type Config } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import { isFieldKey } from '../settings/values.ts';
import { realTimer } from '../engine/waiting.ts';
import { divergenceText } from '../experiment/divergence.ts';
import { armConfig, armOf, armTitle } from '../settings/arms.ts';
import { workerFailure } from '../engine/words.ts';
import type { Command, EngineChoice, PlannedChange, Report } from '../protocol/messages.ts';
import { channelOf, type Channel } from '../protocol/channel.ts';
import { secondTry } from '../protocol/secondTry.ts';
import { useLab } from './lab.ts';
import { hasFinished, isHeld } from './shelf.ts';
import type { Measurement } from './measurement.ts';
import { canExtend, canGoOn, isActive, newId, shownSeeds, type Arrival, type RunRecord } from './record.ts';

/** Reports are folded in batches this far apart, so that a fast run does not redraw the page for each of them. */
const BATCH_MS = 120;

/** A slow line may take this long to bring the worker's code. */
const SILENCE_MS = 60_000;

let worker: Channel<Command> | null = null;
let silence: ReturnType<typeof setTimeout> | null = null;
let run = 0;
let waiting: Arrival[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;
/** Edits reach the run when the visitor has paused this long, so that it is not trained on half-typed numbers. */
const SETTLING_MS = 400;
/** The configuration that the run in progress has been told. */
let toldConfig: Config | null = null;
let settling: ReturnType<typeof setTimeout> | null = null;
/** A first press of Step: the run was started paused and takes one step as soon as it can. */
let stepWhenReady = false;
/** Takes what comes of the measurement in progress; null where there is none. */
let endMeasuring: ((answer: Report | null) => void) | null = null;

function flush(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const arrivals = waiting;
  waiting = [];
  if (arrivals.length > 0) useLab.getState().receive(arrivals);
}

function receive(report: Report): void {
  if (report.run !== run) return;
  if (silence !== null) clearTimeout(silence);
  silence = null;
  if (report.type === 'note') return useLab.getState().notify(report.text);
  if (endMeasuring) return endMeasuring(report);
  if (report.type === 'diverged') tellOfDiverged(report);
  waiting.push({ report, at: performance.now() });
  if (report.type === 'paused' && stepWhenReady) {
    stepWhenReady = false;
    flush();
    step();
  } else timer ??= setTimeout(flush, BATCH_MS);
}

function tellOfDiverged({ lane: { arm, seed }, divergence }: Extract<Report, { type: 'diverged' }>): void {
  const { record, notify } = useLab.getState();
  if (record) notify(divergenceText(armTitle(arm), seed, divergence, armConfig(armOf(arm), record.config)));
}

function fail(message: string): void {
  endWorker();
  receive({ run, type: 'failed', message });
  flush();
}

/** Ends the worker and whatever it computes. */
export function endWorker(): void {
  worker?.terminate();
  worker = null;
}

/** Says of the run in progress that its worker has been ended. */
export function workerGone(): void {
  fail('The page was left, and the run stopped.');
}

const makeWorker = secondTry<Command, readonly Report[]>(
  (hear, onCrash) => channelOf(new Worker(new URL('../lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' }), hear, onCrash), realTimer,
);

function post(command: Command): void {
  try {
    worker ??= makeWorker((reports) => reports.forEach(receive), (message) => fail(workerFailure(message)));
    worker.post(command);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(`This page may not start a worker here (${reason}). Open the lab in a tab of its own; a sandboxed frame needs “allow-same-origin”.`);
  }
}

/** A worker whose code never comes says nothing; the first report of a run ends the wait. */
function watch(started: number): void {
  if (silence !== null) clearTimeout(silence);
  silence = setTimeout(() => {
    if (run === started) fail('The worker does not answer. Reload the page, or choose another backend.');
  }, SILENCE_MS);
}

/**
 * Makes way for another run, under the next number, which `show` has the page show. `told`: the settings that edits on the
 * page are held against; null where they are for another run.
 */
function makeWay(told: Config | null, show: (run: number) => void): void {
  flush();
  endMeasuring?.(null);
  run += 1;
  stepWhenReady = false;
  show(run);
  toldConfig = told;
  watch(run);
}

/** The engine that a run was on: another one, even on the same backend, would draw other words. */
function engineOf({ engine }: RunRecord): EngineChoice {
  return engine ? { backend: engine.info.backend, engine: engine.info.engine } : { backend: useLab.getState().backend, engine: 'auto' };
}

/** Begins a run of the configuration on the page; one in progress is dropped, and so is a measurement. */
export function start({ paused = false } = {}): void {
  const { draft, backend, begin } = useLab.getState();
  const id = newId(new Date());
  makeWay(draft.config, (number) => begin(id, number));
  post({ type: 'start', run, config: draft.config, choice: { backend, engine: 'auto' }, paused, keep: keepOf(id) });
}

/** Where a run's states are kept: in this browser, under its name. */
const keepOf = (id: string) => `browser:${id}`;

/**
 * Has a stopped run go on from the last of its states that was kept, on the engine that it was on, as if it had never
 * stopped: changes that it made after that state are made again. Where another tab has it in hand, or has had, says so.
 */
export async function goOn(stopped: RunRecord): Promise<void> {
  const { beginAgain, notify } = useLab.getState();
  if (!canGoOn(stopped)) return;
  const [held, over] = await Promise.all([isHeld(stopped.id), hasFinished(stopped.id)]);
  // Another run may have begun meanwhile, or this one, by a second press.
  if (isActive(useLab.getState().record)) return;
  if (held) return notify('This run goes on in another tab.');
  if (over) return notify('This run came to its end in another tab. Reload the page to see it.');
  makeWay(stopped.config, (number) => beginAgain(stopped, number));
  post({ type: 'start', run, config: stopped.started, choice: engineOf(stopped), keep: keepOf(stopped.id), resume: true, changes: plannedOf(stopped) });
}

/** A run's live changes, to be made again at their steps. */
function plannedOf({ changes }: RunRecord): PlannedChange[] {
  return changes.flatMap(({ step, field, to }) => (isFieldKey(field) ? [{ step, field, value: to as Config[typeof field] }] : []));
}

/** Seeds that may be added to a run: as many as `count`, the next ones after its largest; fewer where the field takes no more. */
export function furtherSeeds(seeds: readonly number[], count: number): readonly number[] {
  const { most, max } = fields.seeds;
  const first = Math.max(...seeds) + 1;
  const room = Math.max(0, Math.min(count, most - seeds.length, max - first + 1));
  return Array.from({ length: room }, (_, index) => first + index);
}

/**
 * Adds seeds to the finished run on the page: lanes do not depend on those beside them, so that the new ones are what
 * they would have been in the run itself. They repeat its live changes.
 */
export function addSeeds(count: number): void {
  const { record, beginExtension } = useLab.getState();
  if (!canExtend(record)) return;
  const { started } = record;
  const seeds = furtherSeeds(shownSeeds(record), count);
  if (seeds.length === 0) return;
  makeWay(null, (number) => beginExtension(number, seeds));
  post({ type: 'start', run, config: { ...started, seeds }, choice: engineOf(record), changes: plannedOf(record) });
}

/** Begins the run of `record` anew, with the settings that it was started with; they are then those of the page. */
export function startAgain({ preset, started }: RunRecord): void {
  useLab.getState().replaceAll(preset, started);
  start();
}

export function pause(): void {
  sendEdits();
  post({ type: 'pause' });
  useLab.getState().expect(run, 'pausing');
}

export function resume(): void {
  sendEdits();
  post({ type: 'resume' });
  useLab.getState().expect(run, 'running');
}

/** One RL step, then pause. Without a run, starts one that does so. */
export function step(): void {
  if (!isActive(useLab.getState().record)) {
    start({ paused: true });
    stepWhenReady = true;
    return;
  }
  sendEdits();
  post({ type: 'step' });
  useLab.getState().expect(run, 'pausing');
}

/** Cancels the run and puts away what it drew. */
export function reset(): void {
  // What has arrived belongs to the run that is kept.
  flush();
  if (worker && (endMeasuring || isActive(useLab.getState().record))) post({ type: 'cancel' });
  endMeasuring?.(null);
  run += 1;
  stepWhenReady = false;
  useLab.getState().clear();
}

/**
 * Measures how fast runs of the configuration on the page are here. Null where a run goes on or begins meanwhile.
 * Throws where the engine fails.
 */
export async function measure(): Promise<Measurement | null> {
  const { draft: { config }, backend, record, measuring, expectMeasurement, receiveMeasurement } = useLab.getState();
  if (measuring || isActive(record)) return null;
  flush();
  run += 1;
  expectMeasurement();
  const answer = await new Promise<Report | null>((resolve) => {
    endMeasuring = resolve;
    post({ type: 'measure', run, config, choice: { backend, engine: 'auto' } });
  });
  endMeasuring = null;
  const measurement = answer?.type === 'measured' ? { ...answer, config, backend } : null;
  receiveMeasurement(measurement);
  if (answer?.type === 'failed') throw new Error(answer.message);
  return measurement;
}

/** Sends the edits that a run in progress can take and has not been told. */
function sendEdits(): void {
  if (settling !== null) clearTimeout(settling);
  settling = null;
  const { draft: { config }, record } = useLab.getState();
  if (!toldConfig || !isActive(record)) return;
  for (const field of differingFields(config, toldConfig)) {
    if (fields[field].effect === 'step') post({ type: 'change', field, value: config[field] });
  }
  toldConfig = config;
}

/** Connects edits to the run in progress; returns a function that disconnects them. */
export function followEdits(): () => void {
  return useLab.subscribe(({ draft, record }, before) => {
    if (draft.config === before.draft.config || !isActive(record)) return;
    if (settling !== null) clearTimeout(settling);
    settling = setTimeout(sendEdits, SETTLING_MS);
  });
}
