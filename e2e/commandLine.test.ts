import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { samplesOf, type RecordedLane } from '../src/experiment/recording.ts';
import type { RunResult } from '../src/experiment/result.ts';
import { experiment, inFolder, resultIn } from './commands.ts';

test('the same run twice on wasm gives the same result to the last digit', () => {
  const results = [1, 2].map(() => {
    const { status, stdout, stderr } = experiment('--preset', 'tiny', '--backend', 'wasm', '--json');
    expect(stderr).toContain('wasm');
    expect(status).toBe(0);
    return JSON.parse(stdout) as RunResult;
  });
  const [first, second] = results.map((result) => ({ ...result, seconds: 0 }));
  expect(first.arms.map(({ name, seeds }) => [name, seeds.map(({ seed }) => seed)])).toEqual([['frozen', [8, 9]], ['r2m', [8, 9]]]);
  expect(first.arms[0].seeds[0].series.step).toEqual([0, 2, 4, 6]);
  expect(second).toEqual(first);
});

test('ten steps on the fused and the SIMD engine are ten steps on the ops engine, but for rounding', () => {
  test.setTimeout(600_000);
  const [ops, ...others] = [['--backend', 'wasm', '--engine', 'ops'], ['--engine', 'fused'], ['--backend', 'wasm']].map((choice) => {
    const { status, stdout } = experiment('--preset', 'tiny', '--steps', '10', '--set', 'evaluateEvery=5', 'sftSteps=20', 'trunkSteps=15', 'headSteps=20', ...choice, '--json');
    expect(status).toBe(0);
    return JSON.parse(stdout) as RunResult;
  });
  expect([ops, ...others].map(({ engine }) => engine)).toEqual(['ops', 'fused', 'simd']);
  for (const { arms } of others) ops.arms.forEach((arm, a) => arm.seeds.forEach((seed, i) => {
    const other = arms[a].seeds[i];
    // Supervised training and labels come first, on either engine: a word may fall otherwise, a curve may not.
    expect(Math.abs(other.startGold - seed.startGold)).toBeLessThan(0.2);
    other.series.gold.forEach((gold, point) => expect(Math.abs(gold - seed.series.gold[point])).toBeLessThan(0.5));
    other.series.kl.forEach((kl, point) => expect(Math.abs(kl - seed.series.kl[point])).toBeLessThan(0.02 + 0.2 * seed.series.kl[point]));
  }));
});

test('the result is written as JSON, CSV, tables and a picture', () => inFolder((folder) => {
  const { status, stdout } = experiment('--preset', 'tiny', '--seeds', '3', '--steps', '2', '--arms', 'frozen,shrink', '--backend', 'wasm', '--out', folder);
  expect(status).toBe(0);
  const result = resultIn(folder);
  expect(result).toMatchObject({ complete: true, status: 'finished', step: 2, backend: 'wasm', config: { seeds: [3], steps: 2, arms: ['frozen', 'shrink'] } });
  expect(result.provenance).toMatchObject({ link: '#preset=tiny&arms=frozen,shrink&seeds=3&steps=2', labels: { total: 75, sharedBy: ['frozen', 'shrink'] } });
  // Under GRPO a smaller reward is the same reward.
  expect(result.paired[0]).toMatchObject({ peakGold: { wins: 0, ties: 1 }, finalGold: { wins: 0, ties: 1 }, goldAtEqualKl: { wins: 0, ties: 1 } });
  expect(readFileSync(join(folder, 'table.md'), 'utf8')).toBe(stdout);
  expect(readFileSync(join(folder, 'table.tex'), 'utf8')).toContain('\\end{tabular}');
  // Evaluations at 0 and 2 and two training steps, for two arms; and the header.
  const lines = readFileSync(join(folder, 'series.csv'), 'utf8').trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(1 + 2 * (2 + 2));
  const lanes = JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8')) as RecordedLane[];
  expect(lanes.map(({ arm, seed, pages }) => [arm, seed, pages.map(({ step }) => step)])).toEqual([['frozen', 3, [0, 2]], ['shrink', 3, [0, 2]]]);
  for (const page of lanes.flatMap(({ pages }) => pages)) {
    const samples = samplesOf(page, result.config);
    expect(samples).toHaveLength(30);
    expect(samples.every(({ gold, proxy }) => Number.isFinite(gold) && Number.isFinite(proxy))).toBe(true);
  }
  const picture = readFileSync(join(folder, 'chart.png'));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  // A blank page of this size is a few kilobytes.
  expect(picture.length).toBeGreaterThan(30_000);
}));

test('bad arguments are refused with 2, by name', () => {
  const { status, stdout, stderr } = experiment('--set', 'beta=-1', '--seeds', 'many');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('beta: got "-1", allowed: a number from 0 to 5');
  expect(stderr).toContain('seeds: got "many", allowed:');
});
