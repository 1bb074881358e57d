/** Evaluation: fresh samples of every prompt, from streams of their own, so that it never changes training. */
import type { Config } from '../config/fields.ts';
import type { DeviceArray } from '../engine/engine.ts';
import { perLane } from '../engine/lanes.ts';
import { fork } from '../engine/random.ts';
import type { Responses } from '../methods/method.ts';
import { pairAccuracy } from '../rlhf/accuracy.ts';
import { assessRows } from '../world/evaluation.ts';
import { PROMPT_LENGTH, prompts } from '../world/prompts.ts';
import type { Sample } from './events.ts';
import { Held } from './held.ts';
import type { Learner } from './learner.ts';
import { meanOf, responseMetrics, type EvaluationMetrics } from './metrics.ts';
import type { Basis } from './pool.ts';

export interface Evaluation {
  readonly metrics: EvaluationMetrics;
  readonly samples: readonly Sample[];
}

/** Evaluates all seeds of one arm after `step` RL steps, on what they began with. Its own reward is read as the next step would. */
export async function evaluate(learner: Learner, step: number, config: Config, bases: ReadonlyMap<number, Basis>): Promise<Evaluation[]> {
  const { foundation, method } = learner;
  const { engine, seeds } = foundation;
  const perPrompt = config.evaluationSamples;
  const held = new Held(engine);
  try {
    const t = Math.min(step + 1, config.steps);
    const asked = Int32Array.from(seeds.flatMap(() => prompts.flatMap((prompt) => Array.from({ length: perPrompt }, () => prompt).flat())));
    const keys = Uint32Array.from(seeds, (seed) => fork(seed, 'evaluation', step));
    const fresh = learner.respond(asked, 1, keys, t, ['evaluation', step], held);
    const scoring = method.score(fresh);
    const { kl, entropy } = divergenceOf(learner, fresh, asked.length / PROMPT_LENGTH / seeds.length);
    held.add(kl, entropy);
    const heldOut = heldOutResponses(learner, step, t);
    held.add(heldOut.frozenRewards, ...(learner.arm.method.readsPolicy ? [heldOut.hidden] : []));
    const scoringHeldOut = method.score(heldOut);
    const [own, heldOutOwn] = await Promise.all([scoring, scoringHeldOut]);
    held.add(own, heldOutOwn);
    const [tokens, proxy, ownRewards, kls, entropies, heldOutRewards] = (await engine.read([fresh.tokens, fresh.frozenRewards, own, kl, entropy, heldOutOwn]))
      .map((values) => perLane(values, seeds.length));
    return seeds.map((seed, lane): Evaluation => {
      const responses = assessRows(tokens[lane], config);
      const metrics: EvaluationMetrics = {
        step,
        ...responseMetrics(responses, ownRewards[lane], perPrompt),
        proxy: meanOf(proxy[lane]),
        ownProxy: meanOf(ownRewards[lane]),
        kl: meanOf(kls[lane]),
        entropy: meanOf(entropies[lane]),
        heldOutAccuracy: pairAccuracy(heldOutRewards[lane], bases.get(seed)!.preferences.heldOut.gold, 2),
        goldQueries: learner.goldQueries(lane),
      };
      const samples = prompts.map((_, index): Sample => {
        const row = index * perPrompt;
        const { prompt, response, gold, parts } = responses[row];
        return { prompt, response, gold, parts, proxy: proxy[lane][row], ownProxy: ownRewards[lane][row] };
      });
      return { metrics, samples };
    });
  } finally {
    held.release();
  }
}

function divergenceOf({ foundation: { engine, reference }, policy }: Learner, { tokens, hidden, logProbs }: Responses & { readonly logProbs: DeviceArray }, batch: number) {
  const rollout = { batch, promptLength: PROMPT_LENGTH, tokens, hidden, logProbs };
  const [kl, entropy] = engine.scope(() => {
    const found = engine.divergence(policy, rollout, engine.logProbabilities(reference, rollout));
    return [found.kl, found.entropy] as const;
  });
  return { kl, entropy };
}

/** The held-out pairs, read by the policy as it is where the method asks for that. */
function heldOutResponses({ foundation: { engine, head, heldOut }, policy, arm }: Learner, step: number, t: number): Responses {
  const { tokens, states } = heldOut;
  return {
    tokens, states, t, path: ['heldOut', step],
    frozenRewards: engine.headRewards(head, states, 1),
    // A pass over all held-out pairs: made only for an arm that reads it.
    hidden: arm.method.readsPolicy ? engine.hiddenStates(policy, tokens) : nothing(arm.name),
  };
}

/** Stands for an array that was not made. */
function nothing(arm: string): DeviceArray {
  const refuse = (): never => { throw new RangeError(`${arm} does not declare that it reads the policy's states`); };
  return { get shape() { return refuse(); }, get type() { return refuse(); } };
}
