/** The counted door to gold: methods learn which of two responses is preferred, never by how much. */
import type { Config } from '../config/fields.ts';
import { uniform } from '../engine/random.ts';
import { goldReward, type GoldRules } from './gold.ts';

export class Labeller {
  readonly #rules: GoldRules;
  readonly #temperature: number;
  readonly #key: number;
  #queries: number;

  /** `key`: that of a stream of its own, of which label number n takes draw number n. `made`: labels that were made before. */
  constructor(config: GoldRules & Pick<Config, 'labelTemperature'>, key: number, made = 0) {
    this.#rules = config;
    this.#temperature = config.labelTemperature;
    this.#key = key;
    this.#queries = made;
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
    const difference = goldReward(prompt, first, this.#rules).total - goldReward(prompt, second, this.#rules).total;
    return uniform(this.#key, this.#queries++) < 1 / (1 + Math.exp(-difference / this.#temperature));
  }
}
