/** Changes of fields made while the run went on: numbered marks in the chart, and what they mean. */
import type { Config } from '../../config/fields.ts';
import { fieldOf, formatValue, isFieldKey } from '../../settings/values.ts';
import type { Change } from '../../store/record.ts';

/** All changes of one step. */
export interface ChangeMark {
  /** Counted from 1. */
  readonly number: number;
  readonly step: number;
  /** "β 0 → 0.5 (undone at 25)", several with a comma. */
  readonly text: string;
  /** With the fields' full names: "KL weight 0.5". */
  readonly inFull: string;
}

function shortName(field: string): string {
  if (!isFieldKey(field)) return field;
  const { label, symbol } = fieldOf(field);
  return symbol !== undefined && symbol.length === 1 && symbol !== symbol.toUpperCase() ? symbol : label;
}

function fullName(field: string): string {
  return isFieldKey(field) ? fieldOf(field).label : field;
}

function valueText(field: string, value: unknown): string {
  return isFieldKey(field) ? formatValue(field, value as Config[typeof field]) : String(value);
}

/** One for each field changed in a step: several changes of it are one. What comes back to where it was is none. */
function mergeStep(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) merged.set(change.field, { ...change, from: merged.get(change.field)?.from ?? change.from });
  return [...merged.values()].filter(({ field, from, to }) => valueText(field, from) !== valueText(field, to));
}

/** The step at which the field was next given the value that it had before; null where it was not. */
function undoneAt(change: Change, later: readonly Change[]): number | null {
  const next = later.find(({ field }) => field === change.field);
  return next && valueText(next.field, next.to) === valueText(change.field, change.from) ? next.step : null;
}

export function markChanges(changes: readonly Change[]): ChangeMark[] {
  const steps = [...new Set(changes.map(({ step }) => step))].sort((a, b) => a - b);
  const merged = steps.map((step) => mergeStep(changes.filter((change) => change.step === step)));
  return merged.flatMap((own, index) => {
    if (own.length === 0) return [];
    const later = merged.slice(index + 1).flat();
    return [{ step: steps[index], own, later }];
  }).map(({ step, own, later }, index) => ({
    number: index + 1,
    step,
    text: own.map((change) => {
      const undone = undoneAt(change, later);
      const { field, from, to } = change;
      return `${shortName(field)} ${valueText(field, from)} → ${valueText(field, to)}${undone === null ? '' : ` (undone at ${undone})`}`;
    }).join(', '),
    inFull: own.map(({ field, to }) => `${fullName(field)} ${valueText(field, to)}`).join(', '),
  }));
}

/** Further circled numbers are missing from common fonts. */
const LAST_CIRCLED = 10;

/** ① to ⑩, then plain in brackets. */
export function circled(number: number): string {
  return number >= 1 && number <= LAST_CIRCLED ? String.fromCodePoint(0x2460 + number - 1) : `(${number})`;
}

export interface Flag {
  /** Of its middle, in pixels. */
  readonly x: number;
  readonly text: string;
}

interface Group {
  readonly first: { readonly number: number; readonly x: number };
  readonly last: { readonly number: number; readonly x: number };
}

function flagOf({ first, last }: Group): Flag {
  return {
    x: (first.x + last.x) / 2, text: first.number === last.number ? circled(first.number) : `${circled(first.number)}–${circled(last.number)}`,
  };
}

/** Flags that do not cover each other, of letters `letter` pixels wide: marks too near for that share one, "③–⑦". */
export function flagsOf(marks: readonly Group['first'][], letter: number): Flag[] {
  const width = (flag: Flag) => letter * (flag.text.length + 1);
  const groups: Group[] = [];
  for (const mark of [...marks].sort((a, b) => a.number - b.number)) {
    let group: Group = { first: mark, last: mark };
    for (let before = groups.at(-1); before; before = groups.at(-1)) {
      const [left, right] = [flagOf(before), flagOf(group)];
      if (right.x - left.x >= (width(left) + width(right)) / 2) break;
      group = { first: before.first, last: group.last };
      groups.pop();
    }
    groups.push(group);
  }
  return groups.map(flagOf);
}
