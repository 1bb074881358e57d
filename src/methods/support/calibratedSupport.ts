import { defineMethod } from '../method.ts';
import { calibrate, countApart, signField, weightChart } from './calibration.ts';
import { CountingJudge, epsField, meanCount, unsupportedChart } from './counting.ts';

const COLUMNS = ['unsupported', 'countWeight'] as const;

/** The price on unlikely words that the labels themselves speak for. */
export const calibratedSupport = defineMethod({
  name: 'calibratedSupport',
  title: 'Unlikely words, priced by the labels',
  summary: 'The number of words that the starting policy would hardly have written is one more input of the judge, fitted with the head to the same labelled pairs.',
  isolates: 'whether the price has to be chosen, or the labels know it',
  family: 'Typical words only',
  source: 'this lab',
  status: 'ours',
  fields: { eps: epsField, sign: signField },
  reads: [], reports: COLUMNS, charts: [unsupportedChart, weightChart], readsPolicy: false,
  start: async (lab) => {
    const { eps, sign, trunkWidth } = lab.config();
    const parts = (await calibrate(lab, eps, sign)).map(({ standard }) => countApart(standard, trunkWidth));
    const judge = new CountingJudge(lab, eps, parts.map(({ head }) => head), parts.map(({ weight }) => weight));
    return {
      score: (responses) => judge.score(responses),
      annotate: async (batch) => {
        const { annotation, plain } = await judge.annotate(batch);
        return { ...annotation, reported: { columns: COLUMNS, values: plain.counts.flatMap((counts, lane) => [meanCount(counts), judge.weights[lane]]) } };
      },
      // The fit gives the same head whenever it is made.
      state: {},
      dispose: () => judge.dispose(),
    };
  },
});
