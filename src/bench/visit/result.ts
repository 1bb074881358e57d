/** What is measured of the page as a visitor meets it: the shape of `--page --json` and of page.json. */
import type { Machine } from '../machine.ts';

/** `script`: JavaScript of the page itself; `worker`: all code that workers load; `weights`: starting weights. */
export const KINDS = ['page', 'script', 'style', 'recorded', 'worker', 'wasm', 'weights', 'other'] as const;
export type Kind = (typeof KINDS)[number];

/** Bodies of answers, without headers: as they were sent, and unpacked. */
export type Bytes = { readonly requests: number; readonly encoded: number; readonly decoded: number };

/** Tasks of the main thread over 50 ms. */
export type LongTasks = { readonly count: number; readonly sumMs: number; readonly longestMs: number };

/** Of one visit. A time is null where what it waits for did not come. */
export type VisitFigures = {
  /** All that had arrived by then. */
  readonly bytes: { readonly picture: Readonly<Record<Kind, Bytes>>; readonly firstStep: Readonly<Record<Kind, Bytes>> };
  /** From the navigation's start. The picture is there when the recorded chart's line of gold is drawn. */
  readonly load: { readonly firstContentfulPaintMs: number | null; readonly pictureMs: number };
  /**
   * From the press of Run. A movement is a change in the main chart's frame, from the worker's first report on; the page's
   * own answer to the press is none. `longestStillMs` lies between two movements.
   */
  readonly run: {
    readonly firstStepMs: number | null; readonly firstMovementMs: number | null; readonly endMs: number;
    readonly movements: number; readonly longestStillMs: number | null;
  };
  /** `load`: up to the opening of Diagnostics; `diagnostics`: up to the press of Run; `run`: up to its end, with Diagnostics open. */
  readonly longTasks: { readonly load: LongTasks; readonly diagnostics: LongTasks; readonly run: LongTasks };
  /** Sums of shift scores, those right after a press included. */
  readonly layoutShift: { readonly load: number; readonly run: number };
  /** Shares of the run's time that the page's main thread spent at all, in scripts, on layout and on styles. */
  readonly mainThread: { readonly busy: number; readonly script: number; readonly layout: number; readonly style: number };
  /** A second, between the page and its worker, during the run. */
  readonly messages: { readonly received: number; readonly sent: number };
};

/** What the page's state costs at a flush. */
export interface FlushCost {
  readonly lanes: number;
  readonly arms: number;
  readonly steps: number;
  /** Steps at each end of the run that the medians are over. */
  readonly window: number;
  /** Folding one step's reports, in milliseconds: median over the first and over the last steps. */
  readonly foldMs: { readonly first: number; readonly last: number };
  /** Making what is drawn from the record at an evaluation, in milliseconds. */
  readonly shownMs: { readonly first: number; readonly last: number };
}

export interface Run {
  readonly preset: string;
  readonly arms: number;
  readonly seeds: number;
  readonly steps: number;
  /** As the engine names itself, with its backend and device. */
  readonly engine: string;
}

export interface PageResult {
  readonly machine: Machine;
  /** What the numbers should not be taken for; empty on an idle machine. */
  readonly warnings: readonly string[];
  /** The runs that the visits made. */
  readonly runs: readonly Run[];
  readonly visits: readonly VisitFigures[];
  /** Of each figure by itself. */
  readonly median: VisitFigures;
  readonly flush: readonly FlushCost[];
}
