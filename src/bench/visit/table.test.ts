import { describe, expect, it } from 'vitest';
import { figuresOf, medianOf } from './figures.ts';
import type { PageResult } from './result.ts';
import { pageTable } from './table.ts';
import { visitOf } from './testing.ts';

const visits = [visitOf(), visitOf({ picture: 1200, firstStep: null }), visitOf({ picture: 1000 })].map((visit) => figuresOf({
  ...visit, transfers: [{ kind: 'script', at: 0, encoding: '', body: Buffer.alloc(229_000) }, { kind: 'wasm', at: 1e12 + 11_000, encoding: '', body: Buffer.alloc(425_000) }],
}));

const result: PageResult = {
  machine: { cores: 2, processor: 'A processor', loadAverage: 3.25, browser: 'Chromium 1' },
  warnings: ['The machine was busy.'],
  runs: Array.from({ length: 3 }, () => ({ preset: 'tiny', arms: 2, seeds: 1, steps: 6, engine: 'ops on wasm, one thread' })),
  visits,
  median: medianOf(visits),
  flush: [{ lanes: 4, arms: 2, steps: 2000, window: 200, foldMs: { first: 0.031, last: 0.03 }, shownMs: { first: 0.2, last: 0.5 } }],
};

describe('the table of a page’s visits', () => {
  const rows = new Map(pageTable(result).split('\n').filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())).map(([title, ...cells]) => [title, cells]));

  it('gives bytes by kind and in all, and leaves out kinds that were never asked for', () => {
    expect(rows.get('JavaScript of the page')).toEqual(['229 kB', '229 kB', '229 kB', '229 kB']);
    expect(rows.get('wasm')).toEqual(['–', '–', '425 kB', '425 kB']);
    expect(rows.get('all')).toEqual(['229 kB', '229 kB', '654 kB', '654 kB']);
    expect(rows.has('CSS')).toBe(false);
  });

  it('gives median, least and most of each figure, over the visits that have it', () => {
    expect(rows.get('first picture')).toEqual(['1.00 s', '0.800 s', '1.20 s']);
    expect(rows.get('from Run to the first RL step')).toEqual(['2.00 s', '2.00 s', '2.00 s']);
    expect(rows.get('longest time without a movement')).toEqual(['–', '–', '–']);
    expect(rows.get('long tasks, run')).toEqual(['0', '0', '0']);
  });

  it('gives what a flush costs at both ends of a run', () => {
    expect(rows.get('4 lanes')).toEqual(['0.0310 ms', '0.0300 ms', '0.200 ms', '0.500 ms']);
  });

  it('says what ran where, once, and warns first', () => {
    const lines = pageTable(result).split('\n');
    expect(lines[0]).toBe('**The machine was busy.**');
    expect(lines.filter((line) => line.startsWith('Run:'))).toEqual(['Run: preset tiny, 2 arms × 1 seed, 6 steps, ops on wasm, one thread']);
    expect(lines.find((line) => line.startsWith('Machine:'))).toContain('2 cores, A processor; load average before: 3.25; Chromium 1');
  });
});
