/** What engines do with responses that no rollout of theirs has drawn, on each engine that runs in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { nodeEngines } from './nodeEngines.ts';
import { tokenLogProbDistances } from './tokenTrial.ts';

describe.each(nodeEngines)('%s', (_, start) => {
  let engine: Engine;
  beforeAll(async () => { engine = await start(); });

  it('gives log probabilities of a rollout’s tokens as the rollout has them, and of any others as it gives those of all words', async () => {
    const { own, picked, words } = await tokenLogProbDistances(engine);
    expect(words).toBeGreaterThan(40);
    expect(own).toBeLessThan(1e-6);
    expect(picked).toBeLessThan(1e-6);
  });
});
