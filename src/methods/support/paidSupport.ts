import { defineMethod } from '../method.ts';
import { PURCHASE_COLUMNS, purchaseCharts, purchaseFields } from '../paid/purchases.ts';
import { calibrate, countApart, projection, signField, weightChart, withCounts } from './calibration.ts';
import { epsField, unsupportedChart } from './counting.ts';
import { startRefitted } from './refitted.ts';

/** Calibrated support whose price follows what gold says of the policy's own responses. */
export const paidSupport = defineMethod({
  name: 'paidSupport',
  title: 'Unlikely words, priced by bought labels',
  summary: 'The judge that counts unlikely words is fitted again whenever gold has compared two of the policy’s own responses.',
  isolates: 'whether labels from where the policy goes set the price right',
  family: 'Typical words only',
  source: 'this lab',
  status: 'ours',
  fields: { eps: epsField, sign: signField, ...purchaseFields(5) },
  reads: [], reports: ['unsupported', 'countWeight', ...PURCHASE_COLUMNS], charts: [unsupportedChart, weightChart, ...purchaseCharts], readsPolicy: false,
  start: async (lab, saved) => {
    const { eps, sign, trunkWidth } = lab.config();
    return startRefitted(lab, saved, {
      eps, width: trunkWidth + 1, lanes: await calibrate(lab, eps, sign),
      apart: (head) => countApart(head, trunkWidth), featuresOf: withCounts, project: projection(sign, trunkWidth), reportsWeight: true,
    });
  },
});
