import { fitBestOfN, fitReinforcementLearning, type GaoFit } from '../../rlhf/gaoFit.ts';
import { expectShape, readTensor } from '../tensor.ts';
import type { Check, Outputs } from './check.ts';

const named = (prefix: string, fit: GaoFit): Outputs => ({
  [`${prefix}Alpha`]: [fit.alpha], [`${prefix}Beta`]: [fit.beta], [`${prefix}Peak`]: [fit.peak ?? NaN],
});

export const gaoFitCheck: Check = {
  appliesTo: (subject) => subject.plain,
  read(input) {
    const d = readTensor(input.d, 'd', 1);
    const rl = readTensor(input.rl, 'rl', 1);
    const bon = readTensor(input.bon, 'bon', 1);
    expectShape(rl, d.shape, 'rl');
    expectShape(bon, d.shape, 'bon');
    return {
      data: { d: d.data, rl: rl.data, bon: bon.data },
      compute: async (_, data) => ({ ...named('rl', fitReinforcementLearning(data.d, data.rl)), ...named('bon', fitBestOfN(data.d, data.bon)) }),
    };
  },
};
