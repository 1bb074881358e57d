/** Changes to a list of arms as the page makes them: each leaves arms that differ, or says why it cannot be. */
import type { ArmName } from '../config/names.ts';
import { formatField, readField } from '../config/fieldValues.ts';
import type { Method } from '../methods/method.ts';
import { armFields, armOf, armTitle, MOST_ARMS, parseArm } from '../settings/arms.ts';
import { refusedText } from './draft.ts';

export type EditedArms = { readonly ok: true; readonly arms: readonly ArmName[] } | { readonly ok: false; readonly reason: string };

/** Puts a method, without settings of its own, at the end. */
export function addArm(arms: readonly ArmName[], { name, title }: Method): EditedArms {
  if (arms.includes(name)) {
    return { ok: false, reason: `${title} is here already, as number ${arms.indexOf(name) + 1}. Give that one settings of its own first; then it can be added again.` };
  }
  return arms.length < MOST_ARMS ? { ok: true, arms: [...arms, name] } : { ok: false, reason: `A run has ${MOST_ARMS} methods at most.` };
}

/** Gives the arm at a place a setting of its own; null takes it away. Throws a RangeError where its method has no such field. */
export function setArmField(arms: readonly ArmName[], at: number, key: string, text: string | null): EditedArms {
  const { method, set } = armOf(arms[at]);
  const known = armFields(method);
  const field = known.get(key);
  if (!field) throw new RangeError(`${method.name} has no field ${key}`);
  const value = text === null ? undefined : readField(field, text);
  if (text !== null && value === undefined) return { ok: false, reason: refusedText(field.label, field, text) };
  const settings = Object.entries({ ...set, [key]: value }).flatMap(([name, own]) => (own === undefined ? [] : [`${name}=${formatField(known.get(name)!, own)}`]));
  const parsed = parseArm(`${method.name}{${settings.join(',')}}`);
  if (!parsed.ok) return { ok: false, reason: `${parsed.problem.message}.` };
  const { name } = parsed.value;
  const twin = arms.findIndex((arm, index) => index !== at && arm === name);
  if (twin >= 0) return { ok: false, reason: `That would be number ${twin + 1} once more, ${armTitle(name)}: two methods of a run have to differ.` };
  return { ok: true, arms: arms.with(at, name) };
}

/** Moves the arm at a place to another one, in range. */
export function moveArm(arms: readonly ArmName[], at: number, to: number): readonly ArmName[] {
  const rest = arms.toSpliced(at, 1);
  return rest.toSpliced(to, 0, arms[at]);
}
