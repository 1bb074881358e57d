import { describe, expect, it } from 'vitest';
import type { Config } from '../../config/fields.ts';
import { defaultConfig } from '../../settings/schema.ts';
import type { ArmName } from '../../config/names.ts';
import { evaluation } from '../../experiment/testing.ts';
import { seriesOf, type LaneSeries } from '../../experiment/series.ts';
import { summarise } from '../../experiment/summary.ts';
import type { RunStatus } from '../../store/record.ts';
import { directionOf, verdictOf } from '../../store/verdict.ts';
import { armLabel } from '../arms.ts';
import { sentencesOf } from './sentences.ts';

type Curve = (step: number, seed: number) => number;

/** Nine evaluations of a run of 160 steps. */
const STEPS = [0, 20, 40, 60, 80, 100, 120, 140, 160];
/** A little of each seed's own, that adds up to nothing over an even number of them. */
const own = (seed: number) => (seed % 2 === 0 ? 0.03 : -0.03);

function lanes(arm: ArmName, seeds: readonly number[], gold: Curve, proxy: Curve, steps: readonly number[] = STEPS): LaneSeries[] {
  return seeds.map((seed) => seriesOf(arm, seed, steps.map((step) => evaluation(step, { gold: gold(step, seed), proxy: proxy(step, seed) })), []));
}

const rising: Curve = (step, seed) => (1.7 * step) / 160 + own(seed);
const flat: Curve = (_, seed) => 2.35 + own(seed);
const COLLAPSE = [2.35, 2.5, 2.6, 2.75, 2.95, 2.8, 2, 1.4, 1.1];
const collapse: Curve = (step, seed) => COLLAPSE[step / 20] + own(seed);
const better: Curve = (step, seed) => 2.35 + step / 200 + own(seed) * (step / 160);
const worse: Curve = (step, seed) => 2.35 - step / 200 + own(seed);

const seedsOf = (count: number) => Array.from({ length: count }, (_, index) => 8 + index);

function said(runLanes: readonly LaneSeries[], config: Partial<Config> = {}, status: RunStatus = 'finished') {
  const { arms, paired } = summarise(runLanes);
  const names = [...new Set(runLanes.map(({ arm }) => arm))];
  const shown = { arms, paired, status, config: { ...defaultConfig, steps: 160, arms: names, ...config } };
  const verdict = verdictOf(shown);
  const { head, lines } = sentencesOf(verdict);
  const text = [head, ...lines].join(' ');
  expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  return { verdict, head, lines, hacking: verdict.kind === 'run' ? verdict.hacking : null };
}

const twelve = seedsOf(12);

