/**
 * What the printing of numbers costs. A fixture prints its numbers with a fixed count of significant digits, inputs as
 * well as outputs, and its outputs were computed before the inputs were cut. So float64 arithmetic cannot meet the
 * printed outputs to 1e-9, however right it is: what printing can explain is taken off first.
 */
import { fork, Stream } from '../engine/random.ts';

/** Numbers with fewer digits are settings, or happen to be round. */
const FEWEST_DIGITS = 7;
/** More than any float64 needs: with no long number in the file, nothing was cut. */
const UNCUT_DIGITS = 17;

/** Significant digits that a JSON text's numbers were cut to: the most frequent count among the long ones. */
export function printedDigits(json: string): number {
  const counts = new Map<number, number>();
  for (const [token] of json.matchAll(/\d+\.\d+/g)) {
    const digits = token.replace('.', '').replace(/^0+/, '').length;
    if (digits >= FEWEST_DIGITS) counts.set(digits, (counts.get(digits) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? UNCUT_DIGITS;
}

/** Half a unit of the last of `digits` significant digits of `value`: the most that printing can have moved it. */
export function halfUnit(value: number, digits: number): number {
  return value === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
}

/**
 * A variation of printed numbers that prints the same: each moved by less than half a unit of its last digit. Equal
 * numbers stay equal, so that ties and groups of equal rewards remain what they are.
 */
export function unprint(values: Float64Array, digits: number, stream: Stream): Float64Array {
  const moved = new Map<number, number>();
  return values.map((value) => {
    const known = moved.get(value);
    if (known !== undefined) return known;
    const next = value + halfUnit(value, digits) * (2 * stream.uniform() - 1);
    moved.set(value, next);
    return next;
  });
}

/** Variations that an allowance is estimated from, and standard deviations that it is wide. */
const VARIATIONS = 12;
const WIDTH = 6;

/**
 * How far printing the inputs can have moved each output: six standard deviations over variations of the inputs.
 * `compute` maps a variation's number to all outputs, always in the same order.
 */
export async function inputAllowance(
  outputs: Float64Array, compute: (stream: Stream) => Promise<Float64Array>,
): Promise<Float64Array> {
  const squares = new Float64Array(outputs.length);
  for (let variation = 0; variation < VARIATIONS; variation++) {
    const varied = await compute(new Stream(fork(variation, 'printing')));
    varied.forEach((value, i) => { squares[i] += (value - outputs[i]) ** 2 / VARIATIONS; });
  }
  return squares.map((square) => WIDTH * Math.sqrt(square));
}
