import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { ofEachPiece } from '../experiment/forecast.ts';
import { fittingText, forecast, supervisedCost, type Measurement } from './measurement.ts';

const measurement = (fixed: number, perSeed: number): Measurement => ({
  speed: { ...ofEachPiece(() => ({ fixed: 0, perSeed: 0 })), rlStep: { fixed, perSeed } },
  workers: 2, shipped: defaultConfig.seeds, config: defaultConfig, backend: 'auto',
});
const asked = { config: { ...defaultConfig, steps: 100, seeds: [8, 9] }, backend: 'auto' } as const;

describe('a measurement on the page', () => {
  it('tells a step’s time by the seed where seeds cost the same each, else for all seeds', () => {
    expect(forecast(measurement(0, 95), asked)).toEqual({ seconds: 9.5, stepTime: 95, each: 'seed', workers: 2 });
    expect(forecast(measurement(10, 1), asked)).toMatchObject({ stepTime: 12, each: 'step' });
  });

  it('says nothing of another backend or other work', () => {
    expect(forecast(null, asked)).toBeNull();
    expect(forecast(measurement(0, 95), { ...asked, backend: 'wasm' })).toBeNull();
    expect(fittingText(measurement(0, 95), { ...asked, config: { ...asked.config, policyWidth: 64 } })).toBeNull();
  });

  it('gives the seeds as a field takes them', () => {
    expect(fittingText(measurement(0, 150), asked)).toBe('8-15');
    expect(fittingText(measurement(0, 1e6), asked)).toBe('8,9');
  });
});

describe('the cost of starting weights', () => {
  const slow: Measurement = { ...measurement(0, 100), speed: { ...measurement(0, 100).speed, sftStep: { fixed: 0, perSeed: 40 }, trunkStep: { fixed: 0, perSeed: 30 } } };

  it('is nothing for seeds that have them, and unknown where nobody knows which do', () => {
    expect(supervisedCost(slow, asked, [8, 9, 10])).toBeNull();
    expect(supervisedCost(slow, { ...asked, config: { ...asked.config, seeds: [40] } }, null)).toBeNull();
  });

  it('is what was measured here, of the seeds that have none', () => {
    const cost = supervisedCost(slow, { ...asked, config: { ...asked.config, seeds: [8, 40] } }, [8, 9]);
    expect(cost).toMatchObject({ seeds: [40], measured: true });
    // One worker trains the policy, the other the trunk.
    expect(cost?.seconds).toBeCloseTo(800 * 0.04);
    expect(supervisedCost({ ...slow, workers: 1 }, { ...asked, config: { ...asked.config, seeds: [8, 40] } }, [8, 9])?.seconds).toBeCloseTo(800 * 0.04 + 600 * 0.03);
  });

  it('is that of a slow machine where nothing was measured: more for a wider policy and for more seeds', () => {
    const of = (changes: object) => supervisedCost(null, { ...asked, config: { ...defaultConfig, ...changes } }, [])!;
    // Two workers share a seed's policy and trunk.
    expect(of({ seeds: [40, 41] })).toEqual({ seeds: [40, 41], seconds: 57, measured: false });
    expect(of({ seeds: [40] }).seconds).toBeLessThan(57);
    expect(of({ seeds: [40, 41, 42] }).seconds).toBeCloseTo(57 + of({ seeds: [40] }).seconds);
    // Measured: 101 s.
    expect(of({ seeds: [8, 9], policyWidth: 48 }).seconds).toBeGreaterThan(80);
    expect(of({ seeds: [8, 9], policyWidth: 48 }).seconds).toBeLessThan(125);
    expect(of({ seeds: [8], sftSteps: 1, trunkSteps: 1 }).seconds).toBeLessThan(1);
  });
});
