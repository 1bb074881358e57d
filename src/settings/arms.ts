/**
 * Arms: a method with settings of its own, written `name` or `name{field=value,...}` alike in links, on the command line, in
 * results and on the page. What an arm may set: its method's own fields, the fields of R2M that the method reads, and those
 * of reinforcement learning that take effect at the next step, which are no business of its neighbours.
 */
import { fieldKeys, fields, type Config, type Field, type FieldKey } from '../config/fields.ts';
import { allowedOf, formatField, problemWith, readField, unique, type Parsed } from '../config/fieldValues.ts';
import type { ArmName } from '../config/names.ts';
import { MOST_TEXT, plainText } from '../config/text.ts';
import { findMethod, methods } from '../methods/index.ts';
import type { ArmConfig, Method } from '../methods/method.ts';

/** An arm of a run. */
export interface Arm {
  /** As it is written, in one form for each arm: fields in their table's order. */
  readonly name: ArmName;
  readonly method: Method;
  /** What it sets for itself, by field. */
  readonly set: Readonly<Record<string, unknown>>;
}

/** The most arms of one run. */
export const MOST_ARMS = 40;

const ofLearning: readonly FieldKey[] = fieldKeys.filter((key) => fields[key].group === 'Reinforcement learning' && fields[key].effect === 'step');

/** The fields that an arm of a method may set, in their order. */
export function armFields(method: Method): ReadonlyMap<string, Field> {
  const shared = [...method.reads, ...ofLearning].map((key): [string, Field] => [key, fields[key]]);
  return new Map([...Object.entries(method.fields), ...shared]);
}

/** Texts between commas that are in no braces. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (i < text.length && (character !== ',' || depth > 0)) continue;
    parts.push(text.slice(start, i).trim());
    start = i + 1;
  }
  return parts;
}

const allowedNames = () => `one of ${methods.map(({ name }) => name).join(', ')}, with settings as in r2m{alpha=0}`;

/** Reads one arm. A problem names the arm, its field, the value and what is allowed. */
export function parseArm(text: string): Parsed<Arm> {
  const match = text.length <= MOST_TEXT ? /^([^{}]*)(?:\{([^{}]*)\})?$/.exec(plainText(text)) : null;
  const method = match && findMethod(match[1].trim());
  if (!method) return { ok: false, problem: problemWith('arms', text, allowedNames()) };
  const refuse = (setting: string, allowed: string): Parsed<Arm> => ({ ok: false, problem: problemWith('arms', `${method.name}{${setting}}`, allowed) });
  const known = armFields(method);
  const set = new Map<string, unknown>();
  for (const assignment of match[2]?.trim() ? split(match[2]) : []) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (key === undefined) return refuse(assignment, 'settings written field=value, separated by commas');
    const name = key.trim();
    const field = known.get(name);
    if (!field) return refuse(assignment, `for ${method.name} the fields ${[...known.keys()].join(', ')}`);
    if (set.has(name)) return refuse(assignment, 'each field once');
    const read = readField(field, value);
    if (read === undefined) return refuse(assignment, `for ${name} ${allowedOf(field)}`);
    set.set(name, read);
  }
  const ordered = [...known.keys()].filter((key) => set.has(key));
  const settings = ordered.map((key) => `${key}=${formatField(known.get(key)!, set.get(key))}`);
  return {
    ok: true,
    value: {
      name: settings.length > 0 ? `${method.name}{${settings.join(',')}}` : method.name,
      method, set: Object.fromEntries(ordered.map((key) => [key, set.get(key)])),
    },
  };
}

/** Reads arms in the form in which each is written alike. */
export function parseArms(texts: readonly string[]): Parsed<readonly ArmName[]> {
  const names: ArmName[] = [];
  for (const text of texts.slice(0, MOST_ARMS + 1)) {
    const parsed = parseArm(text);
    if (!parsed.ok) return parsed;
    names.push(parsed.value.name);
  }
  const fits = names.length >= 1 && names.length <= MOST_ARMS && unique(names);
  return fits ? { ok: true, value: names } : { ok: false, problem: problemWith('arms', texts.join(','), allowedOf(fields.arms)) };
}

/** Reads a list of arms, separated by commas. */
export function readArms(text: string): Parsed<readonly ArmName[]> {
  return parseArms(split(text));
}

const arms = new Map<ArmName, Arm>();

/** The arm of a name. Throws a RangeError where there is none. */
export function armOf(name: ArmName): Arm {
  const known = arms.get(name);
  if (known) return known;
  const parsed = parseArm(name);
  if (!parsed.ok) throw new RangeError(parsed.problem.message);
  arms.set(name, parsed.value);
  return parsed.value;
}

/** What people call it: the method's title, and what it sets. */
export function armTitle(name: ArmName): string {
  const { method, set } = armOf(name);
  const known = armFields(method);
  const settings = Object.entries(set).map(([key, value]) => {
    const field = known.get(key)!;
    return `${field.symbol ?? field.label.toLowerCase()} ${formatField(field, value)}`;
  });
  return settings.length > 0 ? `${method.title} (${settings.join(', ')})` : method.title;
}

/** A run's configuration as one arm has it: its own fields at their defaults or as it sets them, then what its method fixes. */
export function armConfig({ method, set }: Arm, config: Config): ArmConfig {
  const own = Object.fromEntries(Object.entries(method.fields).map(([key, field]) => [key, field.default]));
  const chosen: ArmConfig = { ...config, ...own, ...set };
  return method.fixes ? { ...chosen, ...method.fixes(chosen) } : chosen;
}
