import { expect, it } from 'vitest';
import { training } from '../experiment/testing.ts';
import { ToldSoFar } from './toldSoFar.ts';

const lanes = [{ arm: 'frozen', seed: 8 }, { arm: 'frozen', seed: 9 }];
const trained = (lane: (typeof lanes)[number], step: number) => ({ type: 'training', lane, metrics: training(step) } as const);

it('gives what lanes said of a step in their order, and keeps what they say of later ones', () => {
  const told = new ToldSoFar(lanes);
  told.hear(trained(lanes[1], 1));
  told.hear(trained(lanes[1], 2));
  told.hear(trained(lanes[0], 1));
  expect(told.release(1).map(({ lane, metrics }) => [lane.seed, metrics.step])).toEqual([[8, 1], [9, 1]]);
  expect(told.series.map((series) => series.training.step)).toEqual([[1], [1]]);
  expect(told.release(2).map(({ lane }) => lane.seed)).toEqual([9]);
});

it('takes a lane for stopped from the step that it did not come through, so that no earlier state holds it', () => {
  const told = new ToldSoFar(lanes);
  told.diverged({ type: 'diverged', lane: lanes[1], divergence: { step: 3, quantity: 'kl', value: null } });
  told.release(2);
  expect(told.series.map(({ diverged }) => diverged)).toEqual([null, null]);
  told.release(3);
  expect(told.series[1].diverged).toMatchObject({ step: 3 });
  told.rewind(null);
  told.release(3);
  expect(told.series[1].diverged).toBeNull();
});
