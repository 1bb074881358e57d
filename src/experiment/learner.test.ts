/** One arm's steps, seen from the foundation that all arms share. */
import { expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../config/presets.ts';
import { ADVANTAGES, ARMS } from '../config/names.ts';
import { joined } from '../engine/lanes.ts';
import { headLayout } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { initialParameters } from './initialise.ts';
import { Learner } from './learner.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';

const seeds = [8, 9];
const config: Config = { ...presetConfig(findPreset('tiny')!), learningRateSchedule: 'constant', learningRate: 1e-3 };

it.each(ARMS.flatMap((arm) => ADVANTAGES.map((advantage) => [arm, advantage] as const)))(
  'arm %s with %s trains the policy and leaves reference, trunk and head bit for bit', async (arm, advantage) => {
    const engine = await simdEngine();
    const draw = (kind: 'policy' | 'trunk') => seeds.map((seed) =>
      initialParameters(kind === 'policy' ? policyShape(config) : trunkShape(config), 0.1, new Stream(fork(seed, kind))));
    const [policies, trunks] = [draw('policy'), draw('trunk')];
    const heads = seeds.map((seed) => Float32Array.from({ length: headLayout(config.trunkWidth).size }, (_, i) => Math.sin(seed + i)));
    const reference = engine.createTransformer(policyShape(config), joined(policies));
    const trunk = engine.createTransformer(trunkShape(config), joined(trunks));
    const head = engine.upload(joined(heads), [seeds.length, heads[0].length]);
    const foundation = { engine, seeds, reference, trunk, head, heads, heldOut: { tokens: head, states: head } };
    const learner = new Learner(arm, foundation, policies, () => ({ ...config, advantage }));
    for (const t of [1, 2]) {
      for (const metrics of await learner.step(t)) expect(Number.isFinite(metrics.loss + metrics.gradientNorm + metrics.ownProxy)).toBe(true);
    }
    const [policy, ref, reward, phi] = await engine.read([learner.policy.parameters, reference.parameters, trunk.parameters, head]);
    expect(ref).toEqual(joined(policies));
    expect(reward).toEqual(joined(trunks));
    expect(phi).toEqual(joined(heads));
    expect(policy).not.toEqual(joined(policies));
    learner.dispose();
    engine.free(reference, trunk, head);
    expect(engine.memory().arrays).toBe(0);
  });
