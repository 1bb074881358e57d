import { describe, expect, it } from 'vitest';
import { resultCsv } from './csv.ts';
import { pairedCsv } from './pairedCsv.ts';
import { exported, lane, resultOf } from './testing.ts';

const two = resultOf([
  lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 3, 1.5]), lane('r2m', 8, [2, 3, 2]), lane('r2m', 9, [2, 3, 2.5]),
]);

/** As a reader does that takes `#` for a comment. */
const dataOf = (text: string) => text.split('\n').filter((line) => !line.startsWith('#'));
const commentsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));

describe('series.csv', () => {
  const text = resultCsv(exported(two));
  const lines = dataOf(text);
  const table = lines.slice(1, -1).map((line) => Object.fromEntries(line.split(',').map((cell, column) => [lines[0].split(',')[column], cell])));

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

  it('begins with where it comes from, and has no other comment', () => {
    const comments = commentsOf(text);
    expect(text.startsWith(`${comments.join('\n')}\narm,seed,kind,step,`)).toBe(true);
    expect(comments).toContain('# status: complete');
    expect(comments).toContain('# link: #preset=default');
    expect(comments.join('\n')).toContain('\n# command: npm run -s experiment -- --preset default ');
    expect(dataOf(text).join('\n')).not.toContain('#');
  });

  it('says where a run is not finished, and what was changed in it', () => {
    const changes = [{ step: 16, field: 'beta', from: 0.15, to: 0.5 }];
    const comments = commentsOf(resultCsv(exported({ ...two, complete: false, status: 'cancelled', step: 20, changes })));
    expect(comments).toContain('# status: incomplete: step 20 of 160, cancelled');
    expect(comments).toContain('# changed: beta from 0.15 to 0.5 at step 16');
    expect(comments.join('\n')).toContain('# command: none');
  });

  it('is a header alone where there is no lane', () => {
    expect(dataOf(resultCsv(exported(resultOf([], { arms: ['frozen'], seeds: [8] }))))).toEqual(['arm,seed,kind,step', '']);
  });
});

describe('paired.csv', () => {
  const tableOf = (text: string) => {
    const [header, ...rows] = dataOf(text).slice(0, -1).map((line) => line.split(','));
    return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column]])));
  };

  it('has a row for each quantity of each pair, with what JSON has in full precision', () => {
    const text = pairedCsv(exported(two));
    expect(commentsOf(text)).toEqual(commentsOf(resultCsv(exported(two))));
    const table = tableOf(text);
    expect(table.map(({ arm, versus, quantity }) => [arm, versus, quantity].join(' '))).toEqual(
      ['peakGold', 'finalGold', 'goldAtEqualKl', 'goldAtEqualKlEnd', 'areaUnderGold'].map((quantity) => `r2m frozen ${quantity}`));
    const { mean, wins, n, wilcoxonP, holmP, detectable } = two.paired[0].areaUnderGold;
    expect(table[4]).toMatchObject({ mean: String(mean), wins: String(wins), n: String(n), wilcoxonP: String(wilcoxonP), holmP: String(holmP), detectable: String(detectable) });
    // Two seeds are too few for a bootstrap.
    expect(table[4]).toMatchObject({ bootstrap95Low: '', bootstrap95High: '' });
  });

  it('is a header alone where nothing is compared', () => {
    expect(tableOf(pairedCsv(exported(resultOf([lane('frozen', 8, [2, 3])]))))).toEqual([]);
  });
});
