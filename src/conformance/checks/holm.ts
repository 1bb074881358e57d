import { holm } from '../../rlhf/rankTests.ts';
import { MalformedFixture, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const holmCheck: Check = {
  appliesTo: (subject) => subject.plain,
  read(input) {
    const p = readTensor(input.p, 'p', 1);
    if (p.data.some((value) => value < 0 || value > 1)) throw new MalformedFixture('p must be from 0 to 1');
    return { data: { p: p.data }, compute: async (_, data) => ({ holm: holm(Array.from(data.p)) }) };
  },
};
