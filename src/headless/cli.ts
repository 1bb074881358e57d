/** `npm run -s experiment -- ...`: a comparison from the command line. Exit status: 0; 1 the run failed; 2 bad arguments. */
import { divergenceText } from '../experiment/divergence.ts';
import type { RunResult } from '../experiment/result.ts';
import { resultJson } from '../results/json.ts';
import { resultMarkdown } from '../results/markdown.ts';
import { type ExportedResult, withProvenance } from '../results/provenance.ts';
import { help, readArguments, type Request } from './arguments.ts';
import { BadArguments, outputFolder } from './badArguments.ts';
import { RunGatherer } from './gather.ts';
import { forgetCheckpoints, noteRun } from './checkpointFiles.ts';
import { keepWriting } from './keeper.ts';
import { createProgress, type Progress } from './progress.ts';
import { CHART, EARLIER, RESULT_FILES, setAsideEarlier, writeResult, writeWhole } from './resultFiles.ts';
import { armConfig, armOf, armTitle } from '../settings/arms.ts';
import { openSession, type Outcome, type Session } from './session.ts';

interface Stopping {
  readonly signal: AbortSignal;
  /** Called before the process ends at a second signal. */
  lastWords: () => void;
}

/** The first Ctrl-C cancels the run, and a later one ends the process. */
function stopOnSignal(progress: Progress): Stopping {
  const controller = new AbortController();
  const stopping: Stopping = { signal: controller.signal, lastWords: () => undefined };
  const began = { at: 0 };
  const handle = () => {
    if (!controller.signal.aborted) {
      began.at = performance.now();
      progress.note('Cancelling ...');
      controller.abort();
    } else if (performance.now() - began.at > 500) {
      // A terminal and npm may both deliver the same Ctrl-C.
      stopping.lastWords();
      process.exit(1);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, handle);
  return stopping;
}

/** Writes the result's files into the folder; those of an earlier run are set aside before the first. */
function createWriter(folder: string, gathered: RunGatherer, note: (text: string) => void): (result: ExportedResult) => void {
  let first = true;
  return (result) => {
    if (first && setAsideEarlier(folder)) note(`The files of an earlier run are now in ${EARLIER}/ below ${folder}.`);
    first = false;
    writeResult(folder, result, gathered.samples());
  };
}

/** Where it cannot be drawn, the other files are there all the same. */
async function writeChart(folder: string, result: RunResult, session: Session, note: (text: string) => void): Promise<readonly string[]> {
  try {
    writeWhole(folder, CHART, await session.drawChart(result));
    return [...RESULT_FILES, CHART];
  } catch (error) {
    note(`The chart could not be drawn: ${messageOf(error)}`);
    return RESULT_FILES;
  }
}

/** Runs the comparison and leaves what came of it. Returns the exit status. */
async function perform({ config, choice, resume, json }: Request, folder: string | null, progress: Progress): Promise<number> {
  const stopping = stopOnSignal(progress);
  if (folder !== null && !resume) {
    forgetCheckpoints(folder);
    noteRun(folder, config, choice);
  }
  const session = await openSession(choice, progress.note, folder);
  try {
    const began = performance.now();
    const gathered = new RunGatherer(config);
    const exported = (result: RunResult) => withProvenance(result, {
      date: new Date().toISOString(), preset: null, browser: session.browser, device: gathered.device,
    });
    const partial = (status: 'running' | 'cancelled' | 'failed') => {
      const result = gathered.partial(status, (performance.now() - began) / 1000);
      return result && exported(result);
    };
    const write = folder === null ? null : createWriter(folder, gathered, progress.note);
    const writePartial = (status: 'running' | 'cancelled') => {
      const result = partial(status);
      if (result) write?.(result);
    };
    stopping.lastWords = () => { writePartial('cancelled'); };
    const keep = keepWriting({ write: () => { writePartial('running'); }, onProblem: progress.note, now: () => performance.now() });

    const outcome = await session.run(config, choice, {
      signal: stopping.signal, resume,
      onReport: (report) => {
        progress.show(report);
        // It goes on where it was computed: another engine draws other words.
        if (report.type === 'engine' && folder !== null) noteRun(folder, config, { backend: report.info.backend, engine: report.info.engine });
        if (report.type === 'diverged') progress.note(divergenceText(armTitle(report.lane.arm), report.lane.seed, report.divergence, armConfig(armOf(report.lane.arm), config)));
        if (report.type === 'rewound' && resume) progress.note(`Going on from step ${report.step} of ${config.steps}.`);
        gathered.receive(report);
        keep(report);
      },
    }).catch((error: unknown): Outcome => ({ type: 'failed', message: messageOf(error) }));
    progress.stop();
    if (outcome.type !== 'finished') progress.note(outcome.type === 'cancelled' ? 'Cancelled.' : `The run failed: ${outcome.message}`);
    const result = outcome.type === 'finished' ? exported(outcome.result) : partial(outcome.type);
    if (result === null) {
      progress.note('Nothing was computed yet.');
      return 1;
    }
    // First of all: minutes of work are not lost to a disk that has filled meanwhile.
    if (result.complete) process.stdout.write(json ? resultJson(result) : resultMarkdown(result));
    else if (folder === null) progress.note(`What was computed:\n\n${resultMarkdown(result)}`);
    if (folder !== null) {
      write?.(result);
      if (result.complete) forgetCheckpoints(folder);
      const names = await writeChart(folder, result, session, progress.note);
      progress.note(`${result.complete ? 'Written' : 'What was computed is marked as incomplete and written'} to ${folder}: ${names.join(', ')}`);
    }
    return result.complete ? 0 : 1;
  } finally {
    progress.stop();
    await session.close();
  }
}

async function main(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  if (request === 'help') {
    process.stdout.write(help());
    return 0;
  }
  const folder = request.out === null ? null : outputFolder(request.out);
  return perform(request, folder, createProgress(request.config.steps));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function exitStatus(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    if (error instanceof BadArguments) {
      process.stderr.write(`${error.message}\nSee npm run -s experiment -- --help\n`);
      return 2;
    }
    process.stderr.write(`Failed: ${messageOf(error)}\n`);
    return 1;
  }
}

// A reader that has gone, of a pipe or a terminal, takes nothing with it: the files are still to be written.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.exitCode = await exitStatus(process.argv.slice(2));
