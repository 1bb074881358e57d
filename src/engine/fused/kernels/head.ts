/**
 * Bradley and Terry's loss of a lane's pairs, and its gradient in the weights of a linear scoring head.
 *
 * A workgroup holds a lane: first an invocation takes a pair and leaves its derivative in `slopes`, then it takes a
 * weight. Workgroup memory: one float an invocation. Grid: (1, lanes).
 */
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { bradleyTerry } from '../wgsl/bradleyTerry.ts';
import { RECORD } from '../wgsl/objective.ts';
import { reduce } from '../wgsl/reduce.ts';

const settings = { pairs: 'u32', width: 'u32' } as const;

export const headGradientKernel: Kernel<typeof settings> = {
  name: 'headGradient',
  workgroup: 64,
  settings,
  bindings: [
    reads('head'), reads('differences'), reads('weights'), writes('slopes'), writes('gradient'), writes('squares'), writes('results'),
  ],
  body: /* wgsl */ `
${reduce}
${bradleyTerry}
fn marginOf(pair: u32, head0: u32) -> f32 {
  var margin = 0.0;
  for (var i = 0u; i < settings.width; i++) {
    margin += head[head0 + i] * differences[pair * settings.width + i];
  }
  return margin;
}

fn main(group: vec3<u32>) {
  let firstPair = group.y * settings.pairs;
  let parameterCount = settings.width + 1u;
  let head0 = group.y * parameterCount;
  var loss = 0.0;
  for (var pair = firstPair + thread; pair < firstPair + settings.pairs; pair += WORKGROUP) {
    let preference = prefer(marginOf(pair, head0));
    loss += weights[pair] * preference.loss;
    slopes[pair] = weights[pair] * preference.slope;
  }
  let total = workgroupSum(loss);
  sync();
  var square = 0.0;
  // A difference of rewards does not see the bias: its gradient, the last, is 0.
  for (var i = thread; i < parameterCount; i += WORKGROUP) {
    var derivative = 0.0;
    if (i < settings.width) {
      for (var pair = firstPair; pair < firstPair + settings.pairs; pair++) {
        derivative += slopes[pair] * differences[pair * settings.width + i];
      }
    }
    gradient[head0 + i] = derivative;
    square += derivative * derivative;
  }
  let squared = workgroupSum(square);
  if (thread == 0u) {
    squares[group.y] = squared;
    results[group.y * ${RECORD.size}u + ${RECORD.loss}u] = total;
  }
}
`,
};
