/** A run's progress on standard error: a bar for each stage, or plain lines where there is no terminal. */
import { SingleBar } from 'cli-progress';
import type { Stage } from '../experiment/events.ts';
import type { Report } from '../protocol/messages.ts';

const NAMES: Readonly<Record<Stage, string>> = {
  compile: 'Starting the engine',
  sft: 'Training the starting policy',
  trunk: 'Training the reward trunk',
  labels: 'Labelling pairs',
  head: 'Fitting the reward model',
  rl: 'Reinforcement learning',
};

const LINE_EVERY_MS = 10_000;

export interface Progress {
  readonly show: (report: Report) => void;
  readonly note: (text: string) => void;
  readonly stop: () => void;
}

export function createProgress(steps: number): Progress {
  const terminal = process.stderr.isTTY;
  const bar = new SingleBar({
    format: '{name} [{bar}] {value}/{total}, {eta_formatted} left',
    stream: process.stderr, emptyOnZero: true, hideCursor: false, etaBuffer: 20,
    // Ctrl-C belongs to the run.
    gracefulExit: false,
  });
  let current: Stage | null = null;
  let written = 0;

  function stop(): void {
    if (current !== null && terminal) bar.stop();
    current = null;
  }
  function begin(stage: Stage, done: number, total: number): void {
    stop();
    current = stage;
    written = performance.now();
    if (terminal) bar.start(total, done, { name: NAMES[stage].padEnd(28) });
  }
  function advance(stage: Stage, done: number, total: number): void {
    if (stage !== current) begin(stage, done, total);
    else if (terminal) bar.update(done);
    if (!terminal && (done >= total || performance.now() - written > LINE_EVERY_MS)) {
      written = performance.now();
      process.stderr.write(`${NAMES[stage]}: ${done}/${total}\n`);
    }
    if (done >= total) stop();
  }
  function note(text: string): void {
    stop();
    process.stderr.write(`${text}\n`);
  }
  function show(report: Report): void {
    if (report.type === 'stage') advance(report.stage, report.done, report.total);
    else if (report.type === 'step') advance('rl', report.step, steps);
    else if (report.type === 'note') note(report.text);
    else if (report.type === 'engine') note(`${report.info.engine} engine on ${report.info.backend} (${report.info.device}). ${report.reason}`);
  }
  return { show, note, stop };
}
