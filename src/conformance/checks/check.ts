/** How one kind of fixture is read and computed. */
import type { Subject } from '../subject.ts';

/** Named arrays of numbers. */
export type Outputs = Readonly<Record<string, ArrayLike<number>>>;

/** One case, read and checked. */
export interface Problem {
  /** Inputs that were printed with a limited count of digits. */
  readonly data: Readonly<Record<string, Float64Array>>;
  /** The subject's outputs for `data`, or for a variation of it, under the fixture's names. */
  compute(subject: Subject, data: Readonly<Record<string, Float64Array>>): Promise<Outputs>;
}

export interface Check {
  /** Whether the subject has this arithmetic. */
  appliesTo(subject: Subject): boolean;
  /** `wanted`: names of the outputs that the case asks for. Throws MalformedFixture. */
  read(input: Readonly<Record<string, unknown>>, wanted: readonly string[]): Problem;
}
