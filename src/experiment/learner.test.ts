/** One arm's steps, seen from the foundation that all arms share. */
import { expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { ADVANTAGES } from '../config/names.ts';
import { joined } from '../engine/lanes.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { methodNames } from '../methods/index.ts';
import { armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { freeFoundation } from './foundation.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

const config: Config = { ...presetConfig(findPreset('tiny')!), learningRateSchedule: 'constant', learningRate: 1e-3 };

it.each(methodNames.flatMap((arm) => ADVANTAGES.map((advantage) => [arm, advantage] as const)))(
  'arm %s with %s trains the policy and leaves reference, trunk and head bit for bit', async (arm, advantage) => {
    const engine = await simdEngine();
    const { foundation, bases } = untrainedFoundation(config, engine, [8, 9]);
    const policies = joined(bases.map(({ start }) => start.policy));
    const learner = await Learner.start({
      arm: armOf(arm), foundation, starts: bases.map(({ start }) => start.policy), config: () => ({ ...config, advantage }), breathe: async () => undefined,
    });
    for (const t of [1, 2]) {
      for (const metrics of await learner.step(t)) {
        expect(Number.isFinite(metrics.loss + metrics.gradientNorm + metrics.ownProxy)).toBe(true);
        for (const column of armOf(arm).method.reports) expect(metrics[column], column).toEqual(expect.any(Number));
      }
    }
    const { reference, trunk, head } = foundation;
    const [policy, ref, reward, phi] = await engine.read([learner.policy.parameters, reference.parameters, trunk.parameters, head]);
    expect(ref).toEqual(policies);
    expect(reward).toEqual(joined(bases.map(({ start }) => start.trunk)));
    expect(phi).toEqual(joined(foundation.heads));
    expect(policy).not.toEqual(policies);
    learner.dispose();
    freeFoundation(foundation);
    expect(engine.memory().arrays).toBe(0);
  });
