/** Small kernels on rewards (lanes, batch). An invocation makes one value, but for `matchScale`. */
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import type { AdvantageName } from '../../engine.ts';
import { moments } from '../wgsl/moments.ts';
import { reduce } from '../wgsl/reduce.ts';

export const REWARDS_WORKGROUP = 64;

const headSettings = { batch: 'u32', width: 'u32', scale: 'f32' } as const;

/** phi(H_last) * scale. Grid: (batch / WORKGROUP, lanes). */
export const headKernel: Kernel<typeof headSettings> = {
  name: 'headRewards',
  workgroup: REWARDS_WORKGROUP,
  settings: headSettings,
  bindings: [reads('head'), reads('states'), writes('rewards')],
  body: /* wgsl */ `
fn main(group: vec3<u32>) {
  let b = group.x * WORKGROUP + thread;
  if (b >= settings.batch) {
    return;
  }
  let weights = group.y * (settings.width + 1u);
  let state = (group.y * settings.batch + b) * settings.width;
  var score = 0.0;
  for (var i = 0u; i < settings.width; i++) {
    score += head[weights + i] * states[state + i];
  }
  rewards[group.y * settings.batch + b] = (score + head[weights + settings.width]) * settings.scale;
}
`,
};

const advantageSettings = { batch: 'u32', groupSize: 'u32', name: 'u32' } as const;
/** Values of the setting `name`. */
export const ADVANTAGE_NUMBERS: Readonly<Record<AdvantageName, number>> = { rloo: 0, grpo: 1, remax: 2, reinforcePlusPlus: 3 };

/** Grid: (batch / WORKGROUP, lanes). `greedy` is (lanes, batch / groupSize), read by ReMax alone. */
export const advantagesKernel: Kernel<typeof advantageSettings> = {
  name: 'advantages',
  workgroup: REWARDS_WORKGROUP,
  settings: advantageSettings,
  bindings: [reads('rewards'), reads('greedy'), writes('result')],
  body: /* wgsl */ `
fn rewardAt(i: u32) -> f32 {
  return rewards[i];
}
${moments}
fn main(group: vec3<u32>) {
  let b = group.x * WORKGROUP + thread;
  if (b >= settings.batch) {
    return;
  }
  let start = group.y * settings.batch;
  let size = settings.groupSize;
  var advantage = 0.0;
  switch settings.name {
    case ${ADVANTAGE_NUMBERS.rloo}u: {
      advantage = centred(start + b, momentsOf(start + b / size * size, size)) * f32(size) / f32(size - 1u);
    }
    case ${ADVANTAGE_NUMBERS.grpo}u: {
      let spread = momentsOf(start + b / size * size, size);
      advantage = centred(start + b, spread) / (spread.deviation + 1e-4);
    }
    case ${ADVANTAGE_NUMBERS.remax}u: {
      advantage = rewards[start + b] - greedy[group.y * (settings.batch / size) + b / size];
    }
    default: {
      let spread = momentsOf(start, settings.batch);
      advantage = centred(start + b, spread) / (spread.deviation + 1e-8);
    }
  }
  result[start + b] = advantage;
}
`,
};

const scaleSettings = { count: 'u32', batch: 'u32', groupSize: 'u32' } as const;

/** Values times the ratio of root mean square deviations of rewards within groups. A workgroup holds a lane. Grid: (1, lanes). */
export const matchScaleKernel: Kernel<typeof scaleSettings> = {
  name: 'matchScale',
  workgroup: REWARDS_WORKGROUP,
  settings: scaleSettings,
  bindings: [reads('values'), reads('rewards'), reads('model'), writes('result')],
  body: /* wgsl */ `
var<private> ofModel: bool;
fn rewardAt(i: u32) -> f32 {
  if (ofModel) {
    return model[i];
  }
  return rewards[i];
}
${reduce}
${moments}
/** Sum over the lane's groups of their variances. */
fn varianceWithin(start: u32) -> f32 {
  var sum = 0.0;
  for (var g = thread; g < settings.batch / settings.groupSize; g += WORKGROUP) {
    let deviation = momentsOf(start + g * settings.groupSize, settings.groupSize).deviation;
    sum += deviation * deviation;
  }
  return workgroupSum(sum);
}
fn main(group: vec3<u32>) {
  let start = group.y * settings.batch;
  let groups = f32(settings.batch / settings.groupSize);
  let own = sqrt(varianceWithin(start) / groups);
  ofModel = true;
  let wanted = sqrt(varianceWithin(start) / groups);
  let first = group.y * settings.count;
  for (var i = first + thread; i < first + settings.count; i += WORKGROUP) {
    result[i] = values[i] * wanted / max(own, 1e-4);
  }
}
`,
};
