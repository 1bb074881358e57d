/** One lane's labelled pairs: those of the start, then those bought on the way, which count for more. */
import type { Stream } from '../../engine/random.ts';

/** A response: (S) words, and what the head scores of it, (F). */
export interface Row {
  readonly tokens: Float32Array;
  readonly features: Float32Array;
}

export interface Preference {
  readonly preferred: Row;
  readonly other: Row;
}

/** What a bought pair counts at most beside one of the start. */
const MOST_WEIGHT = 5;

export class LabelledBuffer {
  readonly #pairs: Preference[];
  /** Whether gold contradicted the arm's own reward, of each bought pair. */
  readonly #contradictions: boolean[] = [];

  /** `start`: the pairs of the start, one at least. `saved`: the bought ones of before, as `saved` gave them. */
  constructor(private readonly start: readonly Preference[], saved: Float32Array = new Float32Array(0)) {
    this.#pairs = [...start];
    const { tokens: { length: words }, features: { length: width } } = start[0].preferred;
    const size = 2 * (words + width) + 1;
    for (let at = 0; at < saved.length; at += size) {
      const [preferred, other] = [at, at + words + width].map((from): Row => ({
        tokens: saved.slice(from, from + words), features: saved.slice(from + words, from + words + width),
      }));
      this.add({ preferred, other }, saved[at + size - 1] > 0);
    }
  }

  add(pair: Preference, contradicted: boolean): void {
    this.#pairs.push(pair);
    this.#contradictions.push(contradicted);
  }

  get pairs(): readonly Preference[] {
    return this.#pairs;
  }

  get bought(): number {
    return this.#contradictions.length;
  }

  get contradicted(): number {
    return this.#contradictions.filter(Boolean).length;
  }

  /** What each pair counts: 1 at the start; the bought ones together as much as those, but none more than five times as much. */
  weights(): number[] {
    const weight = Math.min(MOST_WEIGHT, this.start.length / this.bought);
    return this.#pairs.map((_, pair) => (pair < this.start.length ? 1 : weight));
  }

  /** `count` pairs drawn by their weights, with replacement. */
  draw(count: number, stream: Stream): Preference[] {
    const weights = this.weights();
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return Array.from({ length: count }, () => {
      let left = stream.uniform() * sum;
      // What rounding leaves over falls to the last.
      const place = weights.findIndex((weight) => (left -= weight) < 0);
      return this.#pairs.at(place)!;
    });
  }

  /** Features of preferred minus other, (pairs, F). */
  differences(pairs: readonly Preference[] = this.#pairs): Float32Array {
    return Float32Array.from(pairs.flatMap(({ preferred, other }) => Array.from(preferred.features, (value, i) => value - other.features[i])));
  }

  /** The bought pairs, one after another. */
  saved(): Float32Array {
    return Float32Array.from(this.#pairs.slice(this.start.length).flatMap(({ preferred, other }, pair) => [
      ...preferred.tokens, ...preferred.features, ...other.tokens, ...other.features, Number(this.#contradictions[pair]),
    ]));
  }
}
