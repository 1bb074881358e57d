/**
 * Weight gradients: sums over a lane's batch and rows of activation x derivative, for any model. A plan says which.
 *
 * A workgroup computes up to WORKGROUP tiles of 4 x 4 weights (or as many columns) of one entry of the plan, each
 * invocation its own tile, in the order of responses and rows: no atomics, the same bits each time. It also leaves its part
 * of the gradient's squared norm. Workgroup memory: one float an invocation. Grid: (workgroups of the plan, lanes).
 */
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { RECORD } from '../wgsl/objective.ts';
import { reduce } from '../wgsl/reduce.ts';
import { chunkSettings } from './names.ts';

/** What is summed: `left` x derivative, derivatives by token or by position, derivatives, or left * derivative. */
export const PLAN_KINDS = { product: 0, byToken: 1, byPosition: 2, sum: 3, dot: 4 } as const;
/** Which rows of a response: all that are looked at, those with logits, or one. */
export const PLAN_ROWS = { spoken: 0, predicting: 1, single: 2 } as const;

/** One weight matrix or vector, (inputs, outputs). Offsets of `left` and derivative count from a response's part of `work`. */
export interface PlanEntry {
  readonly kind: keyof typeof PLAN_KINDS;
  readonly rows: keyof typeof PLAN_ROWS;
  /** The activation's offset and row length; unused by `sum`, `byToken` and `byPosition`. */
  readonly left: number;
  readonly leftStride: number;
  readonly derivative: number;
  readonly derivativeStride: number;
  /** Offset in the flat parameter vector. */
  readonly target: number;
  readonly inputs: number;
  readonly outputs: number;
}

const WORKGROUP = 64;
const WORDS = 12;

const settings = {
  batch: 'u32', ...chunkSettings, promptLength: 'u32', length: 'u32', space: 'u32', parameterCount: 'u32', planGroups: 'u32',
} as const;

export interface Plan {
  /** WORDS words for each workgroup. */
  readonly words: Uint32Array;
  readonly groups: number;
}

/** Cuts entries into workgroups. */
export function gradientPlan(entries: readonly PlanEntry[]): Plan {
  const words = entries.flatMap((entry) => {
    const perColumn = entry.kind === 'sum' || entry.kind === 'dot';
    const tasks = perColumn ? entry.outputs : Math.ceil(entry.inputs / 4) * Math.ceil(entry.outputs / 4);
    return Array.from({ length: Math.ceil(tasks / WORKGROUP) }, (_, group) => [
      PLAN_KINDS[entry.kind], PLAN_ROWS[entry.rows], group * WORKGROUP, entry.left, entry.leftStride,
      entry.derivative, entry.derivativeStride, entry.target, entry.inputs, entry.outputs, 0, 0,
    ]);
  });
  return { words: Uint32Array.from(words.flat()), groups: words.length };
}

const COLUMNS = ['x', 'y', 'z', 'w'];

