import { expect, it } from 'vitest';
import { methods } from '../../../methods/index.ts';
import { findMethods } from './findMethods.ts';

const found = (query: string) => findMethods(methods, query).map(({ name }) => name);

it('finds methods by words of their cards, wherever they stand', () => {
  expect(found('  ')).toHaveLength(methods.length);
  expect(found('GAUSSIAN nothing of the kind')).toEqual([]);
  expect(found('noise')).toContain('noise');
  expect(found('control reward smaller')).toContain('shrink');
  expect(found('control reward smaller')).not.toContain('frozen');
  expect(found('2601.22664')).toContain('r2m');
});
