import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { differences, farthest } from './differences.ts';
import { policyObjective } from './policyObjective.ts';

const [batch, length, vocabulary] = [4, 3, 5];

function problem(seed: number, ratio: 'token' | 'sequence', shift = 0.15) {
  const stream = new Stream(fork(seed, 'objective'));
  const normals = (count: number, scale = 1) => Float64Array.from({ length: count }, () => scale * stream.normal());
  const logits = normals(batch * length * vocabulary);
  return {
    batch, length, vocabulary, ratio, clip: 0.2, beta: 0.1, divisor: 8,
    logits, oldLogits: logits.map((value) => value + shift * stream.normal()), referenceLogits: normals(logits.length),
    tokens: Array.from({ length: batch * length }, () => stream.integer(vocabulary)),
    // The last response is padding throughout.
    mask: [1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0], advantages: normals(batch),
  };
}

describe('the policy objective', () => {
  it.each([['token', 1], ['token', 2], ['sequence', 3], ['sequence', 4]] as const)('has the gradient of its loss, ratio by %s (%i)', (ratio, seed) => {
    const check = problem(seed, ratio);
    const found = differences((logits) => policyObjective({ ...check, logits }).loss, check.logits);
    expect(farthest(policyObjective(check).gradient, found)).toBeLessThan(1e-7);
  });

  it.each(['token', 'sequence'] as const)('stops pulling where the %s ratio has left the clip in the advantage’s favour', (ratio) => {
    const check = { ...problem(5, ratio), batch: 1, length: 1, beta: 0, tokens: [0], mask: [1], logits: [2, 0, 0, 0, 0], oldLogits: [0, 0, 0, 0, 0], referenceLogits: [0, 0, 0, 0, 0] };
    const pull = (advantage: number) => Math.max(...Array.from(policyObjective({ ...check, advantages: [advantage] }).gradient, Math.abs));
    expect(pull(1)).toBe(0);
    expect(pull(-1)).toBeGreaterThan(0.01);
    expect(policyObjective({ ...check, advantages: [1] }).surrogate[0]).toBeCloseTo(1.2, 12);
  });

  it('has ratio 1 and no KL where nothing has moved', () => {
    const check = problem(6, 'token', 0);
    const found = policyObjective({ ...check, referenceLogits: check.logits });
    expect([...Array.from(found.ratio)]).toEqual(Array.from({ length: batch * length }, () => 1));
    for (const kl of Array.from(found.kl)) expect(kl).toBeCloseTo(0, 12);
  });

  it('has KL >= 0, and none at padding', () => {
    for (let seed = 10; seed < 30; seed++) {
      const { kl, gradient } = policyObjective(problem(seed, 'token'));
      expect(Math.min(...Array.from(kl))).toBeGreaterThanOrEqual(0);
      expect(kl[3]).toBe(0);
      expect(Array.from(gradient).slice(3 * length * vocabulary).every((slope) => slope === 0)).toBe(true);
    }
  });

  it('agrees with Monte Carlo on the KL', () => {
    const check = { ...problem(7, 'token'), batch: 1, length: 1, mask: [1], tokens: [0], advantages: [0] };
    const [logits, reference] = [check.logits.slice(0, vocabulary), check.referenceLogits.slice(0, vocabulary)];
    const normalise = (row: Float64Array) => row.map((value) => Math.exp(value) / row.reduce((sum, x) => sum + Math.exp(x), 0));
    const [p, q] = [normalise(logits), normalise(reference)];
    const stream = new Stream(fork(7, 'samples'));
    const count = 200_000;
    let total = 0;
    for (let i = 0; i < count; i++) {
      let rest = stream.uniform();
      let word = 0;
      while (word < vocabulary - 1 && rest >= p[word]) rest -= p[word++];
      total += Math.log(p[word] / q[word]);
    }
    expect(total / count).toBeCloseTo(policyObjective({ ...check, logits, referenceLogits: reference, oldLogits: logits }).kl[0], 1.7);
  });
});
