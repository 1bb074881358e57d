/** jax-js as a contender: jitted functions over all lanes at once. */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { feedbackLayout, transformerLayout } from '../../../engine/layout.ts';
import { PAD } from '../../../world/words.ts';
import type { Work } from '../../result.ts';
import type { Contender, Outcome, Problem } from '../contender.ts';
import { adam, correction, training, type Correction, type Training } from './adam.ts';
import { feedbackRewards, grebtLoss, groupAdvantages, policyLoss, score, type PolicyBatch } from './losses.ts';
import { createRollout, type JaxRollout } from './rollout.ts';
import { linear, oneHot, transformer } from './transformer.ts';
import { flattened, numbers, referred, submit, weightsFrom, type Weights } from './weights.ts';

/** Starts jax-js on `device`. @throws where it has no such device */
export async function jaxContender(problem: Problem, device: 'webgpu' | 'wasm'): Promise<Contender> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
  defaultDevice(device);
  return contender(problem);
}

function contender(problem: Problem): Contender {
  const { lanes, batch, promptLength, responseLength, groupSize, policyShape, trunkShape, feedbackShape, policyObjective, feedbackObjective } = problem;
  const length = promptLength + responseLength;
  const sizes = { lanes, batch, length };
  const policyLayout = transformerLayout(policyShape);
  const rollout = createRollout(problem);
  const rowsOf = (tokens: np.Array) => tokens.reshape([lanes, batch * length]);
  const maskOf = (tokens: np.Array) => np.notEqual(tokens, PAD).astype(np.float32);
  /** Positions `from` up to `to` of (R, B, S, ...). */
  const positions = (x: np.Array, from: number, to: number) => {
    const [before, within, after] = np.split(x, [from, to], 2);
    before.dispose();
    after.dispose();
    return within;
  };

  /** (R, B, L, V) from hidden states (R, B S, D). */
  function logits(weights: Weights, hidden: np.Array): np.Array {
    const before = positions(hidden.reshape([lanes, batch, length, policyShape.width]), promptLength - 1, length - 1);
    return linear(weights, 'output', before.reshape([lanes, batch * responseLength, policyShape.width]))
      .reshape([lanes, batch, responseLength, policyShape.vocabulary]);
  }

  const logProbabilities = jit((weights: Weights, tokens: np.Array) =>
    nn.logSoftmax(logits(weights, transformer(weights, policyShape, rowsOf(tokens), sizes))));

  const policyStep = jit((state: Training, at: Correction, rows: PolicyBatch) => {
    const { tokens, ...rest } = rows;
    const loss = (weights: Weights, rowTokens: np.Array, terms: Omit<PolicyBatch, 'tokens'>): [np.Array, { loss: np.Array; hidden: np.Array }] => {
      const hidden = transformer(weights, policyShape, rowsOf(rowTokens.ref), sizes);
      const response = positions(np.pad(rowTokens, { 2: [0, 1] }), promptLength, length);
      const perLane = policyLoss(problem, logits(weights, hidden.ref), response, terms);
      return [perLane.ref.sum(), { loss: perLane, hidden }];
    };
    const [[total, extra], gradients] = valueAndGrad(loss, { hasAux: true })(referred(state.weights), tokens, rest);
    total.dispose();
    const { next, norm } = adam(state, gradients as Weights, at, policyObjective.learningRate, policyObjective.adam);
    return { next, norm, loss: extra.loss, hidden: extra.hidden.reshape([lanes, batch, length, policyShape.width]) };
  });

  /** Frozen and own rewards, RTEs and advantages. */
  const annotate = jit((trunk: Weights, frozen: Weights, feedback: Weights, tokens: np.Array, hidden: np.Array) => {
    const mask = maskOf(tokens.ref);
    const last = oneHot(mask.ref.sum(2).sub(1), length);
    const trunkStates = transformer(trunk, trunkShape, rowsOf(tokens), sizes).reshape([lanes, batch, length, trunkShape.width]);
    const states = trunkStates.mul(np.expandDims(last, 3)).sum(2);
    const rewards = feedbackRewards(problem, feedback, states.ref, hidden, mask);
    return { states: states.ref, frozenRewards: score(frozen, states), rewards: rewards.ref, advantages: groupAdvantages(rewards, groupSize) };
  });

  const feedbackStep = jit((state: Training, at: Correction, states: np.Array, hidden: np.Array, tokens: np.Array, annotated: np.Array) => {
    const mask = maskOf(tokens);
    const loss = (weights: Weights): [np.Array, np.Array] => {
      const perLane = grebtLoss(problem, feedbackRewards(problem, weights, states.ref, hidden.ref, mask.ref), annotated.ref);
      return [perLane.ref.sum(), perLane];
    };
    const [[total, perLane], gradients] = valueAndGrad(loss, { hasAux: true })(referred(state.weights));
    total.dispose();
    const { next, norm } = adam(state, gradients as Weights, at, feedbackObjective.learningRate, feedbackObjective.adam);
    return { next, norm, loss: perLane };
  });

  const reference = weightsFrom(problem.reference, policyLayout);
  const trunk = weightsFrom(problem.trunk, transformerLayout(trunkShape));
  const frozen = weightsFrom(problem.feedback, feedbackLayout(feedbackShape));
  const advantages = np.array(problem.advantages, { shape: [lanes, batch] });
  let policy = training(weightsFrom(problem.policy, policyLayout));
  let feedback = training(weightsFrom(problem.feedback, feedbackLayout(feedbackShape)));
  let policySteps = 0;
  let feedbackSteps = 0;
  /** The batch of the timed policy step. */
  let drawn: PolicyBatch | null = null;

  function batchOf({ tokens, hidden, logProbs }: JaxRollout, weighed: np.Array): PolicyBatch {
    hidden.dispose();
    return { tokens: tokens.ref, oldLogProbs: logProbs, advantages: weighed, referenceLogProbs: logProbabilities(referred(reference), tokens) };
  }

  /** One epoch; the batch stays the caller's. */
  function epoch(rows: PolicyBatch): { loss: np.Array; norm: np.Array; hidden: np.Array } {
    const { next, ...rest } = policyStep(policy, correction(++policySteps, policyObjective.adam), tree.ref(rows));
    policy = next;
    submit(rest.norm);
    return rest;
  }

  function rlStep(): np.Array[] {
    const sampled = rollout(policy.weights);
    const { states, frozenRewards, rewards, advantages: weighed } =
      annotate(referred(trunk), referred(frozen), referred(feedback.weights), sampled.tokens.ref, sampled.hidden.ref);
    const rows = batchOf(sampled, weighed);
    submit(rows.referenceLogProbs);
    const epochs = Array.from({ length: problem.epochs }, () => epoch(rows));
    const fresh = epochs[epochs.length - 1].hidden;
    const { next, norm, loss } = feedbackStep(
      feedback, correction(++feedbackSteps, feedbackObjective.adam), states, fresh.ref, rows.tokens.ref, rewards.ref,
    );
    feedback = next;
    epochs.forEach(({ hidden }) => hidden.dispose());
    const { tokens, ...used } = rows;
    tree.dispose(used);
    return [tokens, frozenRewards, rewards, ...epochs.flatMap((each) => [each.loss, each.norm]), loss, norm];
  }

  /** What a jitted call makes is carried out together: its losses are there when its weights are. */
  async function finish(results: np.Array[]): Promise<void> {
    await Promise.all(results.map((result) => result.data()));
  }

  /** A first step leaves (1 - beta1) times the clipped gradient in the first moment. */
  async function lossAndGradient(rows: PolicyBatch): Promise<Pick<Outcome, 'loss' | 'gradient'>> {
    const start = training(weightsFrom(problem.policy, policyLayout));
    const { next, norm, loss, hidden } = policyStep(start, correction(1, policyObjective.adam), tree.ref(rows));
    hidden.dispose();
    const moment = await flattened(next.first, policyLayout, lanes);
    tree.dispose(next);
    const { beta1, maxGradientNorm } = policyObjective.adam;
    const norms = await numbers(norm);
    const gradient = moment.map((value, i) =>
      (value / (1 - beta1)) * Math.max(1, norms[Math.floor(i / policyLayout.size)] / maxGradientNorm));
    return { loss: await numbers(loss), gradient };
  }

  return {
    async outcome() {
      drawn = batchOf(rollout(policy.weights), advantages);
      const pieces = await lossAndGradient(drawn);
      const tokens = await numbers(drawn.tokens.ref);
      await finish(rlStep());
      return {
        tokens, ...pieces,
        policy: await flattened(policy.weights, policyLayout, lanes),
        feedback: await flattened(feedback.weights, feedbackLayout(feedbackShape), lanes),
      };
    },
    run(work: Work) {
      switch (work) {
        case 'policyStep': {
          const { hidden, loss, norm } = epoch(drawn!);
          hidden.dispose();
          return finish([loss, norm]);
        }
        case 'rollout': {
          const { tokens, hidden, logProbs } = rollout(policy.weights);
          hidden.dispose();
          logProbs.dispose();
          return finish([tokens]);
        }
        case 'rlStep':
          return finish(rlStep());
      }
    },
  };
}
