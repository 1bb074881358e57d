/** Owns the worker: sends it commands and folds its reports into the page's state. */
import { fields, type Config } from '../config/fields.ts';
import { differingFields } from '../config/link.ts';
import { CODE_NOT_LOADED } from '../engine/loadCode.ts';
import type { Command, Report } from '../protocol/messages.ts';
import { useLab } from './lab.ts';
import type { Measurement } from './measurement.ts';
import { isActive, type Arrival } from './record.ts';

/** Reports are folded in batches this far apart, so that a fast run does not redraw the page for each of them. */
const BATCH_MS = 120;

let worker: Worker | null = null;
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
  if (endMeasuring) return endMeasuring(report);
  waiting.push({ report, at: performance.now() });
  if (report.type === 'paused' && stepWhenReady) {
    stepWhenReady = false;
    flush();
    step();
  } else timer ??= setTimeout(flush, BATCH_MS);
}

function fail(message: string): void {
  worker?.terminate();
  worker = null;
  receive({ run, type: 'failed', message });
  flush();
}

function post(command: Command): void {
  if (!worker) {
    try {
      worker = new Worker(new URL('../lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
    } catch {
      return fail('This page may not start a worker here. A sandboxed frame needs “allow-same-origin”.');
    }
    worker.onmessage = ({ data }: MessageEvent<Report>) => receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      // An error without a message is that of a script that could not be fetched.
      fail(event.message ? `The worker stopped: ${event.message}. Start again, or choose another backend.` : CODE_NOT_LOADED);
    };
    worker.onmessageerror = () => fail('The worker sent something that could not be read.');
  }
  worker.postMessage(command);
}

/** Begins a run of the configuration on the page; one in progress is dropped, and so is a measurement. */
export function start({ paused = false } = {}): void {
  flush();
  endMeasuring?.(null);
  const { draft, backend, begin } = useLab.getState();
  run += 1;
  stepWhenReady = false;
  begin(run);
  toldConfig = draft.config;
  post({ type: 'start', run, config: draft.config, choice: { backend, engine: 'auto' }, paused });
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
  if (endMeasuring || isActive(useLab.getState().record)) post({ type: 'cancel' });
  endMeasuring?.(null);
  run += 1;
  stepWhenReady = false;
  waiting = [];
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