export const gradientKernel: Kernel<typeof settings> = {
  name: 'gradient',
  workgroup: WORKGROUP,
  settings,
  bindings: [
    reads('plan', 'u32'), reads('work'), reads('tokens', 'i32'), reads('results'), writes('gradient'), writes('squares'),
  ],
  body: /* wgsl */ `
${reduce}
struct Entry {
  kind: u32, rows: u32, firstTask: u32,
  left: u32, leftStride: u32, derivative: u32, derivativeStride: u32,
  place: u32, inputs: u32, outputs: u32,
}
fn entryOf(group: u32) -> Entry {
  let at = group * ${WORDS}u;
  return Entry(plan[at], plan[at + 1u], plan[at + 2u], plan[at + 3u], plan[at + 4u], plan[at + 5u], plan[at + 6u],
    plan[at + 7u], plan[at + 8u], plan[at + 9u]);
}

/** First row of a response that counts, and the end of those rows. */
fn rowsOf(entry: Entry, response: u32) -> vec2<u32> {
  if (entry.rows == ${PLAN_ROWS.single}u) {
    return vec2<u32>(0u, 1u);
  }
  let spoken = u32(results[response * ${RECORD.size}u + ${RECORD.rows}u]);
  if (entry.rows == ${PLAN_ROWS.spoken}u) {
    return vec2<u32>(0u, spoken);
  }
  return vec2<u32>(settings.promptLength - 1u, spoken - 1u);
}

/** Writes one weight's gradient; returns its square. */
fn put(place: u32, value: f32) -> f32 {
  gradient[place] = value;
  return value * value;
}

/** What earlier responses of the lane have come to: the sum goes on as if all were in the workspace. */
fn before(places: vec4<u32>) -> vec4<f32> {
  if (settings.first == 0u) {
    return vec4<f32>();
  }
  return vec4<f32>(${COLUMNS.map((c) => `gradient[places.${c}]`).join(', ')});
}

/** A 4 x 4 tile; \`wanted\` inputs are rows of the left operand, token numbers or positions. */
fn tile(entry: Entry, group: vec3<u32>) -> f32 {
  let tiles = (entry.outputs + 3u) / 4u;
  let task = entry.firstTask + thread;
  if (task >= (entry.inputs + 3u) / 4u * tiles) {
    return 0.0;
  }
  let input = task / tiles * 4u;
  let columns = min(vec4<u32>(task % tiles) + vec4<u32>(0u, tiles, 2u * tiles, 3u * tiles), vec4<u32>(entry.outputs - 1u));
  let inputs = min(vec4<u32>(input) + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(entry.inputs - 1u));
  let laneNumber = settings.firstLane + group.y;
  let place = laneNumber * settings.parameterCount + entry.place;
${COLUMNS.map((c, i) => `  var sum${i} = before(vec4<u32>(place + inputs.${c} * entry.outputs) + columns);`).join('\n')}
  for (var b = 0u; b < settings.across; b++) {
    let response = laneNumber * settings.batch + settings.first + b;
    let part = (group.y * settings.across + b) * settings.space;
    let rows = rowsOf(entry, response);
    var derivative = vec4<u32>(part + entry.derivative) + columns;
    if (entry.kind == ${PLAN_KINDS.product}u) {
      var left = vec4<u32>(part + entry.left + rows.x * entry.leftStride) + inputs;
      for (var row = rows.x; row < rows.y; row++) {
        let d = vec4<f32>(${COLUMNS.map((c) => `work[derivative.${c}]`).join(', ')});
${COLUMNS.map((c, i) => `        sum${i} += work[left.${c}] * d;`).join('\n')}
        left += entry.leftStride;
        derivative += entry.derivativeStride;
      }
    } else {
      for (var row = rows.x; row < rows.y; row++) {
        let number = select(row, u32(tokens[response * settings.length + row]), entry.kind == ${PLAN_KINDS.byToken}u);
        if (number >= input && number < input + 4u) {
          let d = vec4<f32>(${COLUMNS.map((c) => `work[derivative.${c}]`).join(', ')});
${COLUMNS.map((_, i) => `          sum${i} += select(0.0, 1.0, number == input + ${i}u) * d;`).join('\n')}
        }
        derivative += entry.derivativeStride;
      }
    }
  }
  let column = task % tiles;
  var square = 0.0;
${COLUMNS.map((_, i) => `  if (input + ${i}u < entry.inputs) {
${COLUMNS.map((c, j) => `    if (column + ${j}u * tiles < entry.outputs) { square += put(place + (input + ${i}u) * entry.outputs + columns.${c}, sum${i}.${c}); }`).join('\n')}
  }`).join('\n')}
  return square;
}

/** A bias's or a norm scale's gradient, one column. */
fn column(entry: Entry, group: vec3<u32>) -> f32 {
  let task = entry.firstTask + thread;
  if (task >= entry.outputs) {
    return 0.0;
  }
  let laneNumber = settings.firstLane + group.y;
  let place = laneNumber * settings.parameterCount + entry.place + task;
  var sum = 0.0;
  if (settings.first > 0u) {
    sum = gradient[place];
  }
  for (var b = 0u; b < settings.across; b++) {
    let part = (group.y * settings.across + b) * settings.space;
    let rows = rowsOf(entry, laneNumber * settings.batch + settings.first + b);
    var derivative = part + entry.derivative + task;
    var left = part + entry.left + rows.x * entry.leftStride + task;
    for (var row = rows.x; row < rows.y; row++) {
      if (entry.kind == ${PLAN_KINDS.dot}u) {
        sum += work[left] * work[derivative];
      } else {
        sum += work[derivative];
      }
      left += entry.leftStride;
      derivative += entry.derivativeStride;
    }
  }
  return put(place, sum);
}

fn main(group: vec3<u32>) {
  let entry = entryOf(group.x);
  var square = 0.0;
  if (entry.kind == ${PLAN_KINDS.sum}u || entry.kind == ${PLAN_KINDS.dot}u) {
    square = column(entry, group);
  } else {
    square = tile(entry, group);
  }
  let sum = workgroupSum(square);
  if (thread == 0u) {
    squares[(settings.firstLane + group.y) * settings.planGroups + group.x] = sum;
  }
}
`,
};
