import { expect, it } from 'vitest';
import { soak } from './soak.ts';

it('a loss before RL, one in it and a state cut short, of those that npm run soak makes by the dozen, change no bit of a result', async () => {
  const losses = await soak(3, 3, undefined, ['head', 'saving', 'writing']);
  expect(losses.map(({ stage, equal }) => [stage, equal])).toEqual([['head', true], ['saving', true], ['writing', true]]);
  expect(losses.some(({ rewound }) => rewound > 0)).toBe(true);
});
