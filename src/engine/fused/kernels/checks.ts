/** Kernels that run one loss alone, on given inputs, for `Arithmetic`: the same functions that training uses. */
import { constants, reads, writes, type Kernel } from '../gpu/kernel.ts';
import { places, type Places } from '../places.ts';
import { bradleyTerry } from '../wgsl/bradleyTerry.ts';
import { grebt } from '../wgsl/grebt.ts';
import { moments } from '../wgsl/moments.ts';
import { objective, objectiveSettings, RECORD } from '../wgsl/objective.ts';

const WORKGROUP = 64;

export function objectivePlaces(length: number, vocabulary: number): Places {
  return places([['LOGITS', length * vocabulary], ['RATIOS', length]]);
}

/** `work` holds the logits at LOGITS of each response's part, and gets their derivative. Grid: (batch, 1). */
export function objectiveKernel(length: number, vocabulary: number): Kernel<typeof objectiveSettings & { readonly batch: 'u32' }> {
  const { at, size } = objectivePlaces(length, vocabulary);
  return {
    name: `objective-${length}-${vocabulary}`,
    workgroup: WORKGROUP,
    settings: { ...objectiveSettings, batch: 'u32' },
    bindings: [
      reads('tokens', 'i32'), reads('mask'), reads('reference'), reads('oldLogProbs'), reads('advantages'), writes('work'), writes('results'),
    ],
    body: /* wgsl */ `
${constants({ ...at, SPACE: size, LENGTH: length, VOCABULARY: vocabulary })}
var<private> space: u32;
fn wordAt(l: u32) -> u32 {
  return u32(tokens[positions + l]);
}
fn counted(l: u32) -> bool {
  return mask[positions + l] > 0.0;
}
${objective}
fn main(group: vec3<u32>) {
  record = group.x;
  space = group.x * SPACE;
  positions = group.x * LENGTH;
  weight = 1.0 / (f32(settings.batch) * settings.divisor);
  loss(LENGTH, LENGTH);
}
`,
  };
}

const grebtSettings = { groupSize: 'u32', groups: 'u32', alpha: 'f32' } as const;

/** An invocation to a group. Grid: (groups / WORKGROUP, 1). */
export const grebtKernel: Kernel<typeof grebtSettings> = {
  name: 'grebt',
  workgroup: WORKGROUP,
  settings: grebtSettings,
  bindings: [reads('annotated'), reads('rewards'), writes('derivatives'), writes('results')],
  body: /* wgsl */ `
fn annotatedAt(i: u32) -> f32 {
  return annotated[i];
}
fn rewardAt(i: u32) -> f32 {
  return rewards[i];
}
fn putDerivative(i: u32, value: f32) {
  derivatives[i] = value;
}
${moments}
${bradleyTerry}
${grebt}
fn main(group: vec3<u32>) {
  let g = group.x * WORKGROUP + thread;
  if (g < settings.groups) {
    let losses = grebt(g * settings.groupSize, settings.groupSize, settings.alpha, 1.0 / f32(settings.groups));
    results[g * ${RECORD.size}u + 1u] = losses.bt;
    results[g * ${RECORD.size}u + 2u] = losses.gre;
  }
}
`,
};
