/** Looking on while a supervised stage trains: its loss, and what the policy writes by then. It never changes the training. */
import type { Engine, Transformer } from '../engine/engine.ts';
import { fork } from '../engine/random.ts';
import { REPORT_EVERY } from '../rlhf/training.ts';
import { splitRows, type Exchange } from '../world/evaluation.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH } from '../world/prompts.ts';
import type { RunEvent } from './events.ts';

type Learning = Extract<RunEvent, { type: 'learning' }>;

/** Whose responses are shown: three prompts that name all six topics. */
export const WATCHED = [prompts[0], prompts[12], prompts[24]];

interface Watched {
  readonly stage: Learning['stage'];
  readonly steps: number;
  /** Of the model's first lane, the one that is watched. */
  readonly seed: number;
  readonly model: Transformer;
  readonly engine: Engine;
  readonly tell: (event: Learning) => void;
}

/** Steps are reported on in tens; sentences are drawn at the first, where half as many again have been made, and at the end. */
export function sentencesDue(step: number, last: number, steps: number): boolean {
  return step === steps || step >= Math.max(last + REPORT_EVERY, 1.5 * last);
}

/**
 * What `train` is to call. Sentences before the first step are drawn here and now. A step's loss is that of the model
 * before it, so that the first step's is told as the loss at step 0.
 */
export async function watching({ stage, steps, seed, model, engine, tell }: Watched): Promise<(done: number, statistics: Float32Array) => Promise<void>> {
  const draw = (step: number) => (stage === 'sft' ? sentences(engine, model, fork(seed, 'watch', step)) : null);
  const untrained = await draw(0);
  let drawn = 0;
  return async (done, [loss]) => {
    if (done === 1) tell({ type: 'learning', stage, seed, step: 0, total: steps, loss, sentences: untrained });
    if (done % REPORT_EVERY !== 0 && done !== steps) return;
    const due = sentencesDue(done, drawn, steps);
    if (due) drawn = done;
    tell({ type: 'learning', stage, seed, step: done, total: steps, loss, sentences: due ? await draw(done) : null });
  };
}

/** What the model's first lane answers to each watched prompt, from a copy of its parameters. */
async function sentences(engine: Engine, model: Transformer, key: number): Promise<readonly Exchange[]> {
  const [parameters] = await engine.read([model.parameters]);
  const copy = engine.createTransformer(model.shape, parameters.slice(0, parameters.length / model.lanes));
  try {
    const drawn = engine.scope(() => [engine.rollout(copy, {
      prompts: Int32Array.from(WATCHED.flat()), promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature: 1, keys: Uint32Array.of(key),
    }).tokens]);
    const [tokens] = await engine.read(drawn).finally(() => engine.free(...drawn));
    return splitRows(tokens);
  } finally {
    engine.free(copy);
  }
}
