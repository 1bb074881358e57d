import { describe, expect, it } from 'vitest';
import { armTitle } from '../settings/arms.ts';
import { escaped, resultLatex } from './latex.ts';
import { resultMarkdown } from './markdown.ts';
import { decimal, difference, interval, probability, range } from './numbers.ts';
import { lane, resultOf } from './testing.ts';

const seeds = [8, 9, 10, 11, 12];
const rising = (end: number) => [2, 3, 3, 3, 3, 3, 3, end, end, end];
const five = resultOf([
  ...seeds.map((seed, index) => lane('frozen', seed, rising(1 + index / 10))),
  ...seeds.map((seed, index) => lane('r2m', seed, rising(2 + index / 10))),
], { steps: 90 });

describe('the numbers of a table', () => {
  it('have two decimals, and no sign where they round to zero', () => {
    expect([1.005, -2.345, 0.004, -0.004, 1e-9, -1e-9, -0].map((value) => decimal(value, true))).toEqual(['+1.00', '−2.35', '0.00', '0.00', '0.00', '0.00', '0.00']);
    expect([NaN, Infinity].map((value) => decimal(value))).toEqual(['–', '–']);
  });

  it('have an interval from five seeds on', () => {
    const spread = { mean: 1, median: 1, ci95: 0.5 };
    expect([1, 2, 4, 5].map((count) => interval(spread, count))).toEqual(['1.00', '1.00', '1.00', '1.00 ± 0.50']);
    expect(interval({ ...spread, ci95: null }, 9)).toBe('1.00');
    expect(interval({ mean: 1e-9, median: 0, ci95: 1e-9 }, 12, true)).toBe('0.00 ± 0.00');
  });

  it('write p values and intervals', () => {
    expect([1, 0.0625, 0.0005, 0.0004, 1e-9, NaN, null].map(probability)).toEqual(['1.000', '0.063', '0.001', '< 0.001', '< 0.001', '–', '–']);
    expect([range([-0.5, 1]), range(null)]).toEqual(['−0.50 to +1.00', '–']);
    expect(escaped('< 0.001')).toBe('$<$ 0.001');
  });

  it('name ties', () => {
    const spread = { mean: 1e-9, median: 0, ci95: 1e-9, n: 2 };
    expect(difference({ ...spread, wins: 0, ties: 2 })).toBe('0.00 (0/2, 2 ties)');
    expect(difference({ ...spread, mean: 0.5, wins: 1, ties: 1 })).toBe('+0.50 (1/2, 1 tie)');
    expect(difference({ ...spread, mean: -0.5, wins: 0, ties: 0 })).toBe('−0.50 (0/2)');
    expect(difference(null)).toBe('–');
  });
});

