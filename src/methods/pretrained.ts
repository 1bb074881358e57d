import { joined } from '../engine/lanes.ts';
import { preferredMinusOther, standardiseHead } from '../rlhf/bradleyTerry.ts';
import { fitHeads } from '../rlhf/heads.ts';
import { defineMethod, scoredAlike, type Responses } from './method.ts';

/** Pretrained RM of arXiv 2601.22664: what R2M's updates cost, spent on the labels that are there before RL begins. */
export const pretrained = defineMethod({
  name: 'pretrained',
  title: 'Longer-fitted judge',
  summary: 'Ordinary RLHF, its scoring head fitted to the same labelled pairs for several times as many steps.',
  isolates: 'whether more fitting alone does it',
  family: 'The paper’s ablations',
  source: 'Huang et al., arXiv 2601.22664',
  status: 'variant',
  fields: {
    times: {
      type: 'number', min: 1, max: 20, step: 1, default: 4, logarithmic: true, group: 'Method', effect: 'run', label: 'Times as many head steps',
      help: 'The head is fitted from its first weights for this many times the head steps, the learning rate’s decay stretched with them. 1 is the ordinary head.',
    },
  },
  reads: [], off: { times: 1 }, reports: [], charts: [], readsPolicy: false,
  start: async (lab) => {
    const { engine, seeds, config, pairs, samples } = lab;
    const { trunkWidth, headSteps, times, ...recipe } = config();
    const differences = pairs.map((labelled) => preferredMinusOther(labelled, trunkWidth));
    const fitted = await fitHeads({ ...recipe, trunkWidth, headSteps: Math.round(headSteps * times) }, seeds, differences, engine, () => lab.breathe());
    const heads = fitted.map((head, lane) => standardiseHead(head, samples[lane].states, trunkWidth));
    const head = engine.upload(joined(heads), [seeds.length, heads[0].length]);
    const score = ({ states }: Responses) => engine.headRewards(head, states, 1);
    return {
      score,
      annotate: (batch) => scoredAlike(score, batch),
      // The fit gives the same head whenever it is made.
      state: {},
      dispose: () => engine.free(head),
    };
  },
});
