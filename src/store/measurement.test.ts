import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import { ofEachPiece } from '../experiment/forecast.ts';
import { fittingText, forecast, type Measurement } from './measurement.ts';

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
