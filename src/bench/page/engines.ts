/** The lab's engines as contenders: an RL step is the very code that a run uses. */
import type { DeviceArray, Engine, FeedbackInput, FeedbackModel, FeedbackObjective, PolicyObjective, RolloutRequest } from '../../engine/engine.ts';
import { headLayout } from '../../engine/layout.ts';
import { joined } from '../../engine/lanes.ts';
import { uniform } from '../../engine/random.ts';
import { policyShape, trunkShape } from '../../methods/shapes.ts';
import type { Foundation } from '../../experiment/foundation.ts';
import { Learner } from '../../experiment/learner.ts';
import { armOf } from '../../settings/arms.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from '../../world/prompts.ts';
import type { Work } from '../result.ts';
import type { Contender, Problem } from './contender.ts';
import type { Setup } from './setup.ts';

/** What a learner asked its engine for in the last RL step. */
interface Asked {
  request: RolloutRequest;
  objective: PolicyObjective;
  epochs: number;
  feedback: FeedbackModel;
  feedbackParameters: Float32Array;
  input: FeedbackInput;
  feedbackObjective: FeedbackObjective;
}

/** `engine`, with a record of what is asked of it. */
function recording(engine: Engine): { readonly engine: Engine; readonly asked: Partial<Asked> } {
  const asked: Partial<Asked> = {};
  return {
    asked,
    engine: {
      ...engine,
      createFeedbackModel(shape, parameters) {
        Object.assign(asked, { feedbackParameters: parameters, feedback: engine.createFeedbackModel(shape, parameters) });
        return asked.feedback!;
      },
      rollout(policy, request) {
        Object.assign(asked, { request, epochs: 0 });
        return engine.rollout(policy, request);
      },
      policyStep(policy, rollout, advantages, reference, objective) {
        Object.assign(asked, { objective, epochs: (asked.epochs ?? 0) + 1 });
        return engine.policyStep(policy, rollout, advantages, reference, objective);
      },
      feedbackStep(model, input, annotated, objective) {
        Object.assign(asked, { input, feedbackObjective: objective });
        return engine.feedbackStep(model, input, annotated, objective);
      },
    },
  };
}

/**
 * With this as Adam's epsilon and `GRADIENT_GAIN` times it as the learning rate, a first step moves a parameter by
 * `GRADIENT_GAIN` g / (1 + |g| / epsilon): the way to read gradients g through the engines' interface.
 */
const GRADIENT_EPSILON = 1e4;
const GRADIENT_GAIN = 1000;
const gradientOf = (move: number) => move / (1 - Math.abs(move) / GRADIENT_EPSILON);

export interface EngineContender extends Contender {
  /** The problem in plain numbers, for others to solve; to be called after `outcome`. */
  problem(): Problem;
}

export async function engineContender(engine: Engine, setup: Setup): Promise<EngineContender> {
  const { config, seeds, step, policies, references, trunks, heads } = setup;
  const { engine: recorded, asked } = recording(engine);
  const lanes = seeds.length;
  const reference = engine.createTransformer(policyShape(config), joined(references));
  const none = engine.upload(new Int32Array(lanes * ROW_LENGTH), [lanes, 1, ROW_LENGTH]);
  const foundation: Foundation = {
    engine: recorded, seeds, heads, reference,
    trunk: engine.createTransformer(trunkShape(config), joined(trunks)),
    head: engine.upload(joined(heads), [lanes, headLayout(config.trunkWidth).size]),
    // Held-out pairs serve evaluation, which is not timed here.
    heldOut: { tokens: none, states: none }, pairs: [], samples: [], goldQueries: seeds.map(() => 0),
  };
  const learner = await Learner.start({ arm: armOf('r2m'), foundation, starts: policies, config: () => config, breathe: async () => undefined });
  const advantages = engine.upload(setup.advantages, [lanes, setup.advantages.length / lanes]);

  const known = (): Asked => {
    if (!asked.feedbackObjective) throw new Error('no RL step has been made yet');
    return asked as Asked;
  };
  /** The batch of the timed policy step. */
  let batch: { rollout: ReturnType<Engine['rollout']>; referenceLogProbs: DeviceArray } | null = null;


  async function lossAndGradient(start: Float32Array) {
    const { rollout, referenceLogProbs } = batch!;
    const scratch = engine.createTransformer(policyShape(config), start);
    const { objective } = known();
    const { statistics } = engine.policyStep(scratch, rollout, advantages, referenceLogProbs, {
      ...objective, learningRate: GRADIENT_GAIN * GRADIENT_EPSILON,
      adam: { ...objective.adam, epsilon: GRADIENT_EPSILON, maxGradientNorm: Infinity },
    });
    const [moved, terms] = await engine.read([scratch.parameters, statistics]);
    engine.free(scratch);
    return {
      loss: Float32Array.from({ length: lanes }, (_, lane) => terms[lane * (terms.length / lanes)]),
      gradient: moved.map((value, i) => gradientOf((start[i] - value) / GRADIENT_GAIN)),
    };
  }

  /** Enqueues `work` and waits for the results it returns; frees all it made. */
  async function finish(work: () => readonly DeviceArray[]): Promise<void> {
    const kept = engine.scope(work);
    await engine.read(kept);
    engine.free(...kept);
  }

  return {
    async outcome() {
      // The step first: it tells what is asked of the engine. Then back to the start for the pieces.
      await learner.step(step);
      const after = await engine.read([learner.policy.parameters, known().feedback.parameters]);
      const fresh = engine.createTransformer(policyShape(config), joined(policies));
      const rollout = engine.rollout(fresh, known().request);
      batch = { rollout, referenceLogProbs: engine.logProbabilities(reference, rollout) };
      const [tokens] = await engine.read([rollout.tokens]);
      const { loss, gradient } = await lossAndGradient(joined(policies));
      return { tokens, loss, gradient, policy: after[0], feedback: after[1] };
    },
    run(work: Work) {
      const { request, objective } = known();
      const { rollout, referenceLogProbs } = batch!;
      switch (work) {
        case 'policyStep':
          return finish(() => [engine.policyStep(learner.policy, rollout, advantages, referenceLogProbs, objective).statistics]);
        case 'rollout':
          return finish(() => [engine.rollout(learner.policy, request).tokens]);
        case 'rlStep':
          return learner.step(step).then(() => undefined);
      }
    },
    problem() {
      const { request, objective, epochs, feedback, feedbackParameters, feedbackObjective, input } = known();
      const perLane = config.promptsPerStep * config.groupSize * request.responseLength;
      const uniforms = new Float32Array(lanes * perLane);
      request.keys.forEach((key, lane) => {
        for (let i = 0; i < perLane; i++) uniforms[lane * perLane + i] = uniform(key, i);
      });
      return {
        lanes, uniforms, epochs,
        batch: config.promptsPerStep * config.groupSize, groupSize: config.groupSize,
        promptLength: PROMPT_LENGTH, responseLength: request.responseLength,
        policyShape: policyShape(config), trunkShape: trunkShape(config), feedbackShape: feedback.shape,
        policy: joined(policies), reference: joined(references), trunk: joined(trunks), feedback: feedbackParameters,
        prompts: request.prompts, advantages: setup.advantages,
        policyObjective: objective, feedbackObjective, omega: input.omega,
      };
    },
  };
}
