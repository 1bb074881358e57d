/** Writes the configuration into the address, however often it changes and whatever the browser allows. */

/** The part of `History` that is used. */
export type Places = Pick<History, 'replaceState' | 'pushState'>;

/** Safari refuses the hundredth call within half a minute: 75 remain below that. */
const INTERVAL_MS = 400;
/** Waits after refusals: together longer than any browser's limit lasts. After the last, the next change tries again. */
const PATIENCE_MS = [500, 1000, 2000, 4000, 8000, 16_000, 32_000];

export class AddressWriter {
  #wanted: string | null = null;
  #written: string | null = null;
  #refusals = 0;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly places: Places, private readonly now: () => number) {}

  /**
   * Makes `address` that of the page, at once or as soon as it may; of several in a short time the last one. With `entry`
   * the one before remains in the browser's history, so that Back leads to it.
   */
  show(address: string, { entry = false } = {}): void {
    this.#refusals = 0;
    if (entry) {
      this.flush();
      if (this.call('pushState', address)) return;
    }
    this.#wanted = address;
    this.arrange();
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const address = this.#wanted;
    if (address === null) return;
    if (this.call('replaceState', address)) this.#refusals = 0;
    else if (this.#refusals++ < PATIENCE_MS.length) this.arrange();
  }

  /** The address was changed by somebody else: the visitor, by a link or by Back. */
  changed(): void {
    this.#written = null;
  }

  private arrange(): void {
    const ready = this.#last + INTERVAL_MS - this.now();
    const wait = this.#refusals > 0 ? PATIENCE_MS[this.#refusals - 1] : ready;
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  private call(method: keyof Places, address: string): boolean {
    if (address === this.#written) {
      this.#wanted = null;
      return true;
    }
    this.#last = this.now();
    try {
      this.places[method](null, '', address);
    } catch {
      // Too many calls, or a page that has no address of its own: the settings on the page count, not those in the address.
      return false;
    }
    this.#written = address;
    this.#wanted = null;
    return true;
  }
}
