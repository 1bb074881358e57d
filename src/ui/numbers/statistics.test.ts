import { describe, expect, it } from 'vitest';
import { pairedStatisticsOf } from '../../rlhf/pairedStatistics.ts';
import { STATISTIC_ROWS } from './statistics.ts';

const said = (...differences: number[]) => {
  const [statistics] = pairedStatisticsOf([differences]);
  return Object.fromEntries(STATISTIC_ROWS.map(({ title, cell }) => [title, cell(statistics)]));
};

describe('statistics in full', () => {
  it('have intervals, counts and p values, each in its place', () => {
    expect(said(1, 2, 3, 4, 5, 6, 7, -0.5, 0)).toMatchObject({
      'Mean': { text: '+3.06', aside: expect.stringMatching(/^± 2\.\d\d$/) as string },
      'Median': { text: '+3.00' },
      '95 % by bootstrap': { text: expect.stringMatching(/^\+1\.\d\d$/) as string, aside: expect.stringMatching(/^to \+4\.\d\d$/) as string },
      'Ahead in': { text: '7/9', aside: '1 tie' },
      // One of eight on the other side: 2 (1 + 8) / 2 ** 8; with the smallest size 2 * 2 / 2 ** 8.
      'p, sign test': { text: '0.070' },
      'p, Wilcoxon': { text: '0.016' },
      'p, Holm': { text: '0.016' },
    });
  });

  it('have dashes where a seed diverged', () => {
    const cells = said(1, 2, 3, 4, NaN);
    for (const title of ['Mean', '95 % by bootstrap', 'p, sign test', 'p, Wilcoxon', 'p, Holm', 'Could have shown']) expect(cells[title]).toEqual({ text: '–' });
    expect(cells['Ahead in']).toEqual({ text: '4/5' });
  });
});
