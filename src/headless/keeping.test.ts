import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { evaluation, training } from '../experiment/testing.ts';
import type { Report } from '../protocol/messages.ts';
import { exported, lane, resultOf } from '../results/testing.ts';
import { RunGatherer } from './gather.ts';
import { keepWriting } from './keeper.ts';
import { CHART, EARLIER, RESULT_FILES, setAsideEarlier, writeResult, writeWhole } from './resultFiles.ts';

const frozen = { arm: 'frozen', seed: 8 } as const;
const step = (number: number): Report => ({ run: 1, type: 'step', step: number });
const evaluated = (number: number): Report => ({ run: 1, type: 'evaluation', lane: frozen, metrics: evaluation(number), samples: [] });
const engine: Report = { run: 1, type: 'engine', info: { engine: 'ops', backend: 'wasm', device: '2 cores' }, reason: '' };

describe('what a run has computed', () => {
  function keeper(write: () => void = () => undefined) {
    const clock = { now: 0 };
    const told = { written: 0, problems: [] as string[] };
    const keep = keepWriting({
      now: () => clock.now, onProblem: (problem) => told.problems.push(problem),
      write: () => {
        told.written++;
        write();
      },
    });
    return { told, at: (now: number, ...reports: Report[]) => {
      clock.now = now;
      reports.forEach(keep);
      return told.written;
    } };
  }

  it('is written once all lanes have had an evaluation', () => {
    const { at } = keeper();
    expect(at(0, evaluated(0))).toBe(0);
    expect(at(1, step(0))).toBe(1);
    expect(at(5000, step(1), step(2))).toBe(1);
    expect(at(6000, evaluated(3), step(3))).toBe(2);
  });

  it('is not written all the time where evaluations come fast, and none is forgotten', () => {
    const { at } = keeper();
    expect(at(0, evaluated(0), step(0))).toBe(1);
    expect(at(100, evaluated(1), step(1))).toBe(1);
    expect(at(2100, step(2))).toBe(2);
  });

  it('is written now and then where evaluations are far apart', () => {
    const { at } = keeper();
    expect(at(0, evaluated(0), step(0))).toBe(1);
    expect(at(29_000, step(1))).toBe(1);
    expect(at(31_000, step(2))).toBe(2);
  });

  it('does not end the run where it cannot be written, and says so once', () => {
    const { at, told } = keeper(() => { throw new Error('ENOSPC'); });
    at(0, evaluated(0), step(0));
    at(60_000, step(1));
    expect(told).toEqual({ written: 2, problems: ['What is computed so far could not be written: ENOSPC'] });
  });
});

describe('a run’s reports, gathered', () => {
  const config = { ...defaultConfig, arms: ['frozen' as const], seeds: [8, 9] };

  it('are none before the first number', () => {
    const gathered = new RunGatherer(config);
    expect([gathered.partial('failed', 0), gathered.samples(), gathered.device]).toEqual([null, [], null]);
    gathered.receive(engine);
    expect(gathered.partial('failed', 0)).toBeNull();
  });

  it('are a partial result, with what was written and changed', () => {
    const gathered = new RunGatherer(config);
    const reports: Report[] = [
      engine, evaluated(0), step(0), { run: 1, type: 'training', lane: frozen, metrics: training(1) }, step(1),
      { run: 1, type: 'changed', step: 2, field: 'beta', from: 0.15, to: 0.5 },
      { run: 1, type: 'training', lane: { arm: 'r2m', seed: 8 }, metrics: training(1) },
    ];
    for (const report of reports) gathered.receive(report);
    const partial = gathered.partial('cancelled', 7);
    expect(partial).toMatchObject({ complete: false, status: 'cancelled', step: 1, seconds: 7, backend: 'wasm', changes: [{ step: 2, field: 'beta', from: 0.15, to: 0.5 }] });
    expect(partial?.arms.map(({ name, seeds }) => [name, seeds.map(({ series, training: { step: steps } }) => [series.step, steps])])).toEqual([['frozen', [[[0], [1]]]]]);
    expect(gathered.samples()).toEqual([{ ...frozen, pages: [{ step: 0, responses: [], proxies: [], ownProxies: [] }] }]);
    expect(gathered.device).toBe('2 cores');
  });
});

describe('the files of --out', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'r2m-lab-files-')); });
  afterEach(() => { rmSync(folder, { recursive: true }); });
  const write = (complete: boolean, gold: number) => {
    const result = exported(resultOf([lane('frozen', 8, [gold])]));
    writeResult(folder, { ...result, complete, status: complete ? 'finished' : 'cancelled' }, []);
  };
  const start = (...parts: string[]) => (JSON.parse(readFileSync(join(folder, ...parts, 'result.json'), 'utf8')) as ReturnType<typeof exported>).arms[0].seeds[0].startGold;

  it('are all there, and nothing else is', () => {
    write(true, 2);
    write(true, 3);
    expect(readdirSync(folder).sort()).toEqual([...RESULT_FILES].sort());
    expect(start()).toBe(3);
  });

  it('of a run that finished are set aside, until another that finished takes their place', () => {
    expect(setAsideEarlier(folder)).toBe(false);
    write(true, 1);
    writeWhole(folder, CHART, 'a picture');
    expect(setAsideEarlier(folder)).toBe(true);
    expect(readdirSync(folder)).toEqual([EARLIER]);
    expect(readdirSync(join(folder, EARLIER)).sort()).toEqual([...RESULT_FILES, CHART].sort());
    write(false, 2);
    expect(setAsideEarlier(folder)).toBe(false);
    expect([readdirSync(folder), start(EARLIER)]).toEqual([[EARLIER], 1]);
    write(true, 3);
    expect(setAsideEarlier(folder)).toBe(true);
    expect(start(EARLIER)).toBe(3);
    expect(existsSync(join(folder, EARLIER, CHART))).toBe(false);
  });

  it('that cannot be read are no result', () => {
    writeFileSync(join(folder, 'result.json'), '{"complete":');
    expect(setAsideEarlier(folder)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
