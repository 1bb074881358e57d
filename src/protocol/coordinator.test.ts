/** The protocol from end to end on wasm. */
import { describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { lab } from './testing.ts';

const config: Config = {
  ...presetConfig(findPreset('tiny')!), arms: ['frozen', 'r2m'], seeds: [8, 9, 10], sftSteps: 10, trunkSteps: 10, steps: 4,
};
const choice = { backend: 'wasm', engine: 'simd' } as const;

describe('the coordinator', { timeout: 120_000 }, () => {
  it('tells of a step only when every lane has told of it', async () => {
    const { send, until, reports } = lab(2, { config });
    const finished = until('finished');
    send({ type: 'start', run: 1, config, choice });
    await finished;
    const order = reports.filter(({ type }) => type === 'training' || type === 'step');
    for (const step of [1, 2, 3, 4]) {
      const end = order.findIndex((report) => report.type === 'step' && report.step === step);
      expect(order.slice(0, end).filter((report) => report.type === 'training' && report.metrics.step === step)).toHaveLength(6);
    }
  });

  it('pauses, steps once, changes a field on every lane at one step, and resumes', async () => {
    const { send, until, reports } = lab(2, { config });
    const atStart = until('paused');
    send({ type: 'start', run: 7, config, choice, paused: true });
    expect((await atStart).step).toBe(0);
    const stepped = until('paused', ({ step }) => step === 1);
    send({ type: 'step' });
    await stepped;
    send({ type: 'change', field: 'beta', value: 0 });
    send({ type: 'change', field: 'beta', value: 0.5 });
    send({ type: 'change', field: 'groupSize', value: 8 });
    const finished = until('finished');
    send({ type: 'resume' });
    const { result } = await finished;
    const changes = [{ step: 2, field: 'beta', from: config.beta, to: 0 }, { step: 2, field: 'beta', from: 0, to: 0.5 }];
    expect(result.changes).toEqual(changes);
    expect(reports.filter(({ type }) => type === 'changed')).toEqual(changes.map((change) => ({ run: 7, type: 'changed', ...change })));
    expect(reports.filter(({ type }) => type === 'resumed')).toHaveLength(1);
  });

  it('takes a pause and a change while the run is being prepared', async () => {
    const { send, until } = lab(2, { config });
    const paused = until('paused');
    send({ type: 'start', run: 1, config, choice });
    send({ type: 'change', field: 'beta', value: 0.5 });
    send({ type: 'pause' });
    expect((await paused).step).toBe(0);
    const finished = until('finished');
    send({ type: 'resume' });
    expect((await finished).result.changes).toEqual([{ step: 1, field: 'beta', from: config.beta, to: 0.5 }]);
  });

  it('starts fresh workers after one has failed', async () => {
    const { send, until, engines } = lab(2, { config });
    const running = until('step', ({ step }) => step === 1);
    send({ type: 'start', run: 1, config, choice });
    await running;
    const failed = until('failed');
    engines[0].read = () => Promise.reject(new Error('the device is lost'));
    expect(await failed).toEqual({ run: 1, type: 'failed', message: 'The graphics device was lost (the device is lost). Run again, or choose wasm.' });
    const finished = until('finished');
    send({ type: 'start', run: 2, config, choice });
    expect((await finished).run).toBe(2);
    expect(engines).toHaveLength(4);
  });

  it('goes on with the stages of workers whose seeds skip some', async () => {
    const { send, until, reports } = lab(2, { config, shipped: [8] });
    const finished = until('finished');
    send({ type: 'start', run: 1, config: { ...config, seeds: [8, 9] }, choice });
    await finished;
    const stages = reports.flatMap((report) => (report.type === 'stage' ? [report.stage] : []));
    expect([...new Set(stages)]).toEqual(['compile', 'sft', 'trunk', 'labels', 'head']);
    for (const report of reports) if (report.type === 'stage') expect(report.done).toBeLessThanOrEqual(report.total);
  });

  it('cancels a run, and a new start replaces one in progress', async () => {
    const { send, until, reports } = lab(2, { config });
    const running = until('step', ({ step }) => step === 1);
    send({ type: 'start', run: 1, config, choice });
    await running;
    const finished = until('finished');
    send({ type: 'start', run: 2, config: { ...config, steps: 2 }, choice });
    expect((await finished).run).toBe(2);
    const replaced = reports.findIndex(({ run, type }) => run === 1 && type === 'cancelled');
    expect(replaced).toBeGreaterThan(0);
    expect(reports.slice(replaced + 1).every(({ run }) => run === 2)).toBe(true);
    const cancelled = until('cancelled');
    send({ type: 'start', run: 3, config, choice });
    send({ type: 'cancel' });
    expect((await cancelled).run).toBe(3);
  });

  it('refuses a broken configuration, naming the field', async () => {
    const { send, until } = lab(1, { config });
    const failed = until('failed');
    send({ type: 'start', run: 1, config: { ...config, beta: -1 }, choice });
    expect((await failed).field).toBe('beta');
  });
});

describe('a measurement', { timeout: 120_000 }, () => {
  it('is made on every worker at once, tells nothing else and leaves nothing on the device', async () => {
    const { send, until, reports, engines } = lab(2, { config });
    const measured = until('measured');
    send({ type: 'measure', run: 1, config, choice });
    const { run, workers, shipped, speed } = await measured;
    expect({ run, workers, shipped }).toEqual({ run: 1, workers: 2, shipped: [] });
    for (const cost of Object.values(speed)) expect(cost).toEqual({ fixed: 0, perSeed: expect.closeTo(cost.perSeed) as number });
    for (const { perSeed } of Object.values(speed)) expect(perSeed).toBeGreaterThan(0);
    expect(reports).toHaveLength(1);
    expect(engines.map((engine) => engine.memory().arrays)).toEqual([0, 0]);
  });

  it('gives way to a run, whose result it does not change', async () => {
    const alone = lab(2, { config });
    const expected = alone.until('finished');
    alone.send({ type: 'start', run: 1, config, choice });
    const { send, until, reports, engines } = lab(2, { config });
    const finished = until('finished');
    send({ type: 'measure', run: 1, config, choice });
    send({ type: 'start', run: 2, config, choice });
    expect((await finished).result).toEqual((await expected).result);
    expect(reports.filter(({ run }) => run === 1)).toEqual([{ run: 1, type: 'cancelled' }]);
    expect(reports.findIndex(({ run }) => run === 1)).toBe(0);
    expect(engines).toHaveLength(2);
  });

  it('is refused while a run goes on or waits, and can be had afterwards', async () => {
    const { send, until } = lab(2, { config });
    const paused = until('paused');
    send({ type: 'start', run: 1, config, choice, paused: true });
    await paused;
    const refused = until('failed');
    send({ type: 'measure', run: 2, config, choice });
    expect(await refused).toEqual({ run: 2, type: 'failed', message: 'a run is in progress' });
    const finished = until('finished');
    send({ type: 'resume' });
    expect((await finished).run).toBe(1);
    const measured = until('measured');
    send({ type: 'measure', run: 3, config, choice });
    expect((await measured).run).toBe(3);
  });

  it('can be cancelled, and refuses a broken configuration', async () => {
    const { send, until } = lab(2, { config });
    const cancelled = until('cancelled');
    send({ type: 'measure', run: 1, config, choice });
    send({ type: 'cancel' });
    expect((await cancelled).run).toBe(1);
    const failed = until('failed');
    send({ type: 'measure', run: 2, config: { ...config, beta: -1 }, choice });
    expect(await failed).toMatchObject({ run: 2, field: 'beta' });
  });
});
