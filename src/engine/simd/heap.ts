/** Memory of one engine: blocks of a WebAssembly memory that grows, each reused when it is free. */
import { outOfMemory } from '../words.ts';

/** Bytes of a WebAssembly page. */
const PAGE = 65536;
/** Blocks begin at multiples of this: a cache line. */
const GRANULE = 64;
/** Kernels read, and do not use, up to this many bytes behind an array. */
const MARGIN = 16;
/** The memory grows by at least this share of what it is, so that it seldom grows. */
const GROWTH = 0.25;

export interface Block {
  readonly at: number;
  readonly size: number;
}

export class Heap {
  /** By address; no two of them touch. */
  private free: Block[] = [];
  private end: number;
  #used = 0;

  /** `from`: the first byte that is free. */
  constructor(private readonly memory: WebAssembly.Memory, from: number) {
    this.end = Math.ceil(from / GRANULE) * GRANULE;
  }

  /** Bytes of all blocks in use. */
  get used(): number {
    return this.#used;
  }

  /** The smallest free block that is large enough, or new memory. What it holds is what was there. @throws Explained where there is none. */
  allocate(bytes: number): Block {
    const size = Math.ceil((bytes + MARGIN) / GRANULE) * GRANULE;
    let best = -1;
    this.free.forEach((block, i) => {
      if (block.size >= size && (best < 0 || block.size < this.free[best].size)) best = i;
    });
    if (best < 0) return this.extend(size);
    const { at, size: found } = this.free[best];
    if (found === size) this.free.splice(best, 1);
    else this.free[best] = { at: at + size, size: found - size };
    this.#used += size;
    return { at, size };
  }

  release(block: Block): void {
    this.#used -= block.size;
    const next = this.free.findIndex(({ at }) => at > block.at);
    const index = next < 0 ? this.free.length : next;
    const [before, after] = [this.free[index - 1], this.free[index]] as (Block | undefined)[];
    const joinsBefore = before !== undefined && before.at + before.size === block.at;
    const joinsAfter = after !== undefined && block.at + block.size === after.at;
    const at = joinsBefore ? before.at : block.at;
    const size = block.size + (joinsBefore ? before.size : 0) + (joinsAfter ? after.size : 0);
    this.free.splice(joinsBefore ? index - 1 : index, Number(joinsBefore) + Number(joinsAfter), { at, size });
  }

  /** Memory behind all blocks; a free block at the end is a part of it. */
  private extend(size: number): Block {
    const last = this.free.at(-1);
    const at = last && last.at + last.size === this.end ? last.at : this.end;
    const missing = at + size - this.memory.buffer.byteLength;
    if (missing > 0) this.grow(missing);
    if (at !== this.end) this.free.pop();
    this.end = at + size;
    this.#used += size;
    return { at, size };
  }

  private grow(missing: number): void {
    const generous = Math.max(missing, GROWTH * this.memory.buffer.byteLength);
    try {
      this.memory.grow(Math.ceil(generous / PAGE));
    } catch {
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch (error) {
        throw outOfMemory(error instanceof Error ? error.message : '');
      }
    }
  }
}
