/** `npm run -s experiment -- ...`: a comparison from the command line. Exit status: 0; 1 the run failed; 2 bad arguments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedLane } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import type { Report } from '../protocol/messages.ts';
import { help, readArguments, type Request } from './arguments.ts';
import { BadArguments, outputFolder } from './badArguments.ts';
import { createProgress, type Progress } from './progress.ts';
import { collectSamples } from './samples.ts';
import { seriesCsv } from './series.ts';
import { openSession, type Outcome, type Session } from './session.ts';
import { resultTable } from './table.ts';

async function writeFiles(folder: string, result: RunResult, samples: readonly RecordedLane[], session: Session): Promise<void> {
  writeFileSync(join(folder, 'result.json'), `${JSON.stringify(result)}\n`);
  writeFileSync(join(folder, 'series.csv'), seriesCsv(result));
  writeFileSync(join(folder, 'samples.json'), `${JSON.stringify(samples)}\n`);
  writeFileSync(join(folder, 'table.md'), resultTable(result));
  writeFileSync(join(folder, 'chart.png'), await session.drawChart(result));
}

/** The first Ctrl-C cancels the run, and a later one ends the process. */
function cancelOnSignal(progress: Progress): AbortSignal {
  const controller = new AbortController();
  const began = { at: 0 };
  const handle = () => {
    if (!controller.signal.aborted) {
      began.at = performance.now();
      progress.note('Cancelling ...');
      controller.abort();
    } else if (performance.now() - began.at > 500) {
      // A terminal and npm may both deliver the same Ctrl-C.
      process.exit(1);
    }
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return controller.signal;
}

async function perform({ config, choice, json }: Request, folder: string | null, progress: Progress): Promise<Outcome> {
  const signal = cancelOnSignal(progress);
  const session = await openSession(choice, progress.note);
  try {
    const samples = collectSamples();
    const onReport = (report: Report) => {
      progress.show(report);
      samples.onReport(report);
    };
    const outcome = await session.run(config, choice, { onReport, signal });
    progress.stop();
    if (outcome.type !== 'finished') return outcome;
    // First of all: minutes of work are not lost to a disk that has filled meanwhile.
    process.stdout.write(json ? `${JSON.stringify(outcome.result)}\n` : resultTable(outcome.result));
    if (folder !== null) {
      await writeFiles(folder, outcome.result, samples.lanes(), session);
      progress.note(`Written to ${folder}: result.json, series.csv, samples.json, table.md, chart.png`);
    }
    return outcome;
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
  const outcome = await perform(request, folder, createProgress(request.config.steps));
  if (outcome.type !== 'finished') {
    process.stderr.write(outcome.type === 'cancelled' ? 'Cancelled.\n' : `The run failed: ${outcome.message}\n`);
    return 1;
  }
  return 0;
}

async function exitStatus(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    if (error instanceof BadArguments) {
      process.stderr.write(`${error.message}\nSee npm run -s experiment -- --help\n`);
      return 2;
    }
    process.stderr.write(`Failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

process.exitCode = await exitStatus(process.argv.slice(2));
