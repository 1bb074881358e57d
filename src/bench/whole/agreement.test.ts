import { describe, expect, it } from 'vitest';
import { lane, resultOf } from '../../results/testing.ts';
import { agreementsOf } from './agreement.ts';

/** Two arms; gold falls in each lane. `change`: of a value of gold in the lane of that number. */
function recorded(change: (gold: number, lane: number) => number = (gold) => gold, seeds = 4) {
  const golds = (number: number) => [2.4, 2.8, 2.6, 1.9, 1.4, 1.2].map((gold) => change(gold + 0.1 * number, number));
  const ofArm = (arm: 'frozen' | 'r2m') => Array.from({ length: seeds }, (_, number) => lane(arm, 8 + number, golds(number)));
  return resultOf([...ofArm('frozen'), ...ofArm('r2m')]);
}

const SIMD = { engine: 'simd', workers: null } as const;
const find = (agreements: ReturnType<typeof agreementsOf>, arm: string, figure: string) =>
  agreements.find((each) => each.arm === arm && each.figure === figure)!;

describe('whole runs of two engines', () => {
  it('agree with themselves in every figure of every arm', () => {
    const agreements = agreementsOf(SIMD, recorded(), recorded());
    expect(agreements).toHaveLength(8);
    expect(agreements.every(({ agrees, difference }) => agrees && difference === 0)).toBe(true);
  });

  it('agree where seeds differ to both sides, and disagree where all differ to one', () => {
    const mixed = recorded((gold, lane) => gold + (lane % 2 === 0 ? 0.3 : -0.3));
    expect(find(agreementsOf(SIMD, recorded(), mixed), 'r2m', 'finalGold')).toMatchObject({ agrees: true });
    const shifted = recorded((gold, lane) => gold + 0.3 + 0.01 * lane);
    expect(find(agreementsOf(SIMD, recorded(), shifted), 'r2m', 'finalGold')).toMatchObject({ agrees: false });
  });

  it('with one seed agree in equal figures only', () => {
    const one = (shift: number) => recorded((gold) => gold + shift, 1);
    expect(find(agreementsOf(SIMD, one(0), one(0)), 'frozen', 'peakGold')).toMatchObject({ agrees: true, ci95: null });
    expect(find(agreementsOf(SIMD, one(0), one(0.1)), 'frozen', 'peakGold')).toMatchObject({ agrees: false });
  });
});
