import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ArmName } from '../config/names.ts';
import { defaultConfig } from '../settings/schema.ts';
import { prompts } from '../world/prompts.ts';
import {
  checkRecording, checkSamples, curvesFile, curvesJson, readRecording, readSamples, RECORDED_SEEDS, samplesFile, samplesJson,
} from './recordedFiles.ts';
import type { RecordedLane } from './recording.ts';
import type { RunResult } from './result.ts';
import { seriesOf, type LaneSeries } from './series.ts';
import { summarise } from './summary.ts';
import { evaluation, training } from './testing.ts';

const config = { ...defaultConfig, seeds: [8, 9, 10], steps: 20 };

function lane(arm: ArmName, seed: number): LaneSeries {
  return seriesOf(
    arm, seed,
    [0, 10, 20].map((step) => evaluation(step, { gold: 2 + seed / 7 + step / 300, kl: step / 3, goldStyle: 1 / 7, length: 20 / 3, onPolicyAccuracy: null })),
    Array.from({ length: 20 }, (_, index) => training(index + 1, { gold: 1 / 3 + index })),
  );
}

const result: RunResult = {
  schemaVersion: 1, complete: true, status: 'finished', step: 20, config, backend: 'wasm', engine: 'ops', seconds: 12.3, changes: [],
  ...summarise(config.arms.flatMap((arm) => config.seeds.map((seed) => lane(arm, seed)))),
};
const lanes: RecordedLane[] = config.arms.flatMap((arm) => config.seeds.map((seed) => (
  { arm, seed, pages: [{ step: 0, responses: ['soil and water EOS', 'EOS'], proxies: [1 / 3, 0], ownProxies: [-1 / 3, 0] }] })));

type Json = Record<string, unknown>;
const curves = () => JSON.parse(curvesJson('default', '2026-11-25', result)) as Json & {
  config: Json; arms: { name: string; seeds: { seed: number; series: Record<string, unknown[]>; training: Record<string, unknown[]> }[] }[];
};
const samples = () => JSON.parse(samplesJson(result, lanes)) as Json & { samplesOf: string; seeds: number[]; lanes: RecordedLane[] };
const reason = (json: unknown) => {
  const read = checkRecording(json);
  return read.ok ? 'none' : read.reason;
};

describe('a recorded run’s curves', () => {
  it('come back with the same figures, and every second training step', () => {
    const recording = readRecording(curves())!;
    expect(recording).toMatchObject({ preset: 'default', date: '2026-11-25', lanes: [], result: { complete: true, status: 'finished', step: 20, config, seconds: 12.3 } });
    recording.result.arms.forEach(({ name, seeds, summary }, arm) => {
      expect(name).toBe(result.arms[arm].name);
      expect(summary.finalGold.mean).toBeCloseTo(result.arms[arm].summary.finalGold.mean, 4);
      expect(seeds.map(({ peakStep, finalSpan, few }) => [peakStep, finalSpan, few])).toEqual(result.arms[arm].seeds.map(({ peakStep, finalSpan, few }) => [peakStep, finalSpan, few]));
      expect(seeds[0].training.step).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
      expect(seeds[0].training.gold.slice(0, 2)).toEqual([1.33, 3.33]);
      expect(seeds[0].series.goldStyle[0]).toBe(0.143);
    });
    expect(recording.result.paired).toHaveLength(1);
  });

  it('have every column, of nulls where it was not kept', () => {
    const [{ seeds: [seed] }] = readRecording(curves())!.result.arms;
    expect(seed.training.loss).toEqual(new Array(10).fill(null));
    const without = curves();
    for (const arm of without.arms) for (const each of arm.seeds) {
      each.training = {};
      delete each.series.entropy;
    }
    const [{ seeds: [bare] }] = readRecording(without)!.result.arms;
    expect([bare.training.step, bare.training.gold, bare.series.entropy]).toEqual([[], [], [null, null, null]]);
    expect(bare.finalGold).toBe(seed.finalGold);
  });

  it('know a field that is younger than they are', () => {
    const old = curves();
    delete old.config.clip;
    expect(readRecording(old)?.result.config.clip).toBe(defaultConfig.clip);
  });

  const spoilt = (spoil: (file: ReturnType<typeof curves>) => void) => {
    const file = curves();
    spoil(file);
    return file;
  };
  it.each<[string, unknown, RegExp]>([
    ['nothing', null, /version 2/],
    ['a text', '<!doctype html>', /version 2/],
    ['a list', [], /version 2/],
    ['an older recording', { result, lanes }, /version 2/],
    ['another version', spoilt((file) => { file.recording = 3; }), /version 2/],
    ['no arms', spoilt((file) => { file.arms = []; }), /holds no arm, not frozen 8,9,10; r2m 8,9,10/],
    ['an arm less', spoilt((file) => { file.arms.pop(); }), /holds frozen 8,9,10, not/],
    ['a seed less', spoilt((file) => { file.arms[0].seeds.pop(); }), /holds frozen 8,9;/],
    ['an unknown arm', spoilt((file) => { file.arms[0].name = 'thawed'; }), /thawed/],
    ['no gold', spoilt((file) => { delete file.arms[0].seeds[1].series.gold; }), /frozen with seed 9 lacks the column gold/],
    ['a short column', spoilt((file) => { file.arms[0].seeds[1].series.gold.pop(); }), /different lengths/],
    ['a run cut short', spoilt((file) => { for (const column of Object.values(file.arms[0].seeds[1].series)) column.pop(); }), /ends at step 10 of 20/],
    ['empty columns', spoilt((file) => { for (const column of Object.values(file.arms[0].seeds[1].series)) column.length = 0; }), /ends at step none of 20/],
    ['a word for a number', spoilt((file) => { file.arms[0].seeds[1].series.gold[0] = 'two'; }), /gold/],
    ['a configuration out of range', spoilt((file) => { file.config.beta = -1; }), /beta: got "-1"/],
    ['an unknown field', spoilt((file) => { file.config.gamma = 1; }), /gamma/],
  ])('are refused where the file holds %s', (_, json, why) => {
    expect(reason(json)).toMatch(why);
    expect(readRecording(json)).toBeNull();
  });
});

