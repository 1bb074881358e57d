/** The files of `--out`. None is ever half written: each is made under another name and then renamed. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedLane } from '../experiment/recording.ts';
import { resultCsv } from '../results/csv.ts';
import { resultJson } from '../results/json.ts';
import { resultLatex } from '../results/latex.ts';
import { resultMarkdown } from '../results/markdown.ts';
import { pairedCsv } from '../results/pairedCsv.ts';
import type { ExportedResult } from '../results/provenance.ts';

const RESULT = 'result.json';
export const CHART = 'chart.png';
export const RESULT_FILES = [RESULT, 'series.csv', 'paired.csv', 'samples.json', 'table.md', 'table.tex'] as const;

/** Where the files of an earlier run that finished go. */
export const EARLIER = 'earlier';

export function writeWhole(folder: string, name: string, content: string | Uint8Array): void {
  const unfinished = join(folder, `.${name}.unfinished`);
  writeFileSync(unfinished, content);
  renameSync(unfinished, join(folder, name));
}

/** Replaces the files but the chart, which takes a browser. */
export function writeResult(folder: string, result: ExportedResult, samples: readonly RecordedLane[]): void {
  const contents: Readonly<Record<(typeof RESULT_FILES)[number], string>> = {
    'result.json': resultJson(result),
    'series.csv': resultCsv(result),
    'paired.csv': pairedCsv(result),
    'samples.json': `${JSON.stringify(samples)}\n`,
    'table.md': resultMarkdown(result),
    'table.tex': resultLatex(result),
  };
  for (const name of RESULT_FILES) writeWhole(folder, name, contents[name]);
}

/**
 * Makes room for a run's files. Those of an earlier run that finished are moved into a folder of their own, in place of what
 * was there, since this run may not finish; those of one that did not are removed. Returns whether any were moved.
 */
export function setAsideEarlier(folder: string): boolean {
  const found = [...RESULT_FILES, CHART].filter((name) => existsSync(join(folder, name)));
  const earlier = join(folder, EARLIER);
  const keep = found.includes(RESULT) && isComplete(join(folder, RESULT));
  if (keep) {
    rmSync(earlier, { recursive: true, force: true });
    mkdirSync(earlier);
  }
  for (const name of found) {
    if (keep) renameSync(join(folder, name), join(earlier, name));
    else rmSync(join(folder, name));
  }
  return keep;
}

/** A result that does not say is of a version that wrote finished ones alone; one that cannot be read is none. */
function isComplete(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as Partial<ExportedResult>).complete !== false;
  } catch {
    return false;
  }
}
