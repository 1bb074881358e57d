/** The result of `--page` as Markdown. */
import { machineText } from '../machine.ts';
import { markdownTable } from '../markdownTable.ts';
import { digits } from '../table.ts';
import { spreadOf } from '../statistics.ts';
import { KINDS, type FlushCost, type Kind, type LongTasks, type PageResult, type Run, type VisitFigures } from './result.ts';

const KIND_TITLES: Readonly<Record<Kind, string>> = {
  page: 'the page itself', script: 'JavaScript of the page', style: 'CSS', recorded: 'recorded runs', worker: 'code of workers',
  wasm: 'wasm', weights: 'starting weights', other: 'other',
};

const kilobytes = (bytes: number) => `${digits(bytes / 1000)} kB`;

function bytesTable({ bytes }: VisitFigures): string[] {
  const cells = (point: 'picture' | 'firstStep', kind: Kind) => {
    const { requests, encoded, decoded } = bytes[point][kind];
    return requests === 0 ? ['–', '–'] : [kilobytes(encoded), kilobytes(decoded)];
  };
  const present = KINDS.filter((kind) => bytes.firstStep[kind].requests > 0);
  const total = (point: 'picture' | 'firstStep') =>
    (['encoded', 'decoded'] as const).map((key) => kilobytes(KINDS.reduce((sum, kind) => sum + bytes[point][kind][key], 0)));
  return markdownTable(['bytes of answers', 'until the picture', 'unpacked', 'until the first RL step', 'unpacked'], [
    ...present.map((kind) => [KIND_TITLES[kind], ...cells('picture', kind), ...cells('firstStep', kind)]),
    ['all', ...total('picture'), ...total('firstStep')],
  ]);
}

interface Row {
  readonly title: string;
  readonly of: (visit: VisitFigures) => number | null;
  readonly text: (value: number) => string;
}

const inMs = (value: number) => `${digits(value)} ms`;
const inSeconds = (value: number) => `${digits(value / 1000)} s`;
/** A median of counts may lie half way between two. */
const count = (value: number) => String(value);
const percent = (value: number) => `${digits(100 * value)} %`;

function longTaskRows(title: string, of: (visit: VisitFigures) => LongTasks): Row[] {
  return [
    { title: `long tasks, ${title}`, of: (visit) => of(visit).count, text: count },
    { title: `long tasks, ${title}: sum`, of: (visit) => of(visit).sumMs, text: inMs },
    { title: `long tasks, ${title}: longest`, of: (visit) => of(visit).longestMs, text: inMs },
  ];
}

const ROWS: readonly Row[] = [
  { title: 'first contentful paint', of: ({ load }) => load.firstContentfulPaintMs, text: inSeconds },
  { title: 'first picture', of: ({ load }) => load.pictureMs, text: inSeconds },
  { title: 'from Run to the first movement of the chart', of: ({ run }) => run.firstMovementMs, text: inSeconds },
  { title: 'from Run to the first RL step', of: ({ run }) => run.firstStepMs, text: inSeconds },
  { title: 'from Run to the end', of: ({ run }) => run.endMs, text: inSeconds },
  { title: 'movements of the chart during the run', of: ({ run }) => run.movements, text: count },
  { title: 'longest time without a movement', of: ({ run }) => run.longestStillMs, text: inSeconds },
  ...longTaskRows('load', ({ longTasks }) => longTasks.load),
  ...longTaskRows('opening Diagnostics', ({ longTasks }) => longTasks.diagnostics),
  ...longTaskRows('run', ({ longTasks }) => longTasks.run),
  { title: 'main thread busy during the run', of: ({ mainThread }) => mainThread.busy, text: percent },
  { title: 'of it: scripts', of: ({ mainThread }) => mainThread.script, text: percent },
  { title: 'of it: layout', of: ({ mainThread }) => mainThread.layout, text: percent },
  { title: 'of it: styles', of: ({ mainThread }) => mainThread.style, text: percent },
  { title: 'messages a second from the worker', of: ({ messages }) => messages.received, text: digits },
  { title: 'messages a second to the worker', of: ({ messages }) => messages.sent, text: digits },
  { title: 'layout shift at load', of: ({ layoutShift }) => layoutShift.load, text: digits },
  { title: 'layout shift on Run and during the run', of: ({ layoutShift }) => layoutShift.run, text: digits },
];

/** Median, least and most, over the visits that have it. */
function cellsOf({ title, of, text }: Row, visits: readonly VisitFigures[]): string[] {
  const values = visits.map(of).filter((value) => value !== null);
  if (values.length === 0) return [title, '–', '–', '–'];
  return [title, text(spreadOf(values).median), text(Math.min(...values)), text(Math.max(...values))];
}

function flushTable(flush: readonly FlushCost[]): string[] {
  if (flush.length === 0) return [];
  const { steps, window } = flush[0];
  return [
    ...markdownTable(
      [`one flush, run of ${steps} steps`, `folded, first ${window} steps`, `last ${window}`, 'shown at an evaluation, first', 'last'],
      flush.map(({ lanes, foldMs, shownMs }) => [`${lanes} lanes`, inMs(foldMs.first), inMs(foldMs.last), inMs(shownMs.first), inMs(shownMs.last)]),
    ),
    'A flush: the reports of one step, on made-up numbers of a run’s shape with an evaluation at every tenth step, in the source as the '
    + 'browser gets it from Vite. Folded: taken into the page’s state, with the means that grow there. Shown: summary, pairs and curves.',
    '',
  ];
}

function runText({ preset, arms, seeds, steps, engine }: Run): string {
  return `preset ${preset}, ${arms} ${arms === 1 ? 'arm' : 'arms'} × ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${steps} steps, ${engine}`;
}

export function pageTable({ machine, warnings, runs, visits, median, flush }: PageResult): string {
  const made = [...new Set(runs.map(runText))];
  return [
    ...warnings.flatMap((warning) => [`**${warning}**`, '']),
    machineText(machine),
    '',
    ...made.flatMap((run) => [`Run: ${run}`, '']),
    ...bytesTable(median),
    ...markdownTable([`${visits.length} ${visits.length === 1 ? 'visit' : 'visits'}`, 'median', 'least', 'most'], ROWS.map((row) => cellsOf(row, visits))),
    'Bytes are medians of bodies as this server sends them. Long: tasks of the page’s main thread over 50 ms. During the run Diagnostics are '
    + 'open. A movement is a change in the main chart’s frame after the worker’s first report.',
    '',
    ...flushTable(flush),
  ].join('\n');
}
