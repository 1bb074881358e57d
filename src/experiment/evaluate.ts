/** Evaluation: fresh samples of every prompt, from streams of their own, so that it never changes training. */
import type { Config } from '../config/fields.ts';
import { perLane } from '../engine/lanes.ts';
import { fork } from '../engine/random.ts';
import { pairAccuracy } from '../rlhf/accuracy.ts';
import { assessRows } from '../world/evaluation.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH } from '../world/prompts.ts';
import type { Sample } from './events.ts';
import type { Learner } from './learner.ts';
import { meanOf, responseMetrics, type EvaluationMetrics } from './metrics.ts';
import type { Basis } from './pool.ts';

export interface Evaluation {
  readonly metrics: EvaluationMetrics;
  readonly samples: readonly Sample[];
}

/** Evaluates all seeds of one arm after `step` RL steps, on what they began with. Its own reward is read as the next step would. */
export async function evaluate(learner: Learner, step: number, config: Config, bases: ReadonlyMap<number, Basis>): Promise<Evaluation[]> {
  const { foundation, policy, method } = learner;
  const { engine, seeds, trunk, head, reference, heldOut } = foundation;
  const t = Math.min(step + 1, config.steps);
  const perPrompt = config.evaluationSamples;
  const asked = Int32Array.from(seeds.flatMap(() => prompts.flatMap((prompt) => Array.from({ length: perPrompt }, () => prompt).flat())));
  const arrays = engine.scope(() => {
    const rollout = engine.rollout(policy, {
      prompts: asked, promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature: 1,
      keys: Uint32Array.from(seeds, (seed) => fork(seed, 'evaluation', step)),
    });
    const states = engine.finalStates(trunk, rollout.tokens);
    const frozenRewards = engine.headRewards(head, states, 1);
    const own = method.score({ tokens: rollout.tokens, hidden: rollout.hidden, states, frozenRewards, t });
    const { kl, entropy } = engine.divergence(policy, rollout, engine.logProbabilities(reference, rollout));
    const heldOutOwn = method.score({
      ...heldOut, t, frozenRewards: engine.headRewards(head, heldOut.states, 1),
      // A pass over all held-out pairs: made only for an arm that reads it.
      get hidden() { return engine.hiddenStates(policy, heldOut.tokens); },
    });
    return [rollout.tokens, frozenRewards, own, kl, entropy, heldOutOwn];
  });
  const [tokens, proxy, own, kl, entropy, heldOutOwn] = (await engine.read(arrays).finally(() => engine.free(...arrays)))
    .map((values) => perLane(values, seeds.length));
  return seeds.map((seed, lane): Evaluation => {
    const { preferences } = bases.get(seed)!;
    const responses = assessRows(tokens[lane], config);
    const metrics: EvaluationMetrics = {
      step,
      ...responseMetrics(responses, own[lane], perPrompt),
      proxy: meanOf(proxy[lane]),
      ownProxy: meanOf(own[lane]),
      kl: meanOf(kl[lane]),
      entropy: meanOf(entropy[lane]),
      heldOutAccuracy: pairAccuracy(heldOutOwn[lane], preferences.heldOut.gold, 2),
      goldQueries: preferences.goldQueries,
    };
    const samples = prompts.map((_, index): Sample => {
      const row = index * perPrompt;
      const { prompt, response, gold, parts } = responses[row];
      return { prompt, response, gold, parts, proxy: proxy[lane][row], ownProxy: own[lane][row] };
    });
    return { metrics, samples };
  });
}
