import { expectShape, MalformedFixture, readNumber, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const policyObjectiveCheck: Check = {
  appliesTo: () => true,
  read(input) {
    const logits = readTensor(input.logits, 'logits', 3);
    const [batch, length, vocabulary] = logits.shape;
    const tensor = (name: string, shape: readonly number[]) => {
      const found = readTensor(input[name], name, shape.length);
      expectShape(found, shape, name);
      return found.data;
    };
    const tokens = tensor('tokens', [batch, length]);
    if (tokens.some((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary)) {
      throw new MalformedFixture(`tokens must be whole numbers from 0 to ${vocabulary - 1}`);
    }
    const mask = tensor('mask', [batch, length]);
    const ratio = input.ratioLevel;
    if (ratio !== 'token' && ratio !== 'sequence') throw new MalformedFixture('ratioLevel is neither "token" nor "sequence"');
    const settings = {
      clip: readNumber(input.clip, 'clip'), beta: readNumber(input.beta, 'beta'), divisor: readNumber(input.divisor, 'divisor'),
    };
    const advantages = readTensor(input.advantages, 'advantages');
    expectShape(advantages, advantages.shape.length > 1 && ratio === 'token' ? [batch, length] : [batch], 'advantages');
    return {
      data: {
        logits: logits.data, oldLogits: tensor('oldLogits', logits.shape), referenceLogits: tensor('refLogits', logits.shape),
        advantages: advantages.data,
      },
      async compute(subject, data) {
        const { logits: now, oldLogits, referenceLogits, advantages } = data;
        const found = await subject.policyObjective({
          batch, length, vocabulary, tokens, mask, ratio, logits: now, oldLogits, referenceLogits, advantages, ...settings,
        });
        return { ratio: found.ratio, surrogate: found.surrogate, kl: found.kl, loss: [found.loss], dLogits: found.gradient };
      },
    };
  },
};
