/** In the page: what each kernel of an RL step takes on the device, by the device's own clock. */
import { browserGpu, gpuName, openDevice } from '../../engine/adapter.ts';
import { downloadIfThere } from '../../engine/download.ts';
import { createFusedEngine } from '../../engine/fused/engine.ts';
import { DispatchTimer, TIMESTAMPS, type TimedDispatch } from '../../engine/fused/gpu/timestamps.ts';
import type { KernelTime } from '../gpu/result.ts';
import type { Model } from '../plan.ts';
import { spreadOf } from '../statistics.ts';
import { engineContender } from './engines.ts';
import { setUp } from './setup.ts';

/** Names of a device, and whether it tells times. */
export async function describeGpu(): Promise<{ readonly device: string; readonly timestamps: boolean }> {
  const { device, names } = await openDevice(browserGpu, [TIMESTAMPS]);
  const timestamps = device.features.has(TIMESTAMPS);
  device.destroy();
  return { device: gpuName(names), timestamps };
}

/** Of `steps` RL steps after a warm-up. @throws where the device tells no times */
export async function timeKernels(model: Model, lanes: number, steps: number): Promise<KernelTime[]> {
  const { device } = await openDevice(browserGpu, [TIMESTAMPS]);
  if (!device.features.has(TIMESTAMPS)) throw new Error('the device tells no times');
  const timer = new DispatchTimer(device);
  const engine = createFusedEngine(device, '', { timer });
  const contender = await engineContender(engine, await setUp(model, lanes, (name) => downloadIfThere(`/starts/${name}`)));
  await contender.outcome();
  await timer.take();
  const taken: (readonly TimedDispatch[])[] = [];
  for (let step = 0; step < steps; step++) {
    await contender.run('rlStep');
    taken.push(await timer.take());
  }
  device.destroy();
  const kernels = [...new Set(taken[0].map(({ kernel }) => kernel))];
  const inStep = (dispatches: readonly TimedDispatch[], kernel: string) =>
    dispatches.filter((dispatch) => dispatch.kernel === kernel).reduce((sum, { ms }) => sum + ms, 0);
  return kernels.map((kernel): KernelTime => ({
    kernel,
    dispatches: taken[0].filter((dispatch) => dispatch.kernel === kernel).length,
    stepMs: spreadOf(taken.map((dispatches) => inStep(dispatches, kernel))).median,
  })).sort((a, b) => b.stepMs - a.stepMs);
}
