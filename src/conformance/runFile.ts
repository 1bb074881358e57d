/** Runs the cases of one fixture file on one subject. */
import { advantagesCheck } from './checks/advantages.ts';
import type { Check, Outputs } from './checks/check.ts';
import { crossAttentionCheck } from './checks/crossAttention.ts';
import { gaoFitCheck } from './checks/gaoFit.ts';
import { grebtCheck } from './checks/grebt.ts';
import { holmCheck } from './checks/holm.ts';
import { omegaCheck } from './checks/omega.ts';
import { pairedStatisticsCheck } from './checks/pairedStatistics.ts';
import { policyObjectiveCheck } from './checks/policyObjective.ts';
import { transformerCheck } from './checks/transformer.ts';
import { relativeError } from './compare.ts';
import { halfUnit, inputAllowance, printedDigits, unprint } from './printing.ts';
import type { Subject } from './subject.ts';
import { MalformedFixture, readRecord, readTensor } from './tensor.ts';

/** Kinds of fixture, by the file's name without `.json`. */
const CHECKS: Readonly<Record<string, Check>> = {
  advantages: advantagesCheck,
  cross_attention: crossAttentionCheck,
  gao_fit: gaoFitCheck,
  grebt: grebtCheck,
  holm: holmCheck,
  omega: omegaCheck,
  paired_statistics: pairedStatisticsCheck,
  policy_objective: policyObjectiveCheck,
  transformer: transformerCheck,
};
export const kinds: readonly string[] = Object.keys(CHECKS);

export interface FixtureFile {
  /** One of `kinds`. */
  readonly kind: string;
  readonly json: string;
}

/** Plain data, so that a page can report it. */
export interface CaseReport {
  readonly kind: string;
  /** Counted from 1. */
  readonly number: number;
  readonly subject: string;
  /** Largest relative error; for plain arithmetic, beyond what the printing of numbers explains. Null where the case could not be run. */
  readonly error: number | null;
  readonly ok: boolean;
  /** The output with the largest error, or why the case could not be run. */
  readonly detail: string;
}

/** The cases of a file. Throws MalformedFixture. */
export function casesOf(json: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw new MalformedFixture(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { cases } = readRecord(parsed, 'the file');
  if (!Array.isArray(cases) || cases.length === 0) throw new MalformedFixture('there is no list of cases');
  return cases;
}

/** A report for each case that the subject has the arithmetic for. Throws MalformedFixture where the file holds no cases. */
export async function runFile(file: FixtureFile, subject: Subject): Promise<CaseReport[]> {
  const check = CHECKS[file.kind];
  const cases = casesOf(file.json);
  if (!check.appliesTo(subject)) return [];
  const digits = printedDigits(file.json);
  const reports: CaseReport[] = [];
  for (const [index, item] of cases.entries()) {
    const common = { kind: file.kind, number: index + 1, subject: subject.name };
    try {
      const { error, output } = await runCase(check, item, subject, digits);
      reports.push({ ...common, error, ok: error <= subject.tolerance, detail: output });
    } catch (error) {
      reports.push({ ...common, error: null, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return reports;
}

async function runCase(check: Check, item: unknown, subject: Subject, digits: number): Promise<{ error: number; output: string }> {
  const { in: input, out } = readRecord(item, 'the case');
  const expected = flatten(readRecord(out, 'out'));
  const names = Object.keys(expected);
  if (names.length === 0) throw new MalformedFixture('out is empty');
  const problem = check.read(readRecord(input, 'in'), names);
  const outputs = await problem.compute(subject, problem.data);
  const compared = names.filter((name) => Object.hasOwn(outputs, name));
  const unknown = names.filter((name) => !Object.hasOwn(outputs, name) && !isPair(name));
  if (unknown.length > 0) throw new MalformedFixture(`out has ${unknown.join(', ')}, which this check does not compute`);
  const join = (values: Outputs) => Float64Array.from(compared.flatMap((name) => Array.from(values[name])));

  let allowance = new Float64Array(0);
  if (subject.plain) {
    const vary = async (stream: Parameters<typeof unprint>[2]) => {
      const varied = Object.entries(problem.data).map(([name, values]) => [name, unprint(values, digits, stream)] as const);
      return join(await problem.compute(subject, Object.fromEntries(varied)));
    };
    allowance = Float64Array.from(await inputAllowance(join(outputs), vary));
  }
  let worst = { error: -1, output: '' };
  let offset = 0;
  for (const name of compared) {
    const allowed = subject.plain ? expected[name].map((value, i) => allowance[offset + i] + halfUnit(value, digits)) : undefined;
    offset += outputs[name].length;
    const error = relativeError(expected[name], outputs[name], allowed);
    if (error > worst.error) worst = { error, output: name };
  }
  return worst;
}

/** Engines keep winner and loser of a group to themselves; the gradient shows them. */
function isPair(name: string): boolean {
  return name === 'winner' || name === 'loser';
}

/** Outputs by name, nested records joined with a dot. Null is a number that there is not, such as the peak of a curve without one. */
function flatten(record: Readonly<Record<string, unknown>>, prefix = ''): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => {
    const name = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(flatten(readRecord(value, name), `${name}.`));
    return [[name, value === null ? Float64Array.of(NaN) : readTensor(value, name).data]];
  }));
}
