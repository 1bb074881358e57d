import type { DeviceArray } from '../../engine/engine.ts';
import { perLane } from '../../engine/lanes.ts';
import type { Stream } from '../../engine/random.ts';
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
  start: (lab, saved) => startFeedback(lab, saved, { hidden: (all) => noiseLike(lab, all) }),
});

/** For each of these responses noise of the moments that each dimension of h has over all their positions that are not PAD, lane by lane: (R, B, S, D_p). */
async function noiseLike({ engine, seeds, stream }: AnyLab, all: readonly Responses[]): Promise<DeviceArray[]> {
  const read = (await engine.read(all.flatMap(({ hidden, tokens }) => [hidden, tokens]))).map((values) => perLane(values, seeds.length));
  return all.map(({ hidden: { shape }, path }, index) => (
    engine.upload(noised(read[2 * index], read[2 * index + 1], shape[3], (lane) => stream(lane, ...path)), shape)));
}

/** `states` and `words` of each lane; noise of all lanes, flat. */
function noised(states: readonly Float32Array[], words: readonly Float32Array[], width: number, streamOf: (lane: number) => Stream): Float32Array {
  const all = new Float32Array(states.reduce((sum, { length }) => sum + length, 0));
  states.forEach((values, lane) => {
    const { mean, deviation } = moments(values, words[lane], width);
    const draws = streamOf(lane);
    for (let row = 0; row < words[lane].length; row++) {
      if (words[lane][row] === PAD) continue;
      const at = lane * values.length + row * width;
      for (let i = 0; i < width; i++) all[at + i] = mean[i] + deviation[i] * draws.normal();
    }
  });
  return all;
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
