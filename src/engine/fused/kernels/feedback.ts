/**
 * R2M's reward: `feedbackRewards` annotates, `feedbackTrain` makes a step's derivatives.
 *
 * To annotate, a workgroup holds 8 responses of a lane (grid: (batch / 8, lanes)); to train, it holds a group, so that
 * GREBT is computed between forward and backward (grid: (groups, lanes)). Each response keeps SPACE floats of `work`,
 * where `gradient.ts` finds them. Workgroup memory: none.
 */
import type { FeedbackShape } from '../../layout.ts';
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { bradleyTerry } from '../wgsl/bradleyTerry.ts';
import { feedbackBackward, feedbackForward } from '../wgsl/feedback.ts';
import { grebt } from '../wgsl/grebt.ts';
import { moments } from '../wgsl/moments.ts';
import { RECORD } from '../wgsl/objective.ts';
import { chunkSettings, nameOf } from './names.ts';

/** Responses in a workgroup that annotates. */
export const FEEDBACK_ROWS = 8;
const WORKGROUP = 64;

const rewardSettings = { batch: 'u32', ...chunkSettings, omega: 'f32' } as const;

export function feedbackRewardsKernel(shape: FeedbackShape, length: number): Kernel<typeof rewardSettings> {
  return {
    name: nameOf('feedbackRewards', shape, length),
    workgroup: WORKGROUP,
    settings: rewardSettings,
    bindings: [reads('parameters', 'vec4<f32>'), reads('states'), reads('hidden'), reads('tokens', 'i32'), writes('work'), writes('rewards')],
    body: /* wgsl */ `
${feedbackForward(shape, length)}
fn main(group: vec3<u32>) {
  let laneNumber = settings.firstLane + group.y;
  let first = (settings.first + group.x) * ${FEEDBACK_ROWS}u;
  let rows = min(${FEEDBACK_ROWS}u, settings.batch - first);
  lane = laneNumber * PARAMETERS;
  firstResponse = laneNumber * settings.batch + first;
  space = (group.y * settings.across + group.x) * ${FEEDBACK_ROWS}u * SPACE;
  feedbackForward(rows, settings.omega);
  for (var row = thread; row < rows; row += WORKGROUP) {
    rewards[firstResponse + row] = work[space + row * SPACE + REWARD];
  }
}
`,
  };
}

const trainSettings = {
  batch: 'u32', ...chunkSettings, omega: 'f32', groupSize: 'u32', alpha: 'f32',
  /** 1: derivatives of aggregated states and rewards are given, (lanes, batch, TRUNK_WIDTH + 1), instead of GREBT's. */
  given: 'u32',
} as const;

export function feedbackTrainKernel(shape: FeedbackShape, length: number): Kernel<typeof trainSettings> {
  return {
    name: nameOf('feedbackTrain', shape, length),
    workgroup: WORKGROUP,
    settings: trainSettings,
    bindings: [
      reads('parameters', 'vec4<f32>'), reads('states'), reads('hidden'), reads('tokens', 'i32'), reads('annotated'), reads('upstream'),
      writes('work'), writes('results'),
    ],
    body: /* wgsl */ `
${feedbackForward(shape, length)}
${feedbackBackward(shape)}
fn annotatedAt(i: u32) -> f32 {
  return annotated[firstResponse + i];
}
fn rewardAt(i: u32) -> f32 {
  return work[space + i * SPACE + REWARD];
}
fn putDerivative(i: u32, value: f32) {
  work[space + i * SPACE + D_REWARD] = value;
}
${moments}
${bradleyTerry}
${grebt}
/** The group's losses and the derivative of its rewards. */
fn judge(groups: u32, number: u32) {
  let losses = grebt(0u, settings.groupSize, settings.alpha, 1.0 / f32(groups));
  let record = number * ${RECORD.size}u;
  results[record] = (1.0 - settings.alpha) * losses.bt + settings.alpha * losses.gre;
  results[record + 1u] = losses.bt;
  results[record + 2u] = losses.gre;
}

fn main(group: vec3<u32>) {
  let laneNumber = settings.firstLane + group.y;
  let rows = settings.groupSize;
  let groups = settings.batch / rows;
  lane = laneNumber * PARAMETERS;
  let number = settings.first + group.x;
  firstResponse = laneNumber * settings.batch + number * rows;
  space = (group.y * settings.across + group.x) * rows * SPACE;
  feedbackForward(rows, settings.omega);
  if (settings.given == 0u) {
    if (thread == 0u) {
      judge(groups, laneNumber * groups + number);
    }
  } else {
    for (var row = thread; row < rows; row += WORKGROUP) {
      putDerivative(row, upstream[(firstResponse + row) * (TRUNK_WIDTH + 1u) + TRUNK_WIDTH]);
    }
  }
  sync();
  for (var task = thread; task < rows * TRUNK_WIDTH; task += WORKGROUP) {
    let row = task / TRUNK_WIDTH;
    let i = task % TRUNK_WIDTH;
    let start = space + row * SPACE;
    var derivative = work[start + D_REWARD] * (1.0 - settings.omega) * weightAt(headWeight(i));
    if (settings.given == 1u) {
      derivative += upstream[(firstResponse + row) * (TRUNK_WIDTH + 1u) + i];
    }
    work[start + D_AGGREGATED + i] = derivative;
  }
  sync();
  feedbackBackward(rows);
}
`,
  };
}
