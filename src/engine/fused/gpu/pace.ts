/**
 * How much a dispatch may be given. Work on a GPU cannot be interrupted: the picture stands still meanwhile, and where it
 * takes 2 s (Windows) the system takes the device away.
 */
export interface PaceLimits {
  /** FLOP that any device is trusted with, untimed. */
  readonly leastFlops: number;
  /** What a dispatch may take where the device has been timed. */
  readonly milliseconds: number;
}

export const PACE: PaceLimits = { leastFlops: 1e9, milliseconds: 100 };

export class Pace {
  /** FLOP a millisecond, by kernel: the last that was seen. */
  private readonly rates = new Map<string, number>();

  constructor(private readonly limits: PaceLimits) {}

  /** FLOP that one dispatch of the kernel may be given. */
  most(kernel: string): number {
    const { leastFlops, milliseconds } = this.limits;
    const rate = this.rates.get(kernel);
    return rate === undefined ? leastFlops : rate * milliseconds;
  }

  /** Whether so much of the kernel's work is worth timing. */
  times(flops: number): boolean {
    return flops > this.limits.leastFlops;
  }

  /** Work was done so long after it was handed over. Work before it counts too, which makes the pace too slow rather than too fast. */
  observe(kernel: string, flops: number, milliseconds: number): void {
    this.rates.set(kernel, flops / Math.max(milliseconds, 1));
  }
}
