/**
 * Adam with clipping of each lane's gradient norm, for any flat parameter vector; and a step's statistics.
 *
 * An invocation updates PER_INVOCATION parameters, WORKGROUP apart; each workgroup adds up the lane's squared norm for
 * itself. Columns of the statistics: means over records, then a ratio of two columns' sums, then the norm. Workgroup
 * memory: one float an invocation. Grid: (parameters / ADAM_SHARE, lanes).
 */
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { RECORD } from '../wgsl/objective.ts';
import { reduce } from '../wgsl/reduce.ts';

const WORKGROUP = 128;
/** The norm costs a workgroup as much as some parameters do, in barriers above all: it is shared by several an invocation. */
const PER_INVOCATION = 4;
/** Parameters that a workgroup updates. */
export const ADAM_SHARE = WORKGROUP * PER_INVOCATION;

const settings = {
  parameterCount: 'u32', parameterPitch: 'u32', squareCount: 'u32', maxNorm: 'f32', rate: 'f32', beta1: 'f32', beta2: 'f32', epsilon: 'f32',
  /** 1 / sqrt(1 - beta2^t); the first moment's correction is in `rate`. */
  correction: 'f32',
  /** What AdamW's decay leaves of a parameter: 1 without decay. */
  kept: 'f32',
  records: 'u32', means: 'u32', ratios: 'u32',
} as const;

export const adamKernel: Kernel<typeof settings> = {
  name: 'adam',
  workgroup: WORKGROUP,
  settings,
  bindings: [
    reads('gradient'), reads('squares'), reads('results'),
    writes('parameters'), writes('first'), writes('second'), writes('statistics'),
  ],
  body: /* wgsl */ `
${reduce}
fn columnSum(laneNumber: u32, column: u32) -> f32 {
  var sum = 0.0;
  for (var i = 0u; i < settings.records; i++) {
    sum += results[(laneNumber * settings.records + i) * ${RECORD.size}u + column];
  }
  return sum;
}

fn main(group: vec3<u32>) {
  let laneNumber = group.y;
  var square = 0.0;
  for (var i = thread; i < settings.squareCount; i += WORKGROUP) {
    square += squares[laneNumber * settings.squareCount + i];
  }
  let norm = sqrt(workgroupSum(square));
  // As PyTorch's clip_grad_norm_ has it.
  let scale = min(1.0, settings.maxNorm / (norm + 1e-6));
  let end = min((group.x + 1u) * ${ADAM_SHARE}u, settings.parameterCount);
  for (var i = group.x * ${ADAM_SHARE}u + thread; i < end; i += WORKGROUP) {
    let at = laneNumber * settings.parameterCount + i;
    let g = gradient[at] * scale;
    let m = settings.beta1 * first[at] + (1.0 - settings.beta1) * g;
    let v = settings.beta2 * second[at] + (1.0 - settings.beta2) * g * g;
    first[at] = m;
    second[at] = v;
    let place = laneNumber * settings.parameterPitch + i;
    parameters[place] = settings.kept * parameters[place] - settings.rate * m / (sqrt(v) * settings.correction + settings.epsilon);
  }
  if (group.x == 0u) {
    let columns = settings.means + settings.ratios + 1u;
    for (var column = thread; column < columns; column += WORKGROUP) {
      var value = norm;
      if (column < settings.means) {
        value = columnSum(laneNumber, column) / f32(settings.records);
      } else if (column + 1u < columns) {
        value = columnSum(laneNumber, column) / columnSum(laneNumber, ${RECORD.counted}u);
      }
      statistics[laneNumber * columns + column] = value;
    }
  }
}
`,
};
