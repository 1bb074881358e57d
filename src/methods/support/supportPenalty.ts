import type { NumberField } from '../../config/fields.ts';
import { defineMethod } from '../method.ts';
import { CountingJudge, epsField, meanCount, unsupportedChart } from './counting.ts';

export const penaltyField = {
  type: 'number', min: 0, max: 2, step: 0.05, default: 0.5, group: 'Method', effect: 'run', label: 'Price of an unsupported word',
  help: 'Taken from the reward for each unsupported word, in units of the judge’s spread among the starting policy’s responses.',
} as const satisfies NumberField;

/** A fixed price on words outside the reference's support: what BSPO's critic learns to avoid, charged word by word. */
export const supportPenalty = defineMethod({
  name: 'supportPenalty',
  title: 'A price on unlikely words',
  summary: 'Ordinary RLHF with a price on each word that the starting policy would hardly have written.',
  isolates: 'whether the hacking goes through words that no label speaks of',
  family: 'Typical words only',
  source: 'in the spirit of BSPO, Dai et al., arXiv 2503.18130',
  status: 'analogue',
  fields: { eps: epsField, penalty: penaltyField },
  reads: [], off: { penalty: 0 }, reports: ['unsupported'], charts: [unsupportedChart], readsPolicy: false,
  start: (lab) => {
    const { eps, penalty } = lab.config();
    const judge = new CountingJudge(lab, eps, lab.heads, lab.seeds.map(() => -penalty));
    return {
      score: (responses) => judge.score(responses),
      annotate: async (batch) => {
        const { annotation, plain } = await judge.annotate(batch);
        return { ...annotation, reported: { columns: ['unsupported'], values: plain.counts.map(meanCount) } };
      },
      state: {},
      dispose: () => judge.dispose(),
    };
  },
});