describe('table.md', () => {
  it('has the differences in full from five seeds on: intervals, exact tests, and what could have been shown', () => {
    const rows = resultMarkdown(five).split('\n').filter((line) => line.startsWith('| R2M [r2m] − Ordinary RLHF [frozen]: '));
    expect(rows.map((row) => row.slice('| R2M [r2m] − Ordinary RLHF [frozen]: '.length))).toEqual([
      'peak gold | 0.00 ± 0.00 | 0.00 | 0.00 to 0.00 | 0/5, 5 ties | 1.000 | 1.000 | 1.000 | 0.00 |',
      // Of five seeds no exact test has a p below 2 / 2 ** 5.
      'end gold | +1.00 ± 0.00 | +1.00 | +1.00 to +1.00 | 5/5 | 0.063 | 0.063 | 0.063 | 0.00 |',
      ...['gold at equal KL', 'gold at the greatest shared KL', 'area under gold'].map((title) => expect.stringMatching(`^${title} \\| \\+.* \\| 5/5 \\| `) as string),
    ]);
    const four = resultMarkdown(resultOf(['frozen', 'r2m'].flatMap((arm) => [8, 9, 10, 11].map((seed) => lane(arm as 'frozen', seed, rising(seed))))));
    expect(four).toContain('| paired by seed |');
    expect(four).not.toMatch(/in full|Wilcoxon/);
  });

  it('has methods with intervals, then differences paired by seed with the seeds won', () => {
    const [heading, , header, , frozen, r2m, , paired, , row, , ...notes] = resultMarkdown(five).split('\n');
    expect(heading).toBe('GRPO, β 0.15, 5 seeds (8-12), 90 steps; ops engine on wasm, 12.3 s.');
    expect(header).toContain('| method | gold at start | peak gold (mean of 3 evaluations) | peak at step (median) | end gold (steps 70 to 90) | KL at the end (steps 70 to 90) |');
    expect(frozen).toMatch(/\[frozen\] \| 2\.00 ± 0\.00 \| 3\.00 ± 0\.00 \| 20 \| 1\.20 ± 0\.20 \| 20\.00 ± 0\.00 \| 0\.60 \|/);
    expect(frozen).toContain(armTitle('frozen'));
    expect(r2m).toContain('| 2.20 ± 0.20 |');
    expect(paired).toContain('| paired by seed | peak gold | end gold | gold at equal KL | gold at the greatest shared KL | area under gold |');
    expect(row).toContain('| 0.00 ± 0.00 (0/5, 5 ties) | +1.00 ± 0.00 (5/5) |');
    expect(notes.join('\n')).toContain('± half width');
    expect(notes.join('\n')).not.toContain('oo few');
  });

  it('has no interval under five seeds, and says so in one line', () => {
    const table = resultMarkdown(resultOf([lane('frozen', 8, rising(1)), lane('frozen', 9, rising(1.5))], { steps: 90 }));
    expect(table).not.toContain('±');
    expect(table).toContain('\n2 seeds: too few for an interval.\n');
    expect(resultMarkdown(resultOf([lane('frozen', 8, rising(1))], { steps: 90 }))).toContain('\n1 seed: too few for an interval.\n');
  });

  it.each([
    ['no evaluation after the start', [2], 'end gold (step 0)', ': 0 after the start.'],
    ['one', [2, 1], 'end gold (step 10)', ': 1 after the start.'],
    ['two', [2, 1, 1], 'end gold (steps 10 to 20)', ': 2 after the start.'],
    ['three', [2, 1, 1, 1], 'end gold (steps 10 to 30)', 'those of the end (steps 10 to 30) are spread over more than a quarter of the run.'],
    ['seven', [2, 3, 3, 3, 3, 1, 1, 1], 'end gold (steps 50 to 70)', 'those of the end (steps 50 to 70) are spread over more than a quarter'],
  ])('says that %s are too few evaluations', (_, golds, end, sentence) => {
    const table = resultMarkdown(resultOf([lane('frozen', 8, golds)]));
    expect(table).toContain(end);
    expect(table).toContain('Too few evaluations for a peak and an end');
    expect(table).toContain(sentence);
  });

  it('has dashes for what was not measured, and no pairs of one method', () => {
    const table = resultMarkdown(resultOf([lane('frozen', 8, [2, 3, 1])]));
    expect(table).toMatch(/\| 0\.70 \| 0\.70 \| – \| 2\.25 \| 0\/1 \|\n/);
    expect(table).not.toContain('paired by seed');
  });

  it('begins with the word incomplete where the run is not finished', () => {
    expect(resultMarkdown({ ...five, complete: false, status: 'cancelled', step: 40 })).toMatch(/^Incomplete: step 40 of 90, cancelled\.\n\nGRPO/);
    expect(resultMarkdown({ ...five, complete: false, status: 'failed', step: 40, arms: [], paired: [] })).toMatch(/^Incomplete: step 40 of 90, failed\.\n\n.*\n\nNo evaluation yet\.\n$/);
  });
});

describe('the table in LaTeX', () => {
  const latex = resultLatex(five);

  it('has the same cells, escaped', () => {
    expect(latex).toContain('2.00 $\\pm$ 0.00 & 3.00 $\\pm$ 0.00 & 20 & 1.20 $\\pm$ 0.20 &');
    expect(latex).toContain('$-$');
    expect(latex).toContain('95 \\% interval');
  });

  it('has as many columns in every row as it declares', () => {
    for (const [, columns, body] of latex.matchAll(/\\begin\{tabular\}\{(lr*)\}([\s\S]*?)\\end\{tabular\}/g)) {
      const rows = body.split('\n').filter((line) => line.endsWith('\\\\'));
      expect(rows.length).toBeGreaterThan(1);
      expect(new Set(rows.map((row) => row.split(/(?<!\\)&/).length))).toEqual(new Set([columns.length]));
    }
    expect(latex.match(/\\begin\{tabular\}/g)).toHaveLength(3);
  });

  it('compiles without packages: no character is left that LaTeX reads in its own way or does not know', () => {
    expect(escaped('50 % of a_b & $c # {d} ~ ^ \\')).toBe('50 \\% of a\\_b \\& \\$c \\# \\{d\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{}');
    const all = resultLatex({ ...resultOf((['frozen', 'r2m', 'shrink'] as const).map((arm) => lane(arm, 8, [2, 3, 1]))), complete: false, status: 'failed' });
    expect(all).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
