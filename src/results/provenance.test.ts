import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLink } from '../settings/link.ts';
import { emptySeries, type LaneSeries } from '../experiment/series.ts';
import { csvHeader } from './csvHeader.ts';
import { resultJson } from './json.ts';
import { partialResult, type Progress } from './partial.ts';
import { exported, lane, resultOf } from './testing.ts';
import type { ExportedResult } from './provenance.ts';

const lanes = [lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 3, 1.5]), lane('shrink', 8, [2, 3, 2]), lane('shrink', 9, [2, 3, 2.5])];
const result = resultOf(lanes, { beta: 0.2, evaluationSamples: 3 });

describe('provenance', () => {
  const { provenance } = exported(result);

  it('tells lab, day, browser and device', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(provenance).toMatchObject({ lab: version, date: '2026-11-25', browser: 'chromium 156', device: '2 cores' });
  });

  it('has a link that opens the configuration', () => {
    expect(decodeLink(provenance.link)).toMatchObject({ config: result.config, problems: [] });
    expect(provenance.link.startsWith('#preset=')).toBe(true);
  });

  it('counts what gold was asked', () => {
    expect(provenance.labels).toEqual({ pairs: 75, seeds: 2, total: 150, sharedBy: ['frozen', 'shrink'], bought: [] });
    // Four lanes, three evaluations, thirty prompts, three answers to each.
    expect(provenance.evaluation).toEqual({ answers: 4 * 3 * 30 * 3 });
  });

  it('tells labels of the start from those that an arm bought on the way for itself', () => {
    const buyer = 'paidHead{goldEvery=2,goldGroups=3}';
    const made = exported(resultOf([...lanes, lane(buyer, 8, [2, 3, 2], 10, 15), lane(buyer, 9, [2, 3, 2], 10, 14), lane('paidR2m', 8, [2], 10, 15)]));
    expect(made.provenance.labels).toEqual({
      pairs: 75, seeds: 2, total: 150 + 58, sharedBy: ['frozen', 'shrink', buyer, 'paidR2m'], bought: [{ arm: buyer, total: 30 + 28 }],
    });
    expect(csvHeader(made)).toContain(
      `# labels: 75 pairs for each of 2 seeds, shared by frozen, shrink, ${buyer}, paidR2m; 58 more bought on the way by ${buyer}; 208 in all`,
    );
    expect(made.provenance.command).toContain(` --arms "frozen,shrink,${buyer},paidR2m" `);
  });

  it('has no command where none makes the run again', () => {
    expect(exported({ ...result, changes: [{ step: 3, field: 'beta', from: 0.2, to: 0.3 }] }).provenance.command).toBeNull();
  });

  it('is in the JSON beside all that a result has', () => {
    const text = resultJson(exported(result));
    const read = JSON.parse(text) as ExportedResult;
    expect(text.endsWith('}\n')).toBe(true);
    expect(read).toMatchObject({ schemaVersion: 1, complete: true, status: 'finished', seconds: 12.34, provenance: { date: '2026-11-25' } });
    expect(read.arms[0].seeds[0].series.gold).toEqual([2, 3, 1]);
  });
});

describe('the result of a run that is not finished', () => {
  const progress: Progress = { status: 'paused', step: 20, engine: { engine: 'ops', backend: 'wasm' }, changes: [], seconds: 3 };

  it('is marked, and holds what was computed', () => {
    expect(partialResult(result.config, lanes, progress)).toMatchObject({
      complete: false, status: 'paused', step: 20, arms: [{ name: 'frozen' }, { name: 'shrink' }], paired: [{ arm: 'shrink', versus: 'frozen' }],
    });
  });

  const silent = ({ arm, seed }: LaneSeries) => emptySeries(arm, seed);

  it('has only the lanes that have an evaluation', () => {
    const some = partialResult(result.config, [lanes[0], silent(lanes[1]), silent(lanes[2])], progress);
    expect(some?.arms.map(({ seeds }) => seeds.map(({ seed }) => seed))).toEqual([[8]]);
    expect(some?.paired).toEqual([]);
  });

  it('is none before the first number', () => {
    expect(partialResult(result.config, [], progress)).toBeNull();
    expect(partialResult(result.config, lanes.map(silent), progress)).toBeNull();
    expect(partialResult(result.config, lanes, { ...progress, engine: null })).toBeNull();
  });
});
