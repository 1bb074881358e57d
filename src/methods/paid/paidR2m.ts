import { DEFAULT_ADAM } from '../../rlhf/adam.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import { defineMethod } from '../method.ts';
import { omegaChart, omegaOf } from '../omega.ts';
import { startFeedback } from '../r2m/feedback.ts';
import { family, readsBut } from '../r2m/r2m.ts';
import { buyAndLearn, learningFields, rowsOf } from './learning.ts';
import { PURCHASE_COLUMNS, purchaseCharts, Purchases } from './purchases.ts';

/** R2M whose attention and head learn from labels, those of the start and those bought on the way, where R2M's learn from their own rewards. */
export const paidR2m = defineMethod({
  ...family,
  name: 'paidR2m',
  title: 'R2M with bought labels',
  summary: 'R2M’s judge reads the policy’s states as ever, and learns from gold’s answers about the policy’s own responses, not from its own rewards.',
  isolates: 'what R2M’s attention adds where labels are paid for',
  family: 'Labels bought on the way',
  source: 'this lab, on R2M’s reward model (arXiv 2601.22664)',
  status: 'ours',
  fields: learningFields,
  reads: readsBut('alpha', 'rewardLearningRate', 'rewardLearningRateSchedule'),
  reports: ['omega', ...PURCHASE_COLUMNS],
  charts: [omegaChart, ...purchaseCharts],
  start: (lab, saved) => {
    const { engine, seeds, pairs, config } = lab;
    const purchases = new Purchases(lab, pairs.map(({ states }) => states), saved?.bought);
    const run = startFeedback(lab, saved, {
      train: (model, step) => buyAndLearn(lab, purchases, step, (minibatches) => {
        const { paidLearningRate: learningRate, trunkWidth } = config();
        const rows = 2 * minibatches[0].length;
        engine.scope(() => {
          const tokens = engine.upload(Int32Array.from(rowsOf(minibatches, (row) => row.tokens)), [seeds.length, rows, ROW_LENGTH]);
          const states = engine.upload(rowsOf(minibatches, (row) => row.features), [seeds.length, rows, trunkWidth]);
          const preferred = engine.upload(Float32Array.from({ length: seeds.length * rows }, (_, row) => 1 - (row % 2)), [seeds.length, rows]);
          const input = { states, tokens, hidden: engine.hiddenStates(step.policy, tokens), omega: omegaOf(config(), step.batch.t) };
          engine.feedbackStep(model, input, preferred, { alpha: 0, groupSize: 2, learningRate, adam: DEFAULT_ADAM });
          return [];
        });
      }),
    });
    return { ...run, state: { ...run.state, get bought() { return purchases.rows; } } };
  },
});
