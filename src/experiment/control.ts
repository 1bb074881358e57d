/** Pausing, stepping and cancelling a run from outside, between its units of work. */

/** Thrown inside a run that was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super('the run was cancelled');
  }
}

export class Control {
  #cancelled = false;
  /** RL steps that may still be made before the run waits; Infinity while it runs freely. */
  #allowance: number;
  #wake: (() => void) | null = null;

  constructor(paused = false) {
    this.#allowance = paused ? 0 : Infinity;
  }

  pause(): void {
    this.#allowance = 0;
  }

  resume(): void {
    this.#allowance = Infinity;
    this.#wake?.();
  }

  /** Allows one more RL step. */
  step(): void {
    this.#allowance = Number.isFinite(this.#allowance) ? this.#allowance + 1 : 1;
    this.#wake?.();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#wake?.();
  }

  /** Lets messages in; throws `Cancelled` where one of them cancelled the run. */
  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    if (this.#cancelled) throw new Cancelled();
  }

  /** Waits until one more RL step may be made. `onWait` and `onGo` are called where it has to wait. */
  async beforeStep(onWait: () => Promise<void>, onGo: () => void): Promise<void> {
    await this.breathe();
    if (this.#allowance === 0) {
      await onWait();
      while (this.#allowance === 0 && !this.#cancelled) {
        await new Promise<void>((resolve) => { this.#wake = resolve; });
      }
      this.#wake = null;
      if (this.#cancelled) throw new Cancelled();
      onGo();
    }
    this.#allowance--;
  }
}
