/** The counted door to gold: methods learn which of two responses is preferred, never by how much. */
import type { Config } from '../config/fields.ts';
import type { Stream } from '../engine/random.ts';
import { goldReward, type GoldRules } from './gold.ts';

export class Labeller {
  readonly #rules: GoldRules;
  readonly #temperature: number;
  readonly #stream: Stream;
  #queries = 0;

  constructor(config: GoldRules & Pick<Config, 'labelTemperature'>, stream: Stream) {
    this.#rules = config;
    this.#temperature = config.labelTemperature;
    this.#stream = stream;
  }

  /** Pairs labelled so far: the gold budget spent. */
  get queries(): number {
    return this.#queries;
  }

  /**
   * Whether the first of two responses to a prompt is preferred: Bernoulli(sigmoid((g_first - g_second) / temperature)).
   * Responses are word numbers, with or without PAD after them. Costs one query.
   */
  prefersFirst(prompt: ArrayLike<number>, first: ArrayLike<number>, second: ArrayLike<number>): boolean {
    this.#queries++;
    const difference = goldReward(prompt, first, this.#rules).total - goldReward(prompt, second, this.#rules).total;
    return this.#stream.uniform() < 1 / (1 + Math.exp(-difference / this.#temperature));
  }
}
