import { pairsOf } from '../../rlhf/pairs.ts';
import { expectShape, readNumber, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const grebtCheck: Check = {
  appliesTo: () => true,
  read(input) {
    const annotated = readTensor(input.annotated, 'annotated', 2);
    const rewards = readTensor(input.rewards, 'rewards', 2);
    expectShape(rewards, annotated.shape, 'rewards');
    const alpha = readNumber(input.alpha, 'alpha');
    const groupSize = annotated.shape[1];
    return {
      // Of the annotated rewards only the order counts, which printing keeps.
      data: { rewards: rewards.data },
      async compute(subject, data) {
        const { loss, bt, gre, gradient } = await subject.grebt({ annotated: annotated.data, rewards: data.rewards, groupSize, alpha });
        const outputs = { loss: [loss], bt: [bt], gre: [gre], dRewards: gradient };
        if (!subject.plain) return outputs;
        const pairs = pairsOf(annotated.data, groupSize);
        return { ...outputs, winner: pairs.map((pair) => pair.winner), loser: pairs.map((pair) => pair.loser) };
      },
    };
  },
};