describe('the verdict on the first method', () => {
  it('of a collapse', () => {
    const { head, hacking } = said(lanes('frozen', twelve, collapse, rising));
    expect(head).toBe('The reward model says the answers keep getting better (+1.5 sd). '
      + 'What we wanted got better until step 80 (2.35 → 2.83), then worse than at the start (1.50).');
    expect(hacking).toEqual({ from: 80, to: 160 });
  });

  it('of a run without a collapse', () => {
    const { head, hacking } = said(lanes('frozen', twelve, better, rising));
    expect(head).toMatch(/What we wanted got better, too \(2\.35 → 3\.05\)\.$/);
    expect(hacking).toBeNull();
  });

  it('of gold that stays where it was', () => {
    const { head, hacking } = said(lanes('frozen', twelve, (step, seed) => flat(step, seed) + 0.01 * Math.sin(step + seed), rising));
    expect(head).toMatch(/What we wanted hardly changed \(2\.3\d → 2\.3\d\)\.$/);
    expect(hacking).toBeNull();
    expect(said(lanes('frozen', twelve, flat, rising)).head).toMatch(/What we wanted did not change \(2\.35\)\.$/);
  });

  it('of harm from the start', () => {
    const { head, hacking } = said(lanes('frozen', twelve, worse, rising));
    expect(head).toMatch(/What we wanted got worse from the start \(2\.35 → 1\.65\)\.$/);
    expect(hacking).toEqual({ from: 0, to: 160 });
  });

  it('of a fall back to the start, and of one to above it', () => {
    const back: Curve = (step, seed) => (step === 0 ? 2.35 : collapse(step, seed) + (step > 100 ? 0.83 : 0)) + own(seed) * step / 40;
    expect(said(lanes('frozen', twelve, back, rising)).head).toMatch(/until step 100 \(2\.35 → 2\.86\), then fell back to about as good as at the start \(2\.33\)\.$/);
    const part: Curve = (step, seed) => collapse(step, seed) + (step > 100 ? 1.1 : 0);
    expect(said(lanes('frozen', twelve, part, rising)).head).toMatch(/got better until step \d+ \(.*\), then lost part of that again \(2\.60\)\.$/);
  });

  it('of a proxy that falls, and of one that came back', () => {
    expect(said(lanes('frozen', twelve, worse, (step, seed) => -rising(step, seed))).head).toMatch(/^The reward model says the answers got worse \(−1\.5 sd\)\./);
    const down = said(lanes('frozen', twelve, collapse, (step, seed) => -rising(step, seed)));
    expect(down.hacking).toBeNull();
    expect(said(lanes('frozen', twelve, better, (step, seed) => (step < 100 ? step / 50 : 1) + own(seed))).head).toMatch(/the answers got better \(\+1\.0 sd\)/);
  });

  it('does not claim what the seeds do not bear out', () => {
    const apart: Curve = (step, seed) => 2.35 + ((seed % 2 === 0 ? 2 : -2.6) * step) / 160;
    const { head, hacking } = said(lanes('frozen', twelve, apart, rising));
    expect(head).toMatch(/changed differently from seed to seed .* about as good as at the start, as far as these seeds can tell\.$/);
    expect(head).not.toMatch(/worse|got better, too/);
    expect(hacking).toBeNull();
  });

  it('of one seed and of a few says so', () => {
    expect(said(lanes('frozen', [8], collapse, rising)).head).toMatch(/^In this one seed, the reward model says .* then worse than at the start/);
    for (const count of [2, 3, 4]) {
      const { head, hacking } = said(lanes('frozen', seedsOf(count), collapse, rising));
      expect(head).toMatch(new RegExp(`^In these ${count} seeds, the reward model says`));
      expect(hacking).toEqual({ from: 80, to: 160 });
    }
    expect(said(lanes('frozen', seedsOf(5), collapse, rising)).head).toMatch(/^The reward model says/);
  });

  it('of a single other method names it', () => {
    expect(said(lanes('r2m', twelve, better, rising)).head).toMatch(/^With R2M, the reward model says/);
    expect(said(lanes('r2m', [8, 9], better, rising)).head).toMatch(/^With R2M in these 2 seeds, the reward model says/);
  });

  it('of an unfinished run says how far it came', () => {
    const part = lanes('frozen', twelve, better, rising, STEPS.slice(0, 3));
    expect(said(part, {}, 'running').head).toMatch(/^So far, at step 40 of 160, the reward model says/);
    expect(said(part, {}, 'cancelled').head).toMatch(/^Until it was stopped at step 40 of 160, the reward model/);
    expect(said(part, {}, 'failed').head).toMatch(/^Until it was stopped at step 40 of 160/);
    expect(said(part, {}, 'running').lines).toContain('Only 2 evaluations after the start so far: too few for a peak and an end.');
  });

  it('of a run of one step speaks of no peak', () => {
    const { head, lines, hacking } = said(lanes('frozen', twelve, (step, seed) => 2.35 - step + own(seed), (step, seed) => step + own(seed), [0, 1]), { steps: 1 });
    expect(head).toMatch(/What we wanted is worse than at the start \(2\.35 → 1\.35\)\.$/);
    expect(lines).toEqual(['Only 1 evaluation after the start: too few for a peak and an end.']);
    expect(hacking).toBeNull();
  });

  it('with the starting policy alone, or nothing', () => {
    expect(said(lanes('frozen', twelve, flat, rising, [0]), {}, 'running').head).toBe('So far only the starting policy has been measured: gold, what we want, is 2.35.');
    expect(said(lanes('frozen', twelve, flat, rising, [0]), {}, 'cancelled').head).toMatch(/^Stopped when only the starting policy/);
    expect(said([], {}, 'running').head).toMatch(/^Nothing has been measured yet/);
    expect(said([], {}, 'failed').head).toBe('The run ended before anything was measured.');
  });

  it('leaves out seeds that diverged', () => {
    const broken = lanes('frozen', [20], (step) => (step > 100 ? NaN : 2), rising);
    const { head, lines } = said([...lanes('frozen', twelve, collapse, rising), ...broken]);
    expect(head).toMatch(/2\.35 → 2\.83/);
    expect(lines).toContain('1 of 13 seeds diverged and are left out.');
    expect(said(broken).head).toMatch(/^Training diverged/);
    expect(said([...lanes('frozen', twelve, collapse, rising), ...lanes('r2m', twelve, () => NaN, rising)]).lines)
      .toContain('R2M diverged: its numbers are no longer finite.');
  });
});

