/** From SFT policies to labelled pairs of their samples. */
import type { Config } from '../config/fields.ts';
import type { Engine, Transformer } from '../engine/engine.ts';
import { perLane } from '../engine/lanes.ts';
import { fork, Stream } from '../engine/random.ts';
import type { LabelledPairs } from '../methods/method.ts';
import { preferredMinusOther } from '../rlhf/bradleyTerry.ts';
import { assessRows, splitRows } from '../world/evaluation.ts';
import { Labeller } from '../world/labeller.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH, ROW_LENGTH } from '../world/prompts.ts';

/** Pairs kept aside to measure reward accuracy, beyond the labelled ones. Their samples also set the head's scale. */
export const HELD_OUT_PAIRS = 150;

/** One seed's reward data, which its lanes share. Plain data, safe to post between threads. */
export interface Preferences {
  /** Pairs that gold labelled for the head. A lane that has more labelled counts on from here by itself, with a labeller and a stream of its own. */
  readonly goldQueries: number;
  readonly pairs: LabelledPairs;
  /** D_rm + 1, in `headLayout`; SFT samples score mean 0 and standard deviation 1. */
  readonly head: Float32Array;
  /** Held-out pairs: (2 H, ROW_LENGTH) words, neighbours share a prompt; their gold; and their RTEs (2 H, D_rm). */
  readonly heldOut: { readonly tokens: Int32Array; readonly gold: readonly number[]; readonly states: Float32Array };
}

/** SFT samples of a seed: labelled pairs first, then the held-out ones. */
interface Samples {
  readonly tokens: Float32Array;
  readonly states: Float32Array;
}

/** Samples pairs from every lane's SFT policy and reads their trunk states. */
export async function samplePairs(
  config: Config, seeds: readonly number[], engine: Engine, reference: Transformer, trunk: Transformer,
): Promise<Samples[]> {
  const pairs = config.labels + HELD_OUT_PAIRS;
  const asked = new Int32Array(seeds.length * pairs * 2 * PROMPT_LENGTH);
  seeds.forEach((seed, lane) => {
    const stream = new Stream(fork(seed, 'pairs', 'prompts'));
    for (let pair = 0; pair < pairs; pair++) {
      const prompt = stream.pick(prompts);
      for (const side of [0, 1]) asked.set(prompt, ((lane * pairs + pair) * 2 + side) * PROMPT_LENGTH);
    }
  });
  const arrays = engine.scope(() => {
    const { tokens } = engine.rollout(reference, {
      prompts: asked, promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature: 1,
      keys: Uint32Array.from(seeds, (seed) => fork(seed, 'pairs', 'responses')),
    });
    return [tokens, engine.finalStates(trunk, tokens)];
  });
  const [tokens, states] = (await engine.read(arrays)).map((values) => perLane(values, seeds.length));
  engine.free(...arrays);
  return seeds.map((_, lane) => ({ tokens: tokens[lane], states: states[lane] }));
}

/** One seed's labelled pairs, before its head is fitted. */
interface Labelled extends Omit<Preferences, 'head'> {
  /** States of preferred minus other responses, (N, D_rm). */
  readonly differences: Float32Array;
}

/** Has gold label the first N pairs of one seed's samples. */
export function labelPairs(config: Config, seed: number, { tokens, states }: Samples): Labelled {
  const width = config.trunkWidth;
  const labeller = new Labeller(config, fork(seed, 'labels'));
  const labelled = splitRows(tokens.subarray(0, config.labels * 2 * ROW_LENGTH));
  const firstPreferred = Array.from({ length: config.labels }, (_, pair) => {
    const [first, second] = [labelled[2 * pair], labelled[2 * pair + 1]];
    return labeller.prefersFirst(first.prompt, first.response, second.response);
  });
  const pairs: LabelledPairs = {
    tokens: Int32Array.from(tokens.subarray(0, config.labels * 2 * ROW_LENGTH)), states: states.slice(0, config.labels * 2 * width), firstPreferred,
  };
  const heldTokens = Int32Array.from(tokens.subarray(config.labels * 2 * ROW_LENGTH));
  return {
    goldQueries: labeller.queries, pairs, differences: preferredMinusOther(pairs, width),
    heldOut: {
      tokens: heldTokens, states: states.slice(config.labels * 2 * width), gold: assessRows(heldTokens, config).map(({ gold }) => gold),
    },
  };
}
