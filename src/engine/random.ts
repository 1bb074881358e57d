/**
 * The one generator: counter-based, so that any draw can be made anywhere, in any order, on any device.
 * Only u32 multiply, add, xor and shift are used: the WGSL twin in `fused/` gives the same bits.
 */

/** A 32-bit finaliser with full avalanche (C. Wellons' lowbias32, public domain). */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The draw number `counter` of the stream `key`: u32. */
export function draw(key: number, counter: number): number {
  return mix(mix(key ^ Math.imul(counter, 0x9e3779b9)) + Math.imul(counter, 0x85ebca6b) + key);
}

/**
 * The key of a stream, forked from a seed by names and numbers: `fork(8, 'rollout', step)`.
 * Streams with different paths are independent, so drawing more from one never moves another.
 */
export function fork(seed: number, ...path: readonly (string | number)[]): number {
  let key = mix(seed + 0x9e3779b9);
  for (const part of path) {
    if (typeof part === 'number') key = draw(key, part);
    else for (let i = 0; i < part.length; i++) key = draw(key, part.charCodeAt(i) + 0x100);
  }
  return key;
}

/** Uniform in [0, 1), with 24 bits: exact in float32. */
export function uniform(key: number, counter: number): number {
  return (draw(key, counter) >>> 8) / 0x1000000;
}

/** A sequential reader of one stream, for code that draws a varying number of times. */
export class Stream {
  private counter = 0;

  constructor(private readonly key: number) {}

  /** Uniform in [0, 1). */
  uniform(): number {
    return uniform(this.key, this.counter++);
  }

  /** Uniform integer in [0, below). */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Standard normal, by Box and Muller's transform; uses two draws. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** One element, all equally likely. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }
}
