import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../random.ts';
import { Heap, type Block } from './heap.ts';

const PAGE = 65536;

describe('an engine’s heap', () => {
  it('gives blocks that do not overlap, with room to read behind each, and reuses what is free', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const heap = new Heap(memory, 100);
    const stream = new Stream(fork(1, 'heap'));
    const live: { readonly block: Block; readonly asked: number }[] = [];
    let most = 0;
    for (let turn = 0; turn < 600; turn++) {
      if (live.length > 20 || (live.length > 0 && stream.uniform() < 0.45)) {
        const [{ block }] = live.splice(stream.integer(live.length), 1);
        heap.release(block);
      } else {
        const asked = stream.integer(5000);
        live.push({ asked, block: heap.allocate(asked) });
      }
      const sorted = live.toSorted((a, b) => a.block.at - b.block.at);
      sorted.forEach(({ block, asked }, i) => {
        expect(block.at).toBeGreaterThanOrEqual(100);
        expect(block.at + asked + 16).toBeLessThanOrEqual(sorted[i + 1]?.block.at ?? memory.buffer.byteLength);
      });
      expect(heap.used).toBe(live.reduce((sum, { block }) => sum + block.size, 0));
      most = Math.max(most, heap.used);
    }
    expect(memory.buffer.byteLength).toBeLessThan(2.5 * most + PAGE);
  });

  it('joins what is freed, so that a larger block fits where smaller ones were', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const heap = new Heap(memory, 0);
    const blocks = [0, 1, 2, 3].map(() => heap.allocate(1000));
    const last = heap.allocate(1000);
    for (const index of [0, 2, 3, 1]) heap.release(blocks[index]);
    expect(heap.allocate(4000).at).toBe(0);
    heap.release(last);
    expect(heap.used).toBe(4032);
  });

  it('says in the lab’s words that there is no more', () => {
    const heap = new Heap(new WebAssembly.Memory({ initial: 1, maximum: 4 }), 0);
    // What would be left over for later does not matter where there is room for this.
    const block = heap.allocate(3.5 * PAGE);
    expect(() => heap.allocate(PAGE)).toThrow(/^There was not enough memory .*\. Fewer seeds, fewer samples or smaller models need less\.$/);
    heap.release(block);
    expect(heap.allocate(2 * PAGE).at).toBe(0);
  });
});
