import { perLane } from '../../engine/lanes.ts';
import { PAD } from '../../world/words.ts';
import { defineMethod, type AnyLab, type Responses } from '../method.ts';
import { startFeedback } from './feedback.ts';
import { family } from './r2m.ts';

/** R2M w/ Noise of arXiv 2601.22664: h is replaced by Gaussian noise of the same mean and variance in each dimension. */
export const noise = defineMethod({
  ...family,
  name: 'noise',
  title: 'R2M fed with noise',
  summary: 'R2M whose judge reads noise of the same mean and variance as the policy’s states in their place.',
  isolates: 'whether it is the feedback',
  family: 'The paper’s ablations',
  start: (lab, saved) => startFeedback(lab, saved, { hidden: (responses) => noiseLike(lab, responses) }),
});

/** Noise of the moments that each dimension of h has over all positions that are not PAD of these responses, lane by lane: (R, B, S, D_p). */
async function noiseLike({ engine, stream }: AnyLab, { hidden, tokens, path }: Responses) {
  const lanes = hidden.shape[0];
  const width = hidden.shape[3];
  const [states, words] = (await engine.read([hidden, tokens])).map((values) => perLane(values, lanes));
  const noised = new Float32Array(states.reduce((sum, { length }) => sum + length, 0));
  states.forEach((values, lane) => {
    const { mean, deviation } = moments(values, words[lane], width);
    const draws = stream(lane, ...path);
    for (let row = 0; row < words[lane].length; row++) {
      if (words[lane][row] === PAD) continue;
      const at = lane * values.length + row * width;
      for (let i = 0; i < width; i++) noised[at + i] = mean[i] + deviation[i] * draws.normal();
    }
  });
  return engine.upload(noised, hidden.shape);
}

/** Mean and (population) standard deviation of each dimension over the rows of `values` (N, D) whose word is not PAD. */
export function moments(values: ArrayLike<number>, words: ArrayLike<number>, width: number) {
  const [mean, square] = [new Float64Array(width), new Float64Array(width)];
  let count = 0;
  for (let row = 0; row < words.length; row++) {
    if (words[row] === PAD) continue;
    count++;
    for (let i = 0; i < width; i++) mean[i] += values[row * width + i];
  }
  for (let i = 0; i < width; i++) mean[i] /= count;
  for (let row = 0; row < words.length; row++) {
    if (words[row] === PAD) continue;
    for (let i = 0; i < width; i++) square[i] += (values[row * width + i] - mean[i]) ** 2;
  }
  return { mean, deviation: square.map((sum) => Math.sqrt(sum / count)) };
}
