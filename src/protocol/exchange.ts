/**
 * What the workers of a run make for each other: each model is trained once, each seed's pairs are labelled and its head is
 * fitted once, wherever that is. All of it goes by way of the coordinator, which knows who owns what and who needs it.
 */
import { dealTraining, type Share, type TrainingShare } from '../experiment/deal.ts';
import { Pool, type Made } from '../experiment/pool.ts';
import type { Part } from '../experiment/prepare.ts';

/** From the coordinator to a worker: what it is to train, once all have said what is missing, and what others made for it. */
export type Delivery = Made | ({ readonly type: 'train' } & TrainingShare);

/** From a worker to the coordinator: owned seeds that have no starting weights, and what it made for others. */
export type Dispatch = Made | { readonly type: 'found'; readonly missing: readonly number[] };

/** A worker's end. */
export class Partnership implements Part {
  readonly pool: Pool;
  #assigned: (training: TrainingShare) => void = () => undefined;
  readonly #training = new Promise<TrainingShare>((resolve) => { this.#assigned = resolve; });

  constructor(readonly share: Share, private readonly send: (dispatch: Dispatch) => void) {
    this.pool = new Pool((made) => {
      const wanted = made.type === 'trained' ? !share.owned.includes(made.seed) : share.lent.includes(made.seed);
      if (wanted) send(made);
    });
  }

  readonly assign = (missing: readonly number[]): Promise<TrainingShare> => {
    this.send({ type: 'found', missing });
    return this.#training;
  };

  receive(delivery: Delivery): void {
    if (delivery.type === 'train') this.#assigned(delivery);
    else this.pool.receive(delivery);
  }
}

/** The coordinator's end. */
export class Switchboard {
  /** What each worker misses; null where it has not said so. */
  readonly #missing: (readonly number[] | null)[];

  /** `onDealt` hears what each worker is to train, before the workers do. */
  constructor(
    private readonly seeds: readonly number[], private readonly shares: readonly Share[],
    private readonly post: (index: number, delivery: Delivery) => void, private readonly onDealt: (training: readonly TrainingShare[]) => void,
  ) {
    this.#missing = shares.map(() => null);
  }

  receive(index: number, dispatch: Dispatch): void {
    switch (dispatch.type) {
      case 'found':
        this.#missing[index] = dispatch.missing;
        return this.deal();
      case 'trained':
        return this.post(this.shares.findIndex(({ owned }) => owned.includes(dispatch.seed)), dispatch);
      case 'prepared':
        this.shares.forEach(({ lanes }, other) => {
          if (other !== index && lanes.some(({ seed }) => seed === dispatch.seed)) this.post(other, dispatch);
        });
    }
  }

  /** Only when all have said what they miss: the models are then spread evenly. */
  private deal(): void {
    if (this.#missing.includes(null)) return;
    const missing = new Set(this.#missing.flatMap((seeds) => seeds ?? []));
    const training = dealTraining(this.seeds.filter((seed) => missing.has(seed)), this.shares.length);
    this.onDealt(training);
    training.forEach((share, index) => this.post(index, { type: 'train', ...share }));
  }
}
