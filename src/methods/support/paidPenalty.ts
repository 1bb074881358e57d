import { headLayout } from '../../engine/layout.ts';
import { preferredMinusOther, scaleOf } from '../../rlhf/bradleyTerry.ts';
import { fitFeatures } from '../../rlhf/headFit.ts';
import { defineMethod, type AnyLab } from '../method.ts';
import { PURCHASE_COLUMNS, purchaseCharts, purchaseFields } from '../paid/purchases.ts';
import type { FittedHead } from './calibration.ts';
import { epsField, unsupportedChart } from './counting.ts';
import { startRefitted } from './refitted.ts';
import { penaltyField } from './supportPenalty.ts';

/** The fixed price on unlikely words, on a head that learns from bought labels. */
export const paidPenalty = defineMethod({
  name: 'paidPenalty',
  title: 'A price on unlikely words, and bought labels',
  summary: 'A fixed price on each unlikely word, while the scoring head is fitted again whenever gold has compared two of the policy’s own responses.',
  isolates: 'what bought labels add to a price that is fixed',
  family: 'Typical words only',
  source: 'this lab; the price in the spirit of BSPO, arXiv 2503.18130',
  status: 'ours',
  fields: { eps: epsField, penalty: penaltyField, ...purchaseFields(5) },
  reads: [], off: { penalty: 0, goldGroups: 0 }, reports: ['unsupported', ...PURCHASE_COLUMNS], charts: [unsupportedChart, ...purchaseCharts], readsPolicy: false,
  start: (lab, saved) => {
    const { eps, penalty, trunkWidth } = lab.config();
    return startRefitted(lab, saved, {
      eps, width: trunkWidth, lanes: asFitted(lab), apart: (head) => ({ head, weight: -penalty }), featuresOf: (states) => states, project: undefined, reportsWeight: false,
    });
  },
});

/** The frozen heads in the units in which they were fitted: labels are worth what they were then. The fit is made again for its spread alone. */
function asFitted({ seeds, heads, pairs, samples, config }: AnyLab): FittedHead[] {
  const { trunkWidth } = config();
  const bias = headLayout(trunkWidth).at('head.bias').offset;
  return seeds.map((seed, lane): FittedHead => {
    const again = fitFeatures(config(), seed, preferredMinusOther(pairs[lane], trunkWidth), trunkWidth);
    const { deviation } = scaleOf([...again, 0], samples[lane].states, trunkWidth);
    const fitted = heads[lane].map((value) => value * deviation);
    const mean = -fitted[bias];
    fitted[bias] = 0;
    return { fitted, standard: heads[lane], scale: { mean, deviation }, features: pairs[lane].states };
  });
}
