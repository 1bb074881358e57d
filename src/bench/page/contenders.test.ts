/** What is compared is the same work: plain tfjs and jax-js against the ops engine, on wasm in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../engine/ops/backend.ts';
import { createOpsEngine } from '../../engine/ops/opsEngine.ts';
import { differenceOf, disagreement } from './compare.ts';
import type { Outcome, Problem } from './contender.ts';
import { engineContender, type EngineContender } from './engines.ts';
import { jaxContender } from './jax/index.ts';
import { plainContender } from './plain/index.ts';
import { setUp } from './setup.ts';

const LANES = 2;
const MODEL = { policyWidth: 16, policyLayers: 1, promptsPerStep: 2, groupSize: 4, responses: 'full' } as const;

let ops: EngineContender;
let oracle: Outcome;
let problem: Problem;

beforeAll(async () => {
  ops = await engineContender(createOpsEngine('wasm', await startBackend({ backend: 'wasm' })), await setUp(MODEL, LANES, () => Promise.resolve(null)));
  oracle = await ops.outcome();
  problem = ops.problem();
});

const apart = (outcome: Outcome) => differenceOf(oracle, outcome, problem, LANES);

describe('contenders', () => {
  it('plain tfjs computes what the ops engine does', async () => {
    const difference = apart(await plainContender(problem).outcome());
    expect(disagreement(difference, LANES)).toBe('');
    expect(difference.gradient).toBeLessThan(5e-6);
  });

  it('jax-js computes what the ops engine does', async () => {
    const difference = apart(await (await jaxContender(problem, 'wasm')).outcome());
    expect(disagreement(difference, LANES)).toBe('');
    expect(difference.gradient).toBeLessThan(5e-6);
  });

  it('a problem with another objective is told apart', async () => {
    const other = { ...problem, policyObjective: { ...problem.policyObjective, beta: problem.policyObjective.beta * 1.1 } };
    const words = disagreement(apart(await plainContender(other).outcome()), LANES);
    expect(words).toContain('loss off by');
    expect(words).toContain('gradient off by');
  });

  it('the step moves policy and reward model, so that their changes can be compared', () => {
    expect(oracle.policy).not.toEqual(problem.policy);
    expect(oracle.feedback).not.toEqual(problem.feedback);
  });
});
