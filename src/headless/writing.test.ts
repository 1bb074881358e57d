import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import type { RunResult } from '../experiment/result.ts';
import { seriesOf, type LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { evaluation, training } from '../experiment/testing.ts';
import { seriesCsv } from './series.ts';
import { resultTable } from './table.ts';

function scored(step: number, gold: number): EvaluationMetrics {
  return evaluation(step, { gold, proxy: gold / 2, ownProxy: 0.1, kl: step / 4, onPolicyAccuracy: null });
}

function lane(arm: ArmName, seed: number, golds: readonly number[]): LaneSeries {
  return seriesOf(arm, seed, golds.map((gold, index) => scored(10 * index, gold)), [training(1, { gradientNorm: 1e-7 })]);
}

/** A result of the given lanes, summarised as a run does it. */
function resultOf(seeds: readonly number[], lanes: readonly LaneSeries[]): RunResult {
  return {
    schemaVersion: 1, config: { ...defaultConfig, seeds }, backend: 'wasm', engine: 'ops', seconds: 12.34, changes: [], ...summarise(lanes),
  };
}

const two = resultOf([8, 9], [
  lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 3, 1.5]), lane('r2m', 8, [2, 3, 2]), lane('r2m', 9, [2, 3, 2.5]),
]);

describe('series.csv', () => {
  const lines = seriesCsv(two).split('\n');
  const table = lines.slice(1, -1).map((line) => Object.fromEntries(line.split(',').map((text, column) => [lines[0].split(',')[column], text])));

  it('has a row for each arm, seed and step, and one line end at the end', () => {
    expect(lines.at(-1)).toBe('');
    expect(table.map(({ arm, seed, kind, step }) => [arm, seed, kind, step].join(' ')).slice(0, 5)).toEqual([
      'frozen 8 evaluation 0', 'frozen 8 evaluation 10', 'frozen 8 evaluation 20', 'frozen 8 training 1', 'frozen 9 evaluation 0',
    ]);
    expect(table).toHaveLength(4 * (3 + 1));
  });

  it('has every metric in full precision, and nothing where there is none', () => {
    expect(table[1]).toMatchObject({ gold: '3', proxy: '1.5', kl: '2.5', heldOutAccuracy: '0.7', onPolicyAccuracy: '', loss: '' });
    expect(table[3]).toMatchObject({ gold: '2', gradientNorm: '1e-7', omega: '', heldOutAccuracy: '' });
  });

  it('has as many cells in every row as in the header', () => {
    expect(new Set(lines.slice(0, -1).map((line) => line.split(',').length)).size).toBe(1);
  });
});

describe('table.md', () => {
  it('has arms with intervals, then differences paired by seed with the seeds won', () => {
    const [heading, , arms, , frozen, r2m, , paired, , difference] = resultTable(two).split('\n');
    expect(heading).toBe('GRPO, 2 seeds (8, 9), 160 steps; ops engine on wasm, 12.3 s.');
    expect(arms).toContain('| arm | gold at start |');
    expect(frozen).toMatch(/^\| frozen \| 2\.00 ± 0\.00 \|/);
    // Means of three evaluations: 2 and 13/6, half a width of t(1) * sd / sqrt 2 = 12.706 / 12.
    expect(frozen).toContain('| 2.08 ± 1.06 |');
    expect(r2m).toContain('| 2.42 ± 1.06 |');
    expect(paired).toContain('| paired by seed | peak gold | final gold | gold at equal KL |');
    expect(difference).toMatch(/^\| r2m − frozen \|.*\| \+0\.33 ± 0\.00 \(2\/2\) \|/);
  });

  it('has dashes for what was not measured, and no interval of one seed', () => {
    const table = resultTable(resultOf([8], [lane('frozen', 8, [2, 3, 1])]));
    expect(table).toMatch(/\| frozen \| 2\.00 \| .* \| 0\.50 \| 0\.70 \| 0\.70 \| – \|\n/);
    expect(table).not.toContain('paired by seed');
  });
});
