import { describe, expect, it } from 'vitest';
import type { Stage } from '../experiment/events.ts';
import { StageCounts } from './stageCounts.ts';

/** What is told of each report, as "stage done/total". */
function counting(owned: readonly number[]) {
  const counts = new StageCounts(owned);
  return {
    counts,
    heard: (index: number, stage: Stage, done: number, total: number) =>
      counts.heard(index, { type: 'stage', stage, done, total }).map((told) => (told.type === 'stage' ? `${told.stage} ${told.done}/${told.total}` : told.type)),
  };
}

describe('stages over several workers', () => {
  it('are told in their order: a stage waits for those before it, and is told when they are done', () => {
    const { counts, heard } = counting([1, 1]);
    expect(heard(0, 'compile', 0, 1)).toEqual(['compile 0/1']);
    expect(heard(1, 'compile', 4, 4)).toEqual(['compile 2/3']);
    expect(heard(0, 'compile', 4, 4)).toEqual(['compile 4/4']);
    counts.expect('sft', [1, 0]);
    counts.expect('trunk', [0, 1]);
    expect(heard(1, 'trunk', 0, 600)).toEqual([]);
    expect(heard(0, 'sft', 0, 800)).toEqual(['sft 0/800']);
    expect(heard(1, 'trunk', 300, 600)).toEqual([]);
    expect(heard(0, 'sft', 800, 800)).toEqual(['sft 800/800', 'trunk 300/600']);
    expect(heard(0, 'labels', 1, 1)).toEqual([]);
    expect(heard(0, 'head', 20, 300)).toEqual([]);
    expect(heard(1, 'trunk', 600, 600)).toEqual(['trunk 600/600', 'labels 1/2']);
    expect(heard(1, 'labels', 1, 1)).toEqual(['labels 2/2', 'head 10/300']);
    expect(heard(1, 'head', 300, 300)).toEqual(['head 160/300']);
    expect(heard(0, 'head', 300, 300)).toEqual(['head 300/300']);
  });

  it('count a worker by its seeds, and one that has none not at all', () => {
    const { counts, heard } = counting([3, 1, 0]);
    for (const index of [0, 1, 2]) heard(index, 'compile', 1, 1);
    counts.expect('sft', [3, 1, 0]);
    counts.expect('trunk', [0, 0, 0]);
    expect(heard(1, 'sft', 800, 800)).toEqual(['sft 200/800']);
    expect(heard(0, 'sft', 400, 800)).toEqual(['sft 500/800']);
    expect(heard(0, 'sft', 800, 800)).toEqual(['sft 800/800']);
    expect(heard(0, 'labels', 0, 3)).toEqual(['labels 0/4']);
    expect(heard(1, 'labels', 1, 1)).toEqual(['labels 1/4']);
  });
});
