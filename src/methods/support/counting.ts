/** Words that the starting policy would hardly have written, and rewards that count them. */
import type { NumberField } from '../../config/fields.ts';
import type { DeviceArray } from '../../engine/engine.ts';
import { joined, perLane } from '../../engine/lanes.ts';
import { PROMPT_LENGTH } from '../../world/prompts.ts';
import type { Annotation, Batch, Lab, MethodChart, Responses } from '../method.ts';

export const epsField = {
  type: 'number', min: 0, max: 0.2, step: 0.005, default: 0.02, group: 'Method', effect: 'run', label: 'Unsupported under', symbol: 'eps',
  help: 'A word of a response, the end mark included, is unsupported where the starting policy gave it less than this probability. A uniform choice among all 43 words is .023. 0: none is.',
} as const satisfies NumberField;

export const unsupportedChart: MethodChart = {
  title: 'Unsupported words', unit: 'per response', column: 'unsupported',
  look: () => 'Words that the starting policy would hardly have written. Under ordinary RLHF they multiply as the policy learns to please its judge; here they cost, so the curve should stay where it began.',
};

/** Of each response, its words of a reference log probability under that of `eps`. `logProbs` (B, L), 0 at PAD; (B). */
export function unsupportedWords(logProbs: ArrayLike<number>, length: number, eps: number): number[] {
  const least = Math.log(eps);
  return Array.from({ length: logProbs.length / length }, (_, response) => {
    let count = 0;
    for (let word = 0; word < length; word++) if (logProbs[response * length + word] < least) count++;
    return count;
  });
}

/** Of the words of responses `tokens` (R, B, S): (R, B, L), 0 at PAD. */
export function referenceLogProbs({ engine, models }: Pick<Lab, 'engine' | 'models'>, tokens: DeviceArray): DeviceArray {
  return engine.tokenLogProbabilities(models.reference, { batch: tokens.shape[1], promptLength: PROMPT_LENGTH, tokens });
}

/** Responses in plain numbers, one row per lane: their unsupported words and their rewards. */
interface Judged {
  readonly counts: readonly (readonly number[])[];
  readonly rewards: readonly Float32Array[];
}

/** With whatever else of a batch was asked for, one row per lane for each array. */
export interface JudgedBatch extends Judged {
  readonly besides: readonly (readonly Float32Array[])[];
}

type JudgesLab = Pick<Lab, 'engine' | 'seeds' | 'models'>;

/** A judge whose reward is a scoring head's plus v times the number of unsupported words. */
export class CountingJudge {
  #head: DeviceArray;
  #weights: readonly number[];

  /** `heads` (D_rm + 1) in `headLayout` and v of each lane. */
  constructor(private readonly lab: JudgesLab, private readonly eps: number, heads: readonly Float32Array[], weights: readonly number[]) {
    this.#head = this.upload(heads);
    this.#weights = weights;
  }

  get weights(): readonly number[] {
    return this.#weights;
  }

  replace(heads: readonly Float32Array[], weights: readonly number[]): void {
    this.dispose();
    this.#head = this.upload(heads);
    this.#weights = weights;
  }

  /** (R, B), which goes to the caller. */
  async score(responses: Responses): Promise<DeviceArray> {
    const { judged: [{ rewards }] } = await this.judge([responses]);
    return this.upload(rewards);
  }

  /** The rewards of a batch, and in plain numbers what they were made of; with `besides`, all in one readback. */
  async annotate(batch: Batch, besides: readonly DeviceArray[] = []): Promise<{ readonly annotation: Pick<Annotation, 'rewards' | 'baseline' | 'advantages'>; readonly plain: JudgedBatch }> {
    const { judged: [own, greedy], besides: others } = await this.judge([batch, ...(batch.greedy ? [batch.greedy] : [])], besides);
    return {
      annotation: { rewards: this.upload(own.rewards), baseline: batch.greedy && this.upload(greedy.rewards), advantages: null },
      plain: { ...own, besides: others },
    };
  }

  dispose(): void {
    this.lab.engine.free(this.#head);
  }

  private upload(rows: readonly Float32Array[]): DeviceArray {
    return this.lab.engine.upload(joined(rows), [rows.length, rows[0].length]);
  }

  private async judge(all: readonly Responses[], besides: readonly DeviceArray[] = []) {
    const { engine, seeds } = this.lab;
    const weights = this.#weights;
    const made = all.flatMap(({ tokens, states }) => [referenceLogProbs(this.lab, tokens), engine.headRewards(this.#head, states, 1)]);
    const read = (await engine.read([...made, ...besides]).finally(() => engine.free(...made))).map((values) => perLane(values, seeds.length));
    const judged = all.map((_, index): Judged => {
      const [logProbs, scores] = [read[2 * index], read[2 * index + 1]];
      const counts = logProbs.map((row, lane) => unsupportedWords(row, row.length / scores[lane].length, this.eps));
      return { counts, rewards: scores.map((row, lane) => row.map((score, response) => score + weights[lane] * counts[lane][response])) };
    });
    return { judged, besides: read.slice(made.length) };
  }
}

export function meanCount(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