describe('a recorded run’s samples', () => {
  it('are of the seeds nearest the mean end, and say so', () => {
    const file = samples();
    expect(file.samplesOf).toBe('the two seeds nearest the mean end of the first arm');
    // The ends are equally far apart: the middle one is the mean.
    expect(file.seeds[0]).toBe(9);
    expect(file.seeds).toHaveLength(2);
    expect(readSamples(file)?.map(({ arm, seed }) => [arm, seed])).toEqual(file.seeds.flatMap((seed) => [['frozen', seed], ['r2m', seed]]));
    expect(readSamples(file)?.[0].pages[0]).toEqual({ step: 0, responses: ['soil and water EOS', 'EOS'], proxies: [0.33, 0], ownProxies: [-0.33, 0] });
  });

  it.each<[string, (file: ReturnType<typeof samples>) => unknown]>([
    ['nothing', () => null],
    ['another version', (file) => ({ ...file, recording: 1 })],
    ['a word that is none', (file) => ({ ...file, lanes: [{ ...file.lanes[0], pages: [{ step: 0, responses: ['sole'], proxies: [0], ownProxies: [0] }] }] })],
    ['fewer scores than responses', (file) => ({ ...file, lanes: [{ ...file.lanes[0], pages: [{ step: 0, responses: ['EOS'], proxies: [], ownProxies: [0] }] }] })],
    ['more responses than prompts', (file) => {
      const many = prompts.length + 1;
      const zeros = new Array<number>(many).fill(0);
      return { ...file, lanes: [{ ...file.lanes[0], pages: [{ step: 0, responses: new Array<string>(many).fill('EOS'), proxies: zeros, ownProxies: zeros }] }] };
    }],
  ])('are refused where the file holds %s', (_, spoil) => {
    expect(checkSamples(spoil(samples()))).toMatchObject({ ok: false });
    expect(readSamples(spoil(samples()))).toBeNull();
  });
});

describe('the shipped recordings', () => {
  const folder = new URL('../../public/recorded/', import.meta.url);
  const files = readdirSync(folder);
  const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

  it('are of presets that have one, the default’s among them', () => {
    const names = Object.keys(RECORDED_SEEDS);
    expect(names.flatMap((name) => [curvesFile(name), samplesFile(name)])).toEqual(expect.arrayContaining(files));
    expect(files).toEqual(expect.arrayContaining([curvesFile('default'), samplesFile('default')]));
  });

  it.each(files.filter((name) => !name.endsWith(samplesFile(''))))('%s can be read, with its samples', (name) => {
    const read = checkRecording(json(name));
    if (!read.ok) throw new Error(read.reason);
    const { preset, result: { config: { seeds, arms } } } = read.value;
    expect(name).toBe(curvesFile(preset));
    expect(seeds).toEqual(RECORDED_SEEDS[preset]);
    const read2 = checkSamples(json(samplesFile(preset)));
    if (!read2.ok) throw new Error(read2.reason);
    expect(read2.value).toHaveLength(2 * arms.length);
  });
});
