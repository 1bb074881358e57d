/** Material for tests of engines: what policies say of responses, their own and any others. */
import type { Engine, ResponseTokens } from './engine.ts';
import { fork } from './random.ts';
import { createModels, plainTrial } from './trial.ts';

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

function largestDistance(found: Float32Array, expected: Float32Array): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), found.length === expected.length ? 0 : Infinity);
}
