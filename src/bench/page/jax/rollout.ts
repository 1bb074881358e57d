/** Sampling with a key-value cache of fixed size: one jitted step, called for each position. */
import { jit, nn, numpy as np } from '@jax-js/jax';
import { EOS, PAD } from '../../../world/words.ts';
import type { Problem } from '../contender.ts';
import { attention, block, layerNorm, linear, mergeHeads, oneHot, splitHeads } from './transformer.ts';
import { referred, submit, type Weights } from './weights.ts';

const MASKED = -1e9;

type Cache = { keys: np.Array; values: np.Array };
/** What moves from position to position. */
type State = { caches: Cache[]; alive: np.Array };

export type JaxRollout = {
  /** (R, B, S), float32 */
  tokens: np.Array;
  /** (R, B, S, D) */
  hidden: np.Array;
  /** (R, B, L), 0 at PAD */
  logProbs: np.Array;
};

/** Refers to the weights it is given; the results are the caller's. */
export function createRollout(problem: Problem): (weights: Weights) => JaxRollout {
  const { lanes, batch, promptLength, responseLength, policyShape } = problem;
  const { width, heads, layers, vocabulary } = policyShape;
  const length = promptLength + responseLength;
  const rows = lanes * batch;
  const one = { lanes, batch, length: 1 };

  const step = jit((weights: Weights, state: State, token: np.Array, here: np.Array, uniform: np.Array) => {
    // What lies ahead of `here`, (S): MASKED.
    const ahead = np.cumsum(here.ref, 0).sub(here.ref).mul(MASKED);
    const place = np.matmul(here.ref.reshape([1, 1, length]), weights.positionEmbedding.ref);
    let x = np.matmul(oneHot(token, vocabulary), weights.tokenEmbedding.ref).add(place);
    const caches: Cache[] = [];
    for (let layer = 0; layer < layers; layer++) {
      x = block(weights, `block${layer}`, x, (query, key, value) => {
        const [q, k, v] = [query, key, value].map((part) => splitHeads(part, one, heads));
        const slot = here.ref.reshape([1, 1, length, 1]);
        const write = (cache: np.Array, added: np.Array) => cache.mul(np.subtract(1, slot.ref)).add(added.mul(slot.ref));
        const keys = write(state.caches[layer].keys, k);
        const values = write(state.caches[layer].values, v);
        slot.dispose();
        caches.push({ keys: keys.ref, values: values.ref });
        return mergeHeads(attention(q, keys, values, ahead.ref), one);
      });
    }
    const hidden = layerNorm(weights, 'finalLn', x);
    const logits = linear(weights, 'output', hidden.ref);
    const noPad = np.equal(np.arange(vocabulary), PAD).astype(np.float32).mul(MASKED);
    const cumulative = np.cumsum(nn.softmax(logits.ref.add(noPad)), 2);
    const below = np.lessEqual(cumulative, np.expandDims(uniform, 2)).astype(np.float32).sum(2);
    const drawn = np.minimum(below, vocabulary - 1).mul(state.alive.ref);
    const logProb = nn.logSoftmax(logits).mul(oneHot(drawn.ref, vocabulary)).sum(2).mul(state.alive.ref);
    const alive = state.alive.mul(np.notEqual(drawn.ref, EOS).astype(np.float32));
    ahead.dispose();
    here.dispose();
    return { state: { caches, alive }, token: drawn, hidden, logProb };
  });
  const gather = jit((tokens: np.Array[], hidden: np.Array[], logProbs: np.Array[]) => ({
    tokens: np.stack(tokens, 2), hidden: np.stack(hidden, 2), logProbs: np.stack(logProbs, 2),
  }));

  const places = Array.from({ length }, (_, position) =>
    np.array(Float32Array.from({ length }, (_, i) => (i === position ? 1 : 0)), { shape: [length] }));
  const column = (values: Float32Array | Int32Array, size: number, at: number) =>
    np.array(Float32Array.from({ length: rows }, (_, row) => values[row * size + at]), { shape: [lanes, batch] });
  const prompts = Array.from({ length: promptLength }, (_, at) => column(problem.prompts, promptLength, at));
  const uniforms = Array.from({ length: responseLength }, (_, at) => column(problem.uniforms, responseLength, at));
  const emptyCache = np.zeros([rows, heads, length, width / heads]);
  const everyone = np.ones([lanes, batch]);

  return (weights) => {
    let state: State = {
      caches: Array.from({ length: layers }, () => ({ keys: emptyCache.ref, values: emptyCache.ref })), alive: everyone.ref,
    };
    const tokens = prompts.map((prompt) => prompt.ref);
    const hidden: np.Array[] = [];
    const logProbs: np.Array[] = [];
    for (let position = 0; position < length; position++) {
      const inPrompt = position < promptLength - 1;
      const isLast = position === length - 1;
      const uniform = uniforms[inPrompt || isLast ? 0 : position - promptLength + 1].ref;
      const stepped = step(referred(weights), state, tokens[position].ref, places[position].ref, uniform);
      hidden.push(stepped.hidden);
      submit(stepped.token);
      if (inPrompt || isLast) {
        stepped.token.dispose();
        stepped.logProb.dispose();
        stepped.state.alive.dispose();
        state = { caches: stepped.state.caches, alive: everyone.ref };
      } else {
        tokens.push(stepped.token);
        logProbs.push(stepped.logProb);
        state = stepped.state;
      }
    }
    state.alive.dispose();
    state.caches.forEach(({ keys, values }) => { keys.dispose(); values.dispose(); });
    return gather(tokens, hidden, logProbs);
  };
}
