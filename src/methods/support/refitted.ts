/** A counting judge whose head is refitted, lane by lane, whenever labels have been bought. */
import { headLayout } from '../../engine/layout.ts';
import { rescaled } from '../../rlhf/bradleyTerry.ts';
import { refitHead, type HeadFit } from '../../rlhf/headFit.ts';
import type { MethodRun, Saved } from '../method.ts';
import { Purchases, type BuyersLab } from '../paid/purchases.ts';
import type { FittedHead } from './calibration.ts';
import { CountingJudge, meanCount, type JudgedBatch } from './counting.ts';

export interface Refitting {
  readonly eps: number;
  /** F */
  readonly width: number;
  readonly lanes: readonly FittedHead[];
  /** The judge's head and v from a head that gives rewards. */
  readonly apart: (head: Float32Array) => { readonly head: Float32Array; readonly weight: number };
  /** F features of responses: their states (B, D_rm) and counts (B). */
  readonly featuresOf: (states: Float32Array, counts: readonly number[]) => Float32Array;
  readonly project: HeadFit['project'];
  readonly reportsWeight: boolean;
}

export function startRefitted(
  lab: BuyersLab, saved: Saved | null, { eps, width, lanes, apart, featuresOf, project, reportsWeight }: Refitting,
): MethodRun {
  const purchases = new Purchases(lab, lanes.map(({ features }) => features), saved?.bought);
  const rows = lanes.map(({ fitted }, lane) => saved?.fitted[lane] ?? fitted);
  const { offset } = headLayout(width).at('head');
  const parts = () => rows.map((row, lane) => apart(purchases.buffers[lane].bought > 0 ? rescaled(row, lanes[lane].scale, width) : lanes[lane].standard));
  const heads = () => [parts().map(({ head }) => head), parts().map(({ weight }) => weight)] as const;
  const judge = new CountingJudge(lab, eps, ...heads());
  /** The batch under way, where labels are due. */
  let asked: JudgedBatch | null = null;

  const refit = (lane: number) => {
    const buffer = purchases.buffers[lane];
    const weights = refitHead(rows[lane].subarray(offset, offset + width), buffer.differences(), buffer.weights(), lab.config().headWeightDecay, project);
    rows[lane] = rows[lane].slice();
    rows[lane].set(weights, offset);
  };
  const buy = ({ counts, rewards, besides: [tokens, states] }: JudgedBatch, t: number) => {
    lab.seeds.forEach((_, lane) => {
      const before = purchases.buffers[lane].bought;
      purchases.buy(lane, t, { tokens: tokens[lane], features: featuresOf(states[lane], counts[lane]), rewards: rewards[lane] });
      if (purchases.buffers[lane].bought > before) refit(lane);
    });
    judge.replace(...heads());
  };
  return {
    score: (responses) => judge.score(responses),
    annotate: async (batch) => {
      const due = purchases.due(batch.t);
      const { annotation, plain } = await judge.annotate(batch, due ? [batch.tokens, batch.states] : []);
      asked = due ? plain : null;
      const values = plain.counts.flatMap((counts, lane) => [meanCount(counts), ...(reportsWeight ? [judge.weights[lane]] : [])]);
      return { ...annotation, reported: { columns: ['unsupported', ...(reportsWeight ? ['countWeight'] : [])], values } };
    },
    after: ({ batch }) => {
      if (asked) buy(asked, batch.t);
      asked = null;
      return purchases.counts;
    },
    state: { get fitted() { return rows.slice(); }, get bought() { return purchases.rows; } },
    dispose: () => judge.dispose(),
  };
}
