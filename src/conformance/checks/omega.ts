import { omegaAt } from '../../rlhf/omega.ts';
import { readNumber } from '../tensor.ts';
import type { Check } from './check.ts';

export const omegaCheck: Check = {
  appliesTo: (subject) => subject.plain,
  read(input) {
    const omega = omegaAt(readNumber(input.t, 't'), readNumber(input.T, 'T'), readNumber(input.omegaMin, 'omegaMin'));
    return { data: {}, compute: async () => ({ omega: [omega] }) };
  },
};
