/** The loop that supervised stages share: steps are enqueued, and now and then the device is waited for. */
import type { DeviceArray, Engine } from '../engine/engine.ts';

/** Steps between two looks at the loss: the only waits for the device. */
export const REPORT_EVERY = 10;

export interface Training {
  /** For people, where it diverges. */
  readonly name: string;
  readonly steps: number;
  readonly engine: Engine;
  /** Lets messages in between steps; throws where the run is cancelled. */
  readonly breathe: () => Promise<void>;
  /** Called before the first step, and where the device has been waited for. */
  readonly progress: (done: number, total: number) => void;
  /** Called with a step's statistics after the first step, and wherever they are looked at; the loop waits for it. */
  readonly watch?: ((done: number, statistics: Float32Array) => Promise<void>) | null;
}

/** `step` enqueues the step of that number, from 0, and returns its statistics. Throws where they are no numbers, or what `breathe` throws. */
export async function train({ name, steps, engine, breathe, progress, watch = null }: Training, step: (number: number) => DeviceArray): Promise<void> {
  progress(0, steps);
  for (let number = 0; number < steps; number++) {
    const [statistics] = engine.scope(() => [step(number)]);
    const done = number + 1;
    const reports = done % REPORT_EVERY === 0 || done === steps;
    if (reports || (watch && done === 1)) {
      const [values] = await engine.read([statistics]).finally(() => engine.free(statistics));
      if (values.some((value) => !Number.isFinite(value))) throw new Error(`${name} diverged at step ${done}`);
      await watch?.(done, values);
      if (reports) progress(done, steps);
    } else engine.free(statistics);
    await breathe();
  }
}
