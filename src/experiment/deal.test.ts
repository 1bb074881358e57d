import { describe, expect, it } from 'vitest';
import type { ArmName } from '../config/names.ts';
import { blocksOf, dealLanes, dealTraining, seedsOf, type Share } from './deal.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
/** The dealing asks nothing of an arm but its name. */
const armNames = (count: number) => upTo(count).map((number) => `arm ${number}`) as unknown as ArmName[];
/** Every way to have up to 40 lanes, on up to 8 workers. */
const cases = upTo(40).flatMap((arms) => upTo(Math.floor(40 / arms)).flatMap((seeds) => upTo(8).map((workers) => ({ arms: armNames(arms), seeds: upTo(seeds), workers }))));
const name = ({ arm, seed }: Share['lanes'][number]) => `${arm} ${seed}`;
const text = (shares: readonly Share[]) => shares.map(({ lanes }) => lanes.map(({ arm, seed }) => `${seed}${arm[0]}`).join(' '));

describe('lanes that are dealt', () => {
  it('are each dealt once, and no worker has two lanes more than another', () => {
    for (const { arms, seeds, workers } of cases) {
      const shares = dealLanes({ arms, seeds }, workers);
      expect(shares).toHaveLength(Math.min(workers, arms.length * seeds.length));
      const lanes = shares.flatMap((share) => share.lanes.map(name));
      expect(lanes.toSorted()).toEqual(seeds.flatMap((seed) => arms.map((arm) => name({ arm, seed }))).toSorted());
      const counts = shares.map((share) => share.lanes.length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it('stay with the other arms of their seed where that balances as well', () => {
    for (const { arms, seeds, workers } of cases) {
      const held = dealLanes({ arms, seeds }, workers).reduce((sum, { lanes }) => sum + seedsOf(lanes).length, 0);
      // Neighbours share one seed at most.
      expect(held).toBeLessThan(seeds.length + workers);
      if (seeds.length % workers === 0) expect(held).toBe(seeds.length);
    }
    expect(text(dealLanes({ arms: ['frozen', 'r2m'], seeds: [8, 9] }, 8))).toEqual(['8f', '8r', '9f', '9r']);
    expect(text(dealLanes({ arms: ['frozen', 'r2m'], seeds: [8, 9] }, 2))).toEqual(['8f 8r', '9f 9r']);
    expect(text(dealLanes({ arms: ['frozen', 'r2m'], seeds: [8, 9, 10] }, 2))).toEqual(['8f 8r 9f', '9r 10f 10r']);
    // One seed of five has to be divided, not two.
    expect(text(dealLanes({ arms: ['frozen', 'r2m'], seeds: [1, 2, 3, 4, 5] }, 4))).toEqual(['1f 1r', '2f 2r', '3f 3r 4f', '4r 5f 5r']);
    expect(text(dealLanes({ arms: ['frozen', 'r2m'], seeds: [8, 9, 10] }, 1))).toEqual(['8f 8r 9f 9r 10f 10r']);
  });

  it('have one owner for each seed, which lends it to all others that have a lane of it', () => {
    for (const { arms, seeds, workers } of cases) {
      const shares = dealLanes({ arms, seeds }, workers);
      expect(shares.flatMap(({ owned }) => owned)).toEqual(seeds);
      for (const { lanes, owned, lent } of shares) {
        for (const seed of owned) {
          expect(seedsOf(lanes)).toContain(seed);
          expect(lent.includes(seed)).toBe(shares.some((other) => other.lanes !== lanes && seedsOf(other.lanes).includes(seed)));
        }
      }
    }
  });

  it('are one worker’s where there are none', () => {
    expect(dealLanes({ arms: ['frozen'], seeds: [] }, 4)).toEqual([{ lanes: [], owned: [], lent: [] }]);
  });
});

describe('models that are dealt', () => {
  it('are each trained once, and no worker has two more than another', () => {
    for (const seeds of upTo(12)) {
      for (const workers of upTo(8)) {
        const dealt = dealTraining(upTo(seeds), workers);
        for (const stage of ['sft', 'trunk'] as const) expect(dealt.flatMap((share) => share[stage]).toSorted((a, b) => a - b)).toEqual(upTo(seeds));
        const counts = dealt.map(({ sft, trunk }) => sft.length + trunk.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('are told of by the first seed, which is the first of whoever trains it', () => {
    const dealt = dealTraining([9, 10, 11], 2);
    expect(dealt).toEqual([{ sft: [9, 11], trunk: [10], watched: 9 }, { sft: [10], trunk: [9, 11], watched: 9 }]);
    expect(dealTraining([], 2)).toEqual([{ sft: [], trunk: [], watched: null }, { sft: [], trunk: [], watched: null }]);
  });
});

describe('blocks of lanes', () => {
  it('are arms with the same seeds', () => {
    const [first, second] = dealLanes({ arms: ['frozen', 'r2m', 'shrink'], seeds: [8, 9, 10] }, 2);
    expect(blocksOf(first.lanes)).toEqual([{ arms: ['frozen', 'r2m'], seeds: [8, 9] }, { arms: ['shrink'], seeds: [8] }]);
    expect(blocksOf(second.lanes)).toEqual([{ arms: ['shrink'], seeds: [9, 10] }, { arms: ['frozen', 'r2m'], seeds: [10] }]);
    expect(blocksOf(dealLanes({ arms: ['frozen', 'r2m'], seeds: [8, 9] }, 1)[0].lanes)).toEqual([{ arms: ['frozen', 'r2m'], seeds: [8, 9] }]);
  });
});