describe('the verdict on further methods', () => {
  const first = lanes('frozen', twelve, collapse, rising);

  it('says what could be chance', () => {
    const noisy: Curve = (step, seed) => collapse(step, seed) + (seed % 2 === 0 ? 1.5 : -1.1);
    expect(said([...first, ...lanes('r2m', twelve, noisy, rising)]).lines).toEqual([
      expect.stringMatching(/^With R2M: 1\.70 at the end\. Difference over 12 seeds \+0\.20 ± 0\.8\d: could be chance\.$/),
    ]);
  });

  it('says what is more than chance, and for how many seeds', () => {
    const [all] = said([...first, ...lanes('r2m', twelve, (step, seed) => collapse(step, seed) + step / 160, rising)]).lines;
    expect(all).toMatch(/: more than chance, better in all 12 seeds\.$/);
    const [most] = said([...first, ...lanes('r2m', twelve, (step, seed) => collapse(step, seed) + (seed === 8 ? -0.2 : step / 160), rising)]).lines;
    expect(most).toMatch(/\+0\.\d+ ± 0\.\d+: more than chance, better in all but 1 of 12 seeds\.$/);
    const many = seedsOf(64);
    const [third] = said([
      ...lanes('frozen', many, collapse, rising), ...lanes('r2m', many, (step, seed) => collapse(step, seed) + (seed % 3 === 0 ? -0.2 : step / 160), rising),
    ]).lines;
    expect(third).toMatch(/: more than chance, better in 43 of 64 seeds\.$/);
    const [less] = said([...first, ...lanes('r2m', twelve, (step, seed) => collapse(step, seed) - step / 160 + own(seed), rising)]).lines;
    expect(less).toMatch(/Difference over 12 seeds −0\.\d+ ± 0\.\d+: more than chance, worse in all 12 seeds\.$/);
  });

  it('knows a tie, though rounding parts them', () => {
    const tie = said([...first, ...lanes('shrink', twelve, (step, seed) => collapse(step, seed) + 1e-8, rising)]).lines;
    expect(tie).toEqual([`With ${armLabel('shrink')}: 1.50 at the end. The same as ${armLabel('frozen')} in all 12 seeds.`]);
  });

  it('of a few seeds is that they are too few', () => {
    for (const count of [1, 2, 4]) {
      const seeds = seedsOf(count);
      const { lines } = said([...lanes('frozen', seeds, collapse, rising), ...lanes('r2m', seeds, better, rising)]);
      expect(lines).toEqual([expect.stringMatching(new RegExp(`Difference over ${count} seeds? \\+1\\.\\d\\d: too few to tell\\.$`))]);
      expect(lines[0]).not.toContain('±');
    }
  });

  it('has a line for each, also for one that was not measured yet', () => {
    const three = said([...first, ...lanes('r2m', twelve, better, rising), ...lanes('shrink', twelve, flat, rising)]);
    expect(three.lines).toHaveLength(2);
    const waiting = said(lanes('frozen', twelve, collapse, rising), { arms: ['frozen', 'r2m'] }, 'running');
    expect(waiting.lines).toEqual(['R2M has not been measured yet.']);
    const apart = said([...first, ...lanes('r2m', [30, 31], better, rising)]);
    expect(apart.lines[0]).toContain('No seed is shared');
  });

  it('says "so far" where the run goes on', () => {
    const part = [...lanes('frozen', twelve, better, rising, STEPS.slice(0, 6)), ...lanes('r2m', twelve, better, rising, STEPS.slice(0, 6))];
    expect(said(part, {}, 'running').lines[0]).toMatch(/^With R2M: 2\.\d\d so far\. The same as/);
  });
});

describe('a direction', () => {
  it.each([
    [[], 'mixed'], [[0, 1e-7], 'same'], [[0.3], 'up'], [[-0.3, -0.4], 'down'], [[0.3, -0.4], 'small'], [[3, -1], 'mixed'], [[0.1, 0.1], 'small'],
    [[0.1, 0.11, 0.1, 0.09, 0.1], 'up'], [[1, -1, 0.5, -0.4, 0.1], 'small'], [[1, 2, 0.5, -0.4, -1.5], 'mixed'],
  ] as const)('of %j is %s', (differences, expected) => {
    expect(directionOf(differences)).toBe(expected);
  });
});
