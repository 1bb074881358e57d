/**
 * The configuration being edited: always valid, with the texts that could not become values kept beside it, so that an
 * input shows what was typed and why it does not count.
 */
import { fieldKeys, type Config, type Field, type FieldKey } from '../config/fields.ts';
import { differingFields, type Decoded } from '../settings/link.ts';
import { findPreset, presetConfig, presets, type Preset } from '../settings/presets.ts';
import { parseConfig } from '../settings/schema.ts';
import { allowedOf, type Problem } from '../config/fieldValues.ts';
import { fieldOf, isFieldKey, parseValue } from '../settings/values.ts';

export interface Rejected {
  readonly text: string;
  readonly message: string;
}

interface Settings {
  readonly preset: string;
  readonly config: Config;
}

export interface Draft extends Settings {
  readonly rejected: { readonly [K in FieldKey]?: Rejected };
  readonly past: readonly Settings[];
  /** What was undone, the last first; the next edit drops it. */
  readonly future: readonly Settings[];
  /** The last edit, so that a dragged slider is one entry of `past`. */
  readonly lastEdit: { readonly key: FieldKey; readonly at: number } | null;
}

/** Edits of one field that follow each other this closely are undone together. */
const ONE_EDIT_MS = 800;
const MOST_PAST = 200;

export function newDraft(preset: string, config: Config): Draft {
  return { preset, config, rejected: {}, past: [], future: [], lastEdit: null };
}

export function presetOf(draft: Draft): Preset {
  return findPreset(draft.preset) ?? presets[0];
}

/** Fields that differ from the preset, in the table's order. */
export function changedFields(draft: Draft): FieldKey[] {
  return differingFields(draft.config, presetConfig(presetOf(draft)));
}

/** A problem as a sentence, with the field's name as the page shows it. */
export function problemText({ field, given, allowed, reason }: Problem): string {
  if (!isFieldKey(field) && field !== 'preset') return field === '' ? 'A value stands without a field’s name.' : `No field is called ${field}.`;
  const name = isFieldKey(field) ? fieldOf(field).label : 'Preset';
  if (reason !== undefined) return `${name}: ${reason}.`;
  return isFieldKey(field) ? refusedText(name, fieldOf(field), given) : refusal(name, given, allowed);
}

/** Why a text is no value of a field, in a sentence. */
export function refusedText(name: string, field: Field, given: string): string {
  return refusal(name, given, mustBe(field, given));
}

function refusal(name: string, given: string, wanted: string): string {
  return given.trim() === '' ? `${name} is empty; it must be ${wanted}.` : `${name}: ${given} does not count; it must be ${wanted}.`;
}

/** That a number is whole is said where the given one is not. */
function mustBe(field: Field, given: string): string {
  if (field.type === 'integer' && /^-?\d+$/.test(given)) return `${field.min} to ${field.max}`;
  return field.type === 'number' ? `${field.min} to ${field.max}` : allowedOf(field);
}

/** What could not be read of a link, in sentences. */
export function linkProblems({ problems, unlisted }: Pick<Decoded, 'problems' | 'unlisted'>): string[] {
  return [...problems.map(problemText), ...(unlisted === undefined ? [] : [`And ${unlisted.toLocaleString('en')} more.`])];
}

function check(config: Config, key: FieldKey, text: string): { config: Config } | { message: string } {
  const parsed = parseValue(key, text);
  if (!parsed.ok) return { message: problemText(parsed.problem) };
  const whole = parseConfig({ ...config, [key]: parsed.value }, new Set([key]));
  return whole.ok ? { config: whole.config } : { message: whole.problems.map(problemText).join(' ') };
}

function without(rejected: Draft['rejected'], key: FieldKey): Draft['rejected'] {
  return Object.fromEntries(Object.entries(rejected).filter(([other]) => other !== key));
}

/** Texts that did not fit before may fit now that another field has changed. */
function retryRejected(draft: Draft): Draft {
  return fieldKeys.reduce((current, key) => {
    const entry = current.rejected[key];
    if (!entry) return current;
    const outcome = check(current.config, key, entry.text);
    if ('message' in outcome) return { ...current, rejected: { ...current.rejected, [key]: { text: entry.text, message: outcome.message } } };
    return { ...current, config: outcome.config, rejected: without(current.rejected, key) };
  }, draft);
}

/** Sets a field from text; a text that does not fit is kept with its reason. `at`: milliseconds. */
export function editField(draft: Draft, key: FieldKey, text: string, at: number): Draft {
  const outcome = check(draft.config, key, text);
  if ('message' in outcome) return { ...draft, rejected: { ...draft.rejected, [key]: { text, message: outcome.message } } };
  const rejected = without(draft.rejected, key);
  if (differingFields(outcome.config, draft.config).length === 0) return { ...draft, rejected };
  const joins = draft.lastEdit?.key === key && at - draft.lastEdit.at < ONE_EDIT_MS;
  const past = joins ? draft.past : remembered(draft);
  return retryRejected({ ...draft, config: outcome.config, rejected, past, future: [], lastEdit: { key, at } });
}

/** Replaces everything; can be undone. */
export function replaceAll(draft: Draft, preset: string, config: Config): Draft {
  return { preset, config, rejected: {}, past: remembered(draft), future: [], lastEdit: null };
}

/** Replaces everything by a preset. */
export function choosePreset(draft: Draft, name: string): Draft {
  const preset = findPreset(name);
  if (!preset) throw new RangeError(`no preset is named "${name}"`);
  return replaceAll(draft, name, presetConfig(preset));
}

function settings({ preset, config }: Settings): Settings {
  return { preset, config };
}

function remembered(draft: Draft): readonly Settings[] {
  return [...draft.past, settings(draft)].slice(-MOST_PAST);
}

/** During a run only to what it can follow: changes to fields of the RL step. */
function canGo(draft: Draft, to: Settings | undefined, runActive: boolean): boolean {
  if (!to) return false;
  return !runActive || (to.preset === draft.preset && differingFields(to.config, draft.config).every((key) => fieldOf(key).effect === 'step'));
}

/** Whether the last change can be taken back. */
export function canUndo(draft: Draft, runActive: boolean): boolean {
  return canGo(draft, draft.past.at(-1), runActive);
}

/** Whether what was taken back last can be made again. */
export function canRedo(draft: Draft, runActive: boolean): boolean {
  return canGo(draft, draft.future[0], runActive);
}

export function undo(draft: Draft): Draft {
  const before = draft.past.at(-1);
  if (!before) return draft;
  return { ...before, rejected: {}, past: draft.past.slice(0, -1), future: [settings(draft), ...draft.future], lastEdit: null };
}

export function redo(draft: Draft): Draft {
  const [after, ...future] = draft.future;
  if (!after) return draft;
  return { ...after, rejected: {}, past: remembered(draft), future, lastEdit: null };
}
