import { ADVANTAGES } from '../../config/names.ts';
import { expectShape, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const advantagesCheck: Check = {
  appliesTo: () => true,
  read(input, wanted) {
    const rewards = readTensor(input.rewards, 'rewards', 2);
    const [groups, groupSize] = rewards.shape;
    const data: Record<string, Float64Array> = { rewards: rewards.data };
    if (wanted.includes('remax')) {
      const greedy = readTensor(input.greedyRewards, 'greedyRewards', 1);
      expectShape(greedy, [groups], 'greedyRewards');
      data.greedy = greedy.data;
    }
    return {
      data,
      async compute(subject, varied) {
        const outputs: Record<string, ArrayLike<number>> = {};
        for (const name of ADVANTAGES.filter((known) => wanted.includes(known))) {
          outputs[name] = await subject.advantages(name, varied.rewards, groupSize, name === 'remax' ? varied.greedy : null);
        }
        return outputs;
      },
    };
  },
};
