/**
 * Weight gradients: sums over a lane's batch and rows of activation x derivative, for any model. A plan says which.
 *
 * A workgroup computes up to WORKGROUP tiles of TILE_INPUTS x 4 weights (or as many columns) of one entry of the plan, each
 * invocation its own tile, in the order of responses and rows: no atomics, the same bits each time. Neighbouring invocations
 * take neighbouring columns and load them as vec4s. It also leaves its part of the gradient's squared norm. Workgroup
 * memory: one float an invocation. Grid: (workgroups of the plan, lanes).
 */
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { RECORD } from '../wgsl/objective.ts';
import { reduce } from '../wgsl/reduce.ts';
import { chunkSettings } from './names.ts';

/** What is summed: `left` x derivative, derivatives by token or by position, derivatives, or left * derivative. */
export const PLAN_KINDS = { product: 0, byToken: 1, byPosition: 2, sum: 3, dot: 4 } as const;
/** What the kernel takes a product for whose rows are no whole vec4s. */
const RAGGED = 5;
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
/** A multiple of 4. */
const TILE_INPUTS = 8;
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
    const { kind, left, leftStride, derivative, derivativeStride } = entry;
    const perColumn = kind === 'sum' || kind === 'dot';
    const ragged = kind === 'product' && [left, leftStride, derivative, derivativeStride].some((floats) => floats % 4 !== 0);
    const tasks = perColumn ? entry.outputs : Math.ceil(entry.inputs / TILE_INPUTS) * Math.ceil(entry.outputs / 4);
    return Array.from({ length: Math.ceil(tasks / WORKGROUP) }, (_, group) => [
      ragged ? RAGGED : PLAN_KINDS[kind], PLAN_ROWS[entry.rows], group * WORKGROUP, left, leftStride, derivative, derivativeStride, entry.target, entry.inputs, entry.outputs, 0, 0,
    ]);
  });
  return { words: Uint32Array.from(words.flat()), groups: words.length };
}

const COMPONENTS = ['x', 'y', 'z', 'w'];
const components = (line: (component: string, index: number) => string) => COMPONENTS.map(line).join('\n');
const byValue = (place: string) => `vec4<f32>(${COMPONENTS.map((_, j) => `workAt(${place} + ${j}u)`).join(', ')})`;
/** A line for each input of a tile. */
const inputs = (line: (index: number) => string) => Array.from({ length: TILE_INPUTS }, (_, index) => line(index)).join('\n');
/** Adds up a tile's products; `four` loads four values from an address on, among which may be what lies behind a row. */
const products = (four: (place: string) => string) => `      for (var row = rows.x; row < rows.y; row++) {
        let d = ${four('derivative')};
${Array.from({ length: TILE_INPUTS / 4 }, (_, v) => `        let a${v} = ${four(`left + ${4 * v}u`)};`).join('\n')}
${inputs((i) => `        sum${i} += a${Math.floor(i / 4)}.${COMPONENTS[i % 4]} * d;`)}
        left += entry.leftStride;
        derivative += entry.derivativeStride;
      }`;

export const gradientKernel: Kernel<typeof settings> = {
  name: 'gradient',
  workgroup: WORKGROUP,
  settings,
  bindings: [
    reads('plan', 'u32'), reads('work', 'vec4<f32>'), reads('tokens', 'i32'), reads('results'), writes('gradient'), writes('squares'),
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

fn workAt(place: u32) -> f32 {
  return work[place / 4u][place % 4u];
}

/** What earlier responses of the lane have come to: the sum goes on as if all were in the workspace. */
fn before(place: u32, columns: u32) -> vec4<f32> {
  var sum = vec4<f32>();
  if (settings.first > 0u) {
${components((c, j) => `    if (${j}u < columns) { sum.${c} = gradient[place + ${j}u]; }`)}
  }
  return sum;
}

/** Writes \`columns\` weights' gradients; returns the sum of their squares. */
fn putRow(place: u32, columns: u32, sum: vec4<f32>) -> f32 {
  var square = 0.0;
${components((c, j) => `  if (${j}u < columns) { square += put(place + ${j}u, sum.${c}); }`)}
  return square;
}

/** A TILE_INPUTS x 4 tile; its inputs are values of the left operand's rows, token numbers or positions. */
fn tile(entry: Entry, group: vec3<u32>) -> f32 {
  let tiles = (entry.outputs + 3u) / 4u;
  let task = entry.firstTask + thread;
  if (task >= (entry.inputs + ${TILE_INPUTS - 1}u) / ${TILE_INPUTS}u * tiles) {
    return 0.0;
  }
  let input = task / tiles * ${TILE_INPUTS}u;
  let column = task % tiles * 4u;
  let columns = min(4u, entry.outputs - column);
  let laneNumber = settings.firstLane + group.y;
  let place = laneNumber * settings.parameterCount + entry.place + input * entry.outputs + column;
${inputs((i) => `  var sum${i} = vec4<f32>();
  if (input + ${i}u < entry.inputs) { sum${i} = before(place + ${i}u * entry.outputs, columns); }`)}
  for (var b = 0u; b < settings.across; b++) {
    let response = laneNumber * settings.batch + settings.first + b;
    let part = (group.y * settings.across + b) * settings.space;
    let rows = rowsOf(entry, response);
    var derivative = part + entry.derivative + column;
    var left = part + entry.left + rows.x * entry.leftStride + input;
    if (entry.kind == ${PLAN_KINDS.product}u) {
${products((place) => `work[(${place}) / 4u]`)}
    } else if (entry.kind == ${RAGGED}u) {
${products(byValue)}
    } else {
      for (var row = rows.x; row < rows.y; row++) {
        let number = select(row, u32(tokens[response * settings.length + row]), entry.kind == ${PLAN_KINDS.byToken}u);
        if (number >= input && number < input + ${TILE_INPUTS}u) {
          let d = ${byValue('derivative')};
${inputs((i) => `          sum${i} += select(0.0, 1.0, number == input + ${i}u) * d;`)}
        }
        derivative += entry.derivativeStride;
      }
    }
  }
  var square = 0.0;
${inputs((i) => `  if (input + ${i}u < entry.inputs) { square += putRow(place + ${i}u * entry.outputs, columns, sum${i}); }`)}
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
        sum += workAt(left) * workAt(derivative);
      } else {
        sum += workAt(derivative);
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
