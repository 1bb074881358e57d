/** What is made once per seed, by whichever worker, and awaited by whoever needs it. */
import type { Preferences } from './preferences.ts';
import type { Start } from './starts.ts';
import type { SupervisedStage } from './supervised.ts';

/** What all lanes of a seed begin with. Plain data, safe to post between threads. */
export interface Basis {
  readonly start: Start;
  readonly preferences: Preferences;
}

export type Made =
  | { readonly type: 'trained'; readonly stage: SupervisedStage; readonly seed: number; readonly parameters: Float32Array }
  | { readonly type: 'prepared'; readonly seed: number; readonly basis: Basis };

export class Pool {
  readonly #models = new Awaited<Float32Array>();
  readonly #bases = new Awaited<Basis>();

  /** `onMade` hears of what is made here. */
  constructor(private readonly onMade: (made: Made) => void = () => undefined) {}

  add(made: Made): void {
    this.receive(made);
    this.onMade(made);
  }

  /** Takes what was made elsewhere. */
  receive(made: Made): void {
    if (made.type === 'trained') this.#models.set(`${made.stage} ${made.seed}`, made.parameters);
    else this.#bases.set(`${made.seed}`, made.basis);
  }

  /** Waits for a trained model's parameters. */
  model(stage: SupervisedStage, seed: number): Promise<Float32Array> {
    return this.#models.get(`${stage} ${seed}`);
  }

  /** Waits for what a seed's lanes begin with. */
  basis(seed: number): Promise<Basis> {
    return this.#bases.get(`${seed}`);
  }
}

/** Values by name, which may be asked for before they are there. */
class Awaited<T> {
  readonly #entries = new Map<string, { readonly promise: Promise<T>; readonly resolve: (value: T) => void }>();

  get(name: string): Promise<T> {
    return this.entry(name).promise;
  }

  set(name: string, value: T): void {
    this.entry(name).resolve(value);
  }

  private entry(name: string) {
    const known = this.#entries.get(name);
    if (known) return known;
    let resolve: (value: T) => void = () => undefined;
    const entry = { promise: new Promise<T>((settle) => { resolve = settle; }), resolve: (value: T) => resolve(value) };
    this.#entries.set(name, entry);
    return entry;
  }
}
