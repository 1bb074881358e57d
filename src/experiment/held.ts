/** Arrays on the device that outlive the call that made them, to be freed together: each once, also where it was given twice. */
import type { DeviceArray, Engine } from '../engine/engine.ts';

export class Held {
  readonly #arrays = new Set<DeviceArray>();

  constructor(private readonly engine: Engine) {}

  add(...arrays: readonly (DeviceArray | null)[]): void {
    for (const array of arrays) if (array) this.#arrays.add(array);
  }

  /** Frees all but these, which stay held. */
  release(...kept: readonly DeviceArray[]): void {
    for (const array of this.#arrays) {
      if (kept.includes(array)) continue;
      this.#arrays.delete(array);
      this.engine.free(array);
    }
  }
}
