import { expect, it } from 'vitest';
import type { Sample } from '../../experiment/events.ts';
import { promptGroups, promptOf } from './choices.ts';

const page = (golds: readonly number[]) => ({ step: 0, samples: golds.map((gold, index) => ({ gold, proxy: index }) as Sample) });

it('offers the typical prompt first, then where proxy and gold part, then all', () => {
  const groups = promptGroups(2, page([4, 3, 2, 1, 0, -1, -2, -3]), 8);
  expect(groups.map(({ options }) => options.map(({ prompt }) => prompt))).toEqual([[2], [7, 6, 5], [0, 1, 2], [0, 1, 2, 3, 4, 5, 6, 7]]);
  expect(promptOf(groups, null)).toEqual({ value: 'typical:2', prompt: 2 });
  expect(promptOf(groups, 'over:6').prompt).toBe(6);
  // It has left its group with the newest evaluation: the prompt stays.
  expect(promptOf(groups, 'over:3')).toEqual({ value: 'all:3', prompt: 3 });
  expect(promptOf(groups, 'all:99')).toEqual({ value: 'typical:2', prompt: 2 });
});

it('offers all prompts where nothing is known of them, and no prompt as both', () => {
  expect(promptGroups(null, undefined, 2).map(({ title }) => title)).toEqual(['All prompts']);
  expect(promptGroups(null, page([2, 1]), 2).map(({ options }) => options.map(({ prompt }) => prompt))).toEqual([[1], [0], [0, 1]]);
  expect(promptGroups(null, page([1]), 1)).toHaveLength(1);
  expect(promptOf(promptGroups(null, undefined, 2), null).prompt).toBe(0);
});
