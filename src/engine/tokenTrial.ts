/** Material for tests of engines: what policies say of responses, their own and any others. */
import type { Engine, ResponseTokens } from './engine.ts';
import { fork } from './random.ts';
import { createModels, plainTrial, random } from './trial.ts';

const { lanes, batch, promptLength, responseLength } = plainTrial;
const { vocabulary } = plainTrial.policy;
const length = promptLength + responseLength;

/** Nobody's draws: responses that end early, late or never, one with PAD between its words and one of nothing but PAD. */
export function anyTokens(engine: Engine): ResponseTokens {
  const row = (response: number) => Array.from({ length }, (_, at) => {
    const l = at - promptLength;
    if (l < 0) return 2 + ((response + at) % (vocabulary - 2));
    if (response === 1) return 0;
    if (response === 2 && l === 1) return 0;
    const last = response % (responseLength + 2);
    return l < last ? 2 + ((3 * response + 5 * l) % (vocabulary - 2)) : l === last ? 1 : 0;
  });
  const tokens = Array.from({ length: lanes * batch }, (_, response) => row(response));
  return { batch, promptLength, tokens: engine.upload(Int32Array.from(tokens.flat()), [lanes, batch, length]) };
}

/** Largest distances of `tokenLogProbabilities` from a rollout's own, and from those of all words, at temperatures other than 1 too. */
export async function tokenLogProbDistances(engine: Engine): Promise<{ own: number; picked: number; words: number }> {
  const models = createModels(engine, plainTrial);
  const prompts = Int32Array.from({ length: lanes * batch * promptLength }, (_, i) => 2 + (i % (vocabulary - 2)));
  const [found, expected, tokens, spoken, all] = await engine.read(engine.scope(() => {
    const rollout = engine.rollout(models.policy, {
      prompts, promptLength, responseLength, keys: Uint32Array.from({ length: lanes }, (_, lane) => fork(lane, 'tokens')), temperature: 0.7,
    });
    const given = anyTokens(engine);
    return [
      engine.tokenLogProbabilities(models.policy, rollout), rollout.logProbs,
      given.tokens, engine.tokenLogProbabilities(models.reference, given), engine.logProbabilities(models.reference, given),
    ];
  }));
  engine.free(...Object.values(models));
  const picked = Float32Array.from(spoken, (_, i) => {
    const word = tokens[Math.floor(i / responseLength) * length + promptLength + (i % responseLength)];
    return word === 0 ? 0 : all[i * vocabulary + word];
  });
  return { own: largestDistance(found, expected), picked: largestDistance(spoken, picked), words: spoken.filter((value) => value < 0).length };
}

/** How R2M looks at nobody's draws: the most that it gives to PAD, sums over responses, and all of it. */
export async function attentionOf(engine: Engine): Promise<{ toPad: number; sums: Float32Array; weights: Float32Array }> {
  const models = createModels(engine, plainTrial);
  const [weights, tokens] = await engine.read(engine.scope(() => {
    const responses = anyTokens(engine);
    const { width } = plainTrial.trunk;
    const states = engine.upload(random(lanes * batch * width, 'states').map((value) => 4 * value), [lanes, batch, width]);
    const input = { states, hidden: engine.hiddenStates(models.policy, responses.tokens), tokens: responses.tokens, omega: 0.7 };
    return [engine.feedbackAttention(models.feedback, input), responses.tokens];
  }));
  engine.free(...Object.values(models));
  const sums = Float32Array.from({ length: lanes * batch }, (_, response) => weights.subarray(response * length, (response + 1) * length).reduce((sum, weight) => sum + weight, 0));
  return { toPad: weights.reduce((most, weight, i) => Math.max(most, tokens[i] === 0 ? weight : 0), 0), sums, weights };
}

/** What a policy step on nobody's draws leaves: statistics, states at words, parameters and moments. Advantages are those of responses, the same for each token, or each token's own. */
export async function policyStepOf(engine: Engine, advantages: 'responses' | 'equal' | 'own'): Promise<Float32Array[]> {
  const models = createModels(engine, plainTrial);
  const ofResponses = random(lanes * batch, 'advantages').map((value) => 4 * value);
  const [values, shape] = {
    responses: [ofResponses, [lanes, batch]] as const,
    equal: [Float32Array.from({ length: lanes * batch * responseLength }, (_, i) => ofResponses[Math.floor(i / responseLength)]), [lanes, batch, responseLength]] as const,
    own: [random(lanes * batch * responseLength, 'own').map((value) => 4 * value), [lanes, batch, responseLength]] as const,
  }[advantages];
  const arrays = engine.scope(() => {
    const responses = anyTokens(engine);
    // An old policy far from the present one, so that some ratios are clipped.
    const rated = { ...responses, logProbs: engine.tokenLogProbabilities(models.language, responses) };
    const reference = engine.logProbabilities(models.reference, responses);
    const { hidden, statistics } = engine.policyStep(models.policy, rated, engine.upload(values, shape), reference, {
      ratio: 'token', clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1e-2, adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, maxGradientNorm: 1 },
    });
    return [responses.tokens, statistics, hidden, engine.save(models.policy)];
  });
  const [tokens, statistics, hidden, saved] = await engine.read(arrays);
  engine.free(...arrays, ...Object.values(models));
  const { width } = plainTrial.policy;
  return [statistics, hidden.filter((_, i) => tokens[Math.floor(i / width)] !== 0), saved];
}

function largestDistance(found: Float32Array, expected: Float32Array): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), found.length === expected.length ? 0 : Infinity);
}
