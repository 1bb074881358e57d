import { describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { digestOf, exportName } from './fileName.ts';
import { exported, lane, resultOf } from './testing.ts';

const two = resultOf([lane('frozen', 8, [2, 3, 1]), lane('r2m', 8, [2, 3, 2])]);
const named = (config: Partial<Config>, preset: string | null = null) => exportName(exported(resultOf([lane('frozen', 8, [2, 3, 1])], { arms: ['frozen', 'r2m'], ...config }), preset), 'json');
const seeds = (first: number, count: number, apart = 1) => Array.from({ length: count }, (_, index) => first + apart * index);

describe('an exported file’s name', () => {
  it('has preset, advantage, KL weight, seeds, day and digest', () => {
    expect(named({ seeds: seeds(8, 12) })).toMatch(/^r2m-lab-default-grpo-beta0\.15-s8-19-20261125-[0-9a-f]{6}\.json$/);
    expect(exportName(exported(two), 'csv')).toMatch(/-s8-20261125-[0-9a-f]{6}\.csv$/);
  });

  it('has what differs from the preset', () => {
    expect(named({ seeds: [3, 5, 9], beta: 0.2, labels: 700 }, 'default')).toMatch(/^r2m-lab-default-grpo-beta0\.2-labels700-s3_5_9-2026/);
    expect(named({ arms: ['frozen', 'shrink'] }, 'default')).toMatch(/^r2m-lab-default-grpo-beta0\.15-frozen_shrink-s8-2026/);
  });

  it('is custom where much differs', () => {
    expect(named({ labels: 31, clip: 0.31, epochs: 3, groupSize: 9, labelTemperature: 0.77 })).toMatch(/^r2m-lab-custom-grpo-beta0\.15-s8-2026/);
  });

  it('is short and of harmless characters, whatever the configuration', () => {
    const long = { advantage: 'reinforcePlusPlus', rewardLearningRateSchedule: 'constant', learningRateSchedule: 'constant', rewardLearningRate: 1.2345678901e-7 } as const;
    for (const name of [named(long, 'default'), named({ ...long, seeds: seeds(0, 64, 15_873) }), named({ beta: 1e-9 })]) {
      expect(name).toMatch(/^[A-Za-z0-9][\w.-]*\.json$/);
      expect(name.length).toBeLessThanOrEqual(150);
    }
    expect(named({ seeds: seeds(0, 64, 15_873) })).toContain('-64seeds-');
  });

  it('says where the run is not finished', () => {
    expect(exportName(exported({ ...two, complete: false, status: 'paused', step: 10 }), 'json')).toMatch(/-incomplete\.json$/);
    expect(exportName(exported(two), 'json')).not.toContain('incomplete');
  });

  it('has a digest of configuration and numbers, not of the time', () => {
    expect(digestOf({ ...two, seconds: 99 })).toBe(digestOf(two));
    expect(digestOf(resultOf([lane('frozen', 8, [2, 3, 1]), lane('r2m', 8, [2, 3, 2.0001])]))).not.toBe(digestOf(two));
    expect(digestOf({ ...two, config: { ...two.config, beta: 0.16 } })).not.toBe(digestOf(two));
  });
});
