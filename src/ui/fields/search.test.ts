import { expect, it } from 'vitest';
import { fieldKeys } from '../../config/fields.ts';
import { searchFields } from './search.ts';

it('finds fields by key, name, symbol, plain words, options and help', () => {
  for (const query of ['beta', 'KL weight', 'β', 'leash', ' Kl  WEIGHT ']) expect(searchFields(query)).toContain('beta');
  expect(searchFields('REINFORCE++')).toContain('advantage');
  expect(searchFields('cross attention')).toEqual(['rewardLearningRate', 'attentionWidth']);
  expect(searchFields('(')).not.toHaveLength(0);
  expect(searchFields('no such thing')).toEqual([]);
});

it('finds all of them without a query', () => {
  expect(searchFields('  ')).toEqual(fieldKeys);
});
