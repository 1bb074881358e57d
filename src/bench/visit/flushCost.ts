/** In the page: what each step of a run costs the page's state, on made-up numbers that have a run's shape. */
import type { Config } from '../../config/fields.ts';
import { methodNames } from '../../methods/index.ts';
import { defaultConfig } from '../../settings/schema.ts';
import { fork, Stream } from '../../engine/random.ts';
import { evaluationKeys, trainingKeys, type EvaluationMetrics, type TrainingMetrics } from '../../experiment/metrics.ts';
import type { Report } from '../../protocol/messages.ts';
import { fold, newRecord, type RunRecord } from '../../store/record.ts';
import { shownRecord } from '../../store/shown.ts';
import { spreadOf } from '../statistics.ts';
import type { FlushCost } from './result.ts';

/** Steps that are timed together: a browser's clock counts tenths of a millisecond. Each such block has one evaluation. */
const BLOCK = 10;
/** How often one evaluation is shown, for the same reason. */
const REPEATS = 10;

const RUN = 1;

/** Rows of noise that are used in turn: to draw each number would take longer than all that is timed. */
const NOISE = 61;

/** Made-up rows by their number: gold rises and falls, the proxy rises, KL rises and wavers; everything else is noise. */
function rowsOf<T extends EvaluationMetrics | TrainingMetrics>(keys: readonly (keyof T)[], steps: number, stream: Stream): (step: number, number: number) => T {
  const noise = Array.from({ length: NOISE }, () => Object.fromEntries(keys.map((key) => [key, stream.normal()])) as unknown as T);
  return (step, number) => {
    const drawn = noise[number % NOISE];
    const share = step / steps;
    return {
      ...drawn, step, gold: 2 + 4 * share * (1 - share) + 0.2 * drawn.gold, proxy: 3 * share + 0.1 * drawn.proxy, kl: Math.max(0, 12 * share + 0.3 * drawn.kl),
    };
  };
}

/** What the worker tells at each step. */
function teller({ arms, seeds, steps }: Config): (step: number) => Report[] {
  const stream = new Stream(fork(1, 'flush'));
  const lanes = arms.flatMap((arm) => seeds.map((seed) => ({ arm, seed })));
  const training = rowsOf<TrainingMetrics>(trainingKeys, steps, stream);
  const evaluation = rowsOf<EvaluationMetrics>(evaluationKeys, steps, stream);
  return (step) => [
    ...lanes.map((lane, index): Report => ({ run: RUN, type: 'training', lane, metrics: training(step, step * lanes.length + index) })),
    ...(step % BLOCK === 0
      ? lanes.map((lane, index): Report => ({ run: RUN, type: 'evaluation', lane, metrics: evaluation(step, step * lanes.length + index), samples: [] }))
      : []),
    { run: RUN, type: 'step', step },
  ];
}

/** Milliseconds for each of the steps of one block, and for each time the block's evaluation is shown. */
interface BlockCost {
  readonly record: RunRecord;
  readonly foldMs: number;
  readonly shownMs: number;
}

function timeBlock(record: RunRecord, flushes: readonly (readonly Report[])[]): BlockCost {
  const arrivals = flushes.map((reports) => reports.map((report) => ({ report, at: performance.now() })));
  let folded = record;
  const began = performance.now();
  for (const arrived of arrivals) folded = fold(folded, arrived);
  const foldMs = (performance.now() - began) / flushes.length;
  const shown = performance.now();
  // Each time with a growth of its own: what is known of one is not computed again.
  for (let repeat = 0; repeat < REPEATS; repeat++) shownRecord({ ...folded, growth: [...folded.growth] });
  return { record: folded, foldMs, shownMs: (performance.now() - shown) / REPEATS };
}

/** A run of so many arms and seeds, evaluated at every tenth step; medians over the first and over the last `window` steps. */
export function flushCost(arms: number, seeds: number, steps: number, window: number): FlushCost {
  const config: Config = {
    ...defaultConfig, steps, evaluateEvery: BLOCK, arms: methodNames.slice(0, arms), seeds: Array.from({ length: seeds }, (_, seed) => seed),
  };
  const tell = teller(config);
  const costs: BlockCost[] = [];
  let record = newRecord('bench', RUN, 'default', config);
  for (let step = 1; step <= steps; step += BLOCK) {
    const cost = timeBlock(record, Array.from({ length: BLOCK }, (_, index) => tell(step + index)));
    costs.push(cost);
    record = cost.record;
  }
  const blocks = window / BLOCK;
  const median = (key: 'foldMs' | 'shownMs') => {
    const of = (some: readonly BlockCost[]) => spreadOf(some.map((cost) => cost[key])).median;
    return { first: of(costs.slice(0, blocks)), last: of(costs.slice(-blocks)) };
  };
  return { lanes: arms * seeds, arms, steps, window, foldMs: median('foldMs'), shownMs: median('shownMs') };
}
