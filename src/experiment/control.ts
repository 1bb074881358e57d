/** Pausing, stepping and cancelling a run from outside, between its units of work. */

/**
 * Steps under way at most beside the one that is being queued: a device then has work while the last results travel,
 * which takes longer than a short step in some browsers.
 */
export const MOST_UNDER_WAY = 2;

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

  get cancelled(): boolean {
    return this.#cancelled;
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

  /** Waits for what comes from elsewhere; throws `Cancelled` where the run is cancelled meanwhile. */
  async waitFor<T>(coming: Promise<T>): Promise<T> {
    let over = false;
    const end = coming.then(() => { over = true; });
    while (!over && !this.#cancelled) await Promise.race([end, this.woken()]);
    if (this.#cancelled) throw new Cancelled();
    return coming;
  }

  /**
   * Waits until one more RL step may be made. Leave that comes while the step `underWay` goes on costs no time: a device
   * then has its next work before it is done. Where it comes later, `onWait` is called, and `onGo` when it has come.
   */
  async beforeStep(underWay: Promise<void>, onWait: () => void, onGo: () => void): Promise<void> {
    let over = false;
    const end = underWay.then(() => { over = true; });
    // A failure of the step under way is the caller's to await where leave comes first.
    end.catch(() => undefined);
    await this.breathe();
    while (this.waits && !over) await Promise.race([end, this.woken()]);
    if (this.waits) {
      onWait();
      while (this.waits) await this.woken();
      if (!this.#cancelled) onGo();
    }
    if (this.#cancelled) throw new Cancelled();
    this.#allowance--;
  }

  private get waits(): boolean {
    return this.#allowance === 0 && !this.#cancelled;
  }

  private woken(): Promise<void> {
    return new Promise((resolve) => { this.#wake = resolve; });
  }
}
