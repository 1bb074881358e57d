/** Judges that learn from bought labels: each RL step buys what is due, then takes one step on a minibatch of all labelled pairs. */
import type { NumberField } from '../../config/fields.ts';
import type { DeviceArray } from '../../engine/engine.ts';
import { joined, perLane } from '../../engine/lanes.ts';
import { later, type Late, type Reported, type Stepped } from '../method.ts';
import type { Preference } from './buffer.ts';
import { purchaseFields, type BuyersLab, type Purchases } from './purchases.ts';

/** Pairs of a minibatch. */
const MINIBATCH = 32;

/** The rate was chosen among .0005, .0015 and .005, the same for head and R2M, by final gold on seeds 0 to 5. */
export const learningFields = {
  ...purchaseFields(1),
  paidLearningRate: {
    type: 'number', min: 0, max: 0.05, step: 1e-4, default: 5e-3, logarithmic: true, group: 'Method', effect: 'run', label: 'Learning rate on labels',
    help: 'Step size of Adam on the labelled pairs, constant, one step per RL step.',
  },
} as const satisfies Record<string, NumberField>;

/** The step's purchases, then `learn` on what was drawn: a minibatch for each lane. */
export function buyAndLearn(
  lab: BuyersLab, purchases: Purchases, { batch, annotation }: Stepped, learn: (minibatches: readonly (readonly Preference[])[]) => void,
): Late<Reported> {
  const { engine, seeds, stream } = lab;
  const { t } = batch;
  return later(purchases.due(t) ? bought([batch.tokens, batch.states, annotation.rewards]) : undefined, () => {
    learn(purchases.buffers.map((buffer, lane) => buffer.draw(MINIBATCH, stream(lane, 'minibatch', t))));
    return purchases.counts;
  });

  async function bought(arrays: readonly DeviceArray[]): Promise<void> {
    const [tokens, features, rewards] = (await engine.read(arrays)).map((values) => perLane(values, seeds.length));
    seeds.forEach((_, lane) => purchases.buy(lane, t, { tokens: tokens[lane], features: features[lane], rewards: rewards[lane] }));
  }
}

/** The rows of minibatches, preferred and other in turn: (R, 2 * 32, `of`'s length), flat. */
export function rowsOf(minibatches: readonly (readonly Preference[])[], of: (row: Preference['preferred']) => Float32Array): Float32Array {
  return joined(minibatches.flatMap((pairs) => pairs.flatMap(({ preferred, other }) => [of(preferred), of(other)])));
}
