/** What the engine asks a device for, over many steps. That it computes the right things is for a real device to show. */
import { expect, it } from 'vitest';
import { createModels, plainTrial, rlStep } from '../trial.ts';
import { createFusedEngine } from './engine.ts';
import { fakeDevice } from './fakeDevice.ts';

it('memory is flat over 2,000 steps', { timeout: 120_000 }, async () => {
  const { device, counted } = fakeDevice();
  const engine = createFusedEngine(device, '');
  const models = createModels(engine, plainTrial);
  const inUse = () => ({ ...engine.memory(), deviceBuffers: counted.buffers, deviceBytes: counted.bytes });
  let early = inUse();
  for (let step = 1; step <= 2000; step++) {
    await rlStep(engine, models, plainTrial, step);
    if (step === 20) early = inUse();
  }
  expect(inUse()).toEqual(early);
  expect(counted.dispatches).toBeGreaterThan(2000 * 10);
  engine.free(...Object.values(models));
  engine.dispose();
  expect(counted.buffers).toBe(0);
});
