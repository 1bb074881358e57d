/** Labels that an arm buys on the way: which pairs, how often, and what they count beside those of the start. */
import type { NumberField } from '../../config/fields.ts';
import { pairsOf } from '../../rlhf/pairs.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from '../../world/prompts.ts';
import type { AnyLab, ArmConfig, LabelledPairs, MethodChart, Reported } from '../method.ts';
import { LabelledBuffer, type Row } from './buffer.ts';

/** The fields of all methods that buy labels. */
export function purchaseFields(goldEvery: number) {
  return {
    goldEvery: {
      type: 'integer', min: 1, max: 40, step: 1, default: goldEvery, group: 'Method', effect: 'run', label: 'Buy labels every', unit: 'steps',
      help: 'How often gold is asked about the policy’s own responses: counted on top of the labels of the start.',
    },
    goldGroups: {
      type: 'integer', min: 0, max: 32, step: 1, default: 1, group: 'Method', effect: 'run', label: 'Pairs bought at a time', unit: 'pairs',
      help: 'So many of the batch’s groups are drawn, and gold compares the best and the worst response of each by the arm’s own reward; a group whose rewards are all equal has neither. 0 buys nothing.',
    },
  } as const satisfies Record<string, NumberField>;
}

/** What the own fields of a method that buys labels come to. */
type Buying = { readonly goldEvery: number; readonly goldGroups: number };
export type BuyersLab = Omit<AnyLab, 'config'> & { readonly config: () => Buying & ArmConfig };

export const PURCHASE_COLUMNS = ['bought', 'contradicted'] as const;

export const purchaseCharts: readonly MethodChart[] = [
  {
    title: 'Pairs bought', unit: 'pairs', column: 'bought',
    look: ({ labels }) => `Beside the ${labels} of the start; what a method gains must be worth them.`,
  },
  {
    title: 'Bought labels against its judge', unit: 'pairs', column: 'contradicted',
    look: () => 'Of the bought pairs, those of which gold preferred the response that the arm’s own judge had put last. Where the curve climbs as fast as the one of all bought pairs, the judge is wrong about nearly all it is asked about.',
  },
];

/** A training batch of one lane in plain numbers. */
export interface Annotated {
  /** (B, S) words. */
  readonly tokens: Float32Array;
  /** (B, F): what the head scores. */
  readonly features: Float32Array;
  /** (B): the arm's own. */
  readonly rewards: Float32Array;
}

/** The labelled pairs of all lanes, and what is bought for them. */
export class Purchases {
  readonly buffers: readonly LabelledBuffer[];

  /** `features`: of the responses of the pairs of the start, (2 N, F) for each lane. `saved`: `rows` of before. */
  constructor(private readonly lab: BuyersLab, features: readonly Float32Array[], saved: readonly Float32Array[] | undefined) {
    this.buffers = lab.pairs.map((pairs, lane) => new LabelledBuffer(startingRows(pairs, features[lane]), saved?.[lane]));
  }

  /** Whether labels are bought at RL step t. */
  due(t: number): boolean {
    const { goldEvery, goldGroups } = this.lab.config();
    return goldGroups > 0 && t % goldEvery === 0;
  }

  /** Buys what is due at RL step t of a lane's batch, grouped by prompt. */
  buy(lane: number, t: number, { tokens, features, rewards }: Annotated): void {
    const { goldGroups, groupSize } = this.lab.config();
    const pairs = pairsOf(rewards, groupSize);
    const left = pairs.map((_, group) => group);
    const stream = this.lab.stream(lane, 'groups', t);
    const width = features.length / rewards.length;
    const rowOf = (response: number): Row => ({
      tokens: tokens.slice(response * ROW_LENGTH, (response + 1) * ROW_LENGTH), features: features.slice(response * width, (response + 1) * width),
    });
    for (let count = Math.min(goldGroups, left.length); count > 0; count--) {
      const [group] = left.splice(stream.integer(left.length), 1);
      const { winner, loser } = pairs[group];
      if (winner === loser) continue;
      const [best, worst] = [winner, loser].map((place) => rowOf(group * groupSize + place));
      const agreed = this.lab.label(lane, {
        prompt: best.tokens.subarray(0, PROMPT_LENGTH), first: best.tokens.subarray(PROMPT_LENGTH), second: worst.tokens.subarray(PROMPT_LENGTH),
      });
      this.buffers[lane].add(agreed ? { preferred: best, other: worst } : { preferred: worst, other: best }, !agreed);
    }
  }

  /** Under `PURCHASE_COLUMNS`, of each lane. */
  get counts(): Reported & { readonly values: readonly number[] } {
    return { columns: PURCHASE_COLUMNS, values: this.buffers.flatMap(({ bought, contradicted }) => [bought, contradicted]) };
  }

  /** What was bought, for a checkpoint. */
  get rows(): Float32Array[] {
    return this.buffers.map((buffer) => buffer.saved());
  }
}

function startingRows({ tokens, firstPreferred }: LabelledPairs, features: Float32Array) {
  const width = features.length / (2 * firstPreferred.length);
  const rowOf = (response: number): Row => ({
    tokens: Float32Array.from(tokens.subarray(response * ROW_LENGTH, (response + 1) * ROW_LENGTH)), features: features.slice(response * width, (response + 1) * width),
  });
  return firstPreferred.map((first, pair) => {
    const [one, two] = [rowOf(2 * pair), rowOf(2 * pair + 1)];
    return first ? { preferred: one, other: two } : { preferred: two, other: one };
  });
}
