/** Demonstrations: what the supervised start imitates. Short, mostly on topic, with little style. */
import type { Stream } from '../engine/random.ts';
import { prompts, PROMPT_LENGTH, RESPONSE_LENGTH, ROW_LENGTH, type Prompt } from './prompts.ts';
import { connectives, contentOf, contentWords, EOS, styleWords } from './words.ts';

/** Probability of 1, 2, ... 5 content words. */
const CONTENT_COUNTS = [0.2, 0.3, 0.25, 0.15, 0.1] as const;
const STYLE_FIRST = 0.5;
const STYLE_BETWEEN = 0.04;
const STYLE_LAST = 0.5;
/** Probabilities grow with the writer's skill u ~ U(0, 1): base + slope u. */
const ON_TOPIC = { base: 0.65, slope: 0.3 } as const;
const CONNECTIVE = { base: 0.35, slope: 0.5 } as const;

function drawCount(stream: Stream): number {
  let rest = stream.uniform();
  for (let count = 1; count < CONTENT_COUNTS.length; count++) {
    rest -= CONTENT_COUNTS[count - 1];
    if (rest < 0) return count;
  }
  return CONTENT_COUNTS.length;
}

function drawResponse(prompt: Prompt, stream: Stream): number[] {
  const chance = (probability: number) => stream.uniform() < probability;
  const response: number[] = [];
  const skill = stream.uniform();
  if (chance(STYLE_FIRST)) response.push(stream.pick(styleWords));
  const count = drawCount(stream);
  for (let i = 0; i < count; i++) {
    if (i > 0 && chance(CONNECTIVE.base + CONNECTIVE.slope * skill)) response.push(stream.pick(connectives));
    const onTopic = chance(ON_TOPIC.base + ON_TOPIC.slope * skill);
    response.push(stream.pick(onTopic ? contentOf(prompt[stream.integer(2)]) : contentWords));
    if (chance(STYLE_BETWEEN)) response.push(stream.pick(styleWords));
  }
  if (chance(STYLE_LAST)) response.push(stream.pick(styleWords));
  response.push(EOS);
  return response;
}

/**
 * Draws demonstrations: (count, ROW_LENGTH) word numbers, row after row; each is a prompt, a response, EOS and PAD.
 * The one response in a thousand million that would not fit is drawn again.
 */
export function drawDemonstrations(count: number, stream: Stream): Int32Array {
  const rows = new Int32Array(count * ROW_LENGTH);
  for (let row = 0; row < count; row++) {
    const prompt = stream.pick(prompts);
    let response = drawResponse(prompt, stream);
    while (response.length > RESPONSE_LENGTH) response = drawResponse(prompt, stream);
    rows.set(prompt, row * ROW_LENGTH);
    rows.set(response, row * ROW_LENGTH + PROMPT_LENGTH);
  }
  return rows;
}
