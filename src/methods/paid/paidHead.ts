import { joined } from '../../engine/lanes.ts';
import { DEFAULT_ADAM } from '../../rlhf/adam.ts';
import { defineMethod, scoredAlike, type Responses } from '../method.ts';
import { restored } from '../saved.ts';
import { buyAndLearn, learningFields } from './learning.ts';
import { PURCHASE_COLUMNS, purchaseCharts, Purchases } from './purchases.ts';

/** The scoring head alone goes on learning, from labels bought on the way: what paid feedback is worth without R2M's attention. */
export const paidHead = defineMethod({
  name: 'paidHead',
  title: 'Head with bought labels',
  summary: 'Gold is asked about the policy’s own responses as it moves, and the scoring head learns from the answers.',
  isolates: 'what labels bought on the way are worth to the head alone',
  family: 'Labels bought on the way',
  source: 'this lab; iterated RLHF as in Bai et al., arXiv 2204.05862',
  status: 'ours',
  fields: learningFields,
  reads: [], off: { paidLearningRate: 0 }, reports: PURCHASE_COLUMNS, charts: purchaseCharts, readsPolicy: false,
  start: (lab, saved) => {
    const { engine, seeds, heads, pairs, config } = lab;
    const width = config().trunkWidth;
    const head = restored(engine, engine.createHead(width, joined(heads)), saved?.head);
    const purchases = new Purchases(lab, pairs.map(({ states }) => states), saved?.bought);
    const score = ({ states }: Responses) => engine.headRewards(head.parameters, states, 1);
    return {
      score,
      annotate: (batch) => scoredAlike(score, batch),
      after: (step) => buyAndLearn(lab, purchases, step, (minibatches) => {
        const drawn = minibatches[0].length;
        engine.scope(() => {
          const differences = engine.upload(joined(minibatches.map((pairs, lane) => purchases.buffers[lane].differences(pairs))), [seeds.length, drawn, width]);
          const weights = engine.upload(new Float32Array(seeds.length * drawn).fill(1 / drawn), [seeds.length, drawn]);
          engine.bradleyTerryStep(head, { differences, weights }, config().paidLearningRate, DEFAULT_ADAM);
          return [];
        });
      }),
      state: { head, get bought() { return purchases.rows; } },
      dispose: () => engine.free(head),
    };
  },
});
