/** The page's state, and the actions that change it. The run itself lives in the worker; see session.ts. */
import { create } from 'zustand';
import type { Config, FieldKey } from '../config/fields.ts';
import type { Recording } from '../experiment/recording.ts';
import type { EngineChoice } from '../protocol/messages.ts';
import { browserKeep, findConfig, findLetters, findTheme, keepLetters, keepTheme, type Theme } from './browser.ts';
import { canRedo, canUndo, choosePreset, editField, linkProblems, newDraft, redo, replaceAll, undo, type Draft } from './draft.ts';
import { isolated } from './isolated.ts';
import type { Measurement } from './measurement.ts';
import { fold, isActive, newRecord, type Arrival, type RunRecord, type RunStatus } from './record.ts';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly details: readonly string[];
  /** A run that a reset put away, which can be brought back until the next one begins. */
  readonly putAway?: RunRecord;
}

export interface LabState {
  readonly draft: Draft;
  readonly backend: EngineChoice['backend'];
  readonly theme: Theme;
  /** Keys of a single letter do something. */
  readonly letters: boolean;
  readonly notices: readonly Notice[];
  /** The run of this visit; null before the first and after a reset. */
  readonly record: RunRecord | null;
  /** The shipped run, once it is loaded. */
  readonly recorded: Recording | null;
  /** How fast runs are here, as measured last. */
  readonly measurement: Measurement | null;
  readonly measuring: boolean;

  edit(this: void, key: FieldKey, text: string): void;
  choosePreset(this: void, name: string): void;
  undo(this: void): void;
  redo(this: void): void;
  replaceAll(this: void, preset: string, config: Config): void;
  setBackend(this: void, backend: EngineChoice['backend']): void;
  setTheme(this: void, theme: Theme): void;
  setLetters(this: void, on: boolean): void;
  /** Takes the place of an earlier notice with the same text. */
  notify(this: void, text: string, details?: readonly string[]): void;
  dismiss(this: void, id: number): void;
  begin(this: void, run: number): void;
  receive(this: void, arrivals: readonly Arrival[]): void;
  /** Sets the status of run number `run`, before the worker confirms it. */
  expect(this: void, run: number, status: RunStatus): void;
  /** Puts the run away. */
  clear(this: void): void;
  /** Shows the run that the notice keeps. One that was in progress does not go on. */
  bringBack(this: void, id: number): void;
  showRecorded(this: void, recorded: Recording): void;
  expectMeasurement(this: void): void;
  /** Null where none came of it: the last one stands. */
  receiveMeasurement(this: void, measurement: Measurement | null): void;
}

const withoutRuns = (notices: readonly Notice[]) => notices.filter(({ putAway }) => !putAway);

let notices = 0;
function notice(text: string, details: readonly string[] = []): Notice {
  return { id: ++notices, text, details };
}

function firstState(): Pick<LabState, 'draft' | 'notices' | 'theme' | 'letters'> {
  const found = findConfig(location.hash, browserKeep);
  const { preset, config, source } = found;
  const details = linkProblems(found);
  return {
    draft: newDraft(preset, config),
    theme: findTheme(browserKeep),
    letters: findLetters(browserKeep),
    notices: details.length === 0 ? [] : [notice(
      source === 'link' ? 'Part of the link could not be read; the preset’s values are used there.'
        : 'Part of what was kept from the last visit could not be read; the preset’s values are used there.',
      details,
    )],
  };
}

export const useLab = create<LabState>()(isolated((set) => ({
  ...firstState(),
  backend: 'auto',
  record: null,
  recorded: null,
  measurement: null,
  measuring: false,

  edit: (key, text) => set(({ draft }) => ({ draft: editField(draft, key, text, performance.now()) })),
  choosePreset: (name) => set(({ draft }) => ({ draft: choosePreset(draft, name) })),
  undo: () => set(({ draft, record }) => (canUndo(draft, isActive(record)) ? { draft: undo(draft) } : {})),
  redo: () => set(({ draft, record }) => (canRedo(draft, isActive(record)) ? { draft: redo(draft) } : {})),
  replaceAll: (preset, config) => set(({ draft }) => ({ draft: replaceAll(draft, preset, config) })),
  setBackend: (backend) => set({ backend }),
  setTheme: (theme) => {
    keepTheme(theme, browserKeep);
    set({ theme });
  },
  setLetters: (letters) => {
    keepLetters(letters, browserKeep);
    set({ letters });
  },
  notify: (text, details) => set((state) => ({ notices: [...state.notices.filter((entry) => entry.text !== text), notice(text, details)] })),
  dismiss: (id) => set((state) => ({ notices: state.notices.filter((entry) => entry.id !== id) })),
  begin: (run) => set(({ draft, notices }) => ({ record: newRecord(run, draft.config), notices: withoutRuns(notices) })),
  receive: (arrivals) => set(({ record }) => (record ? { record: fold(record, arrivals) } : {})),
  expect: (run, status) => set(({ record }) => (record?.run === run ? { record: { ...record, status } } : {})),
  clear: () => set(({ record, notices }) => ({
    record: null,
    notices: record && record.lanes.length > 0 ? [...withoutRuns(notices), { ...notice('The run was put away.'), putAway: record }] : notices,
  })),
  bringBack: (id) => set(({ record, notices }) => {
    const putAway = notices.find((entry) => entry.id === id)?.putAway;
    if (!putAway || record) return {};
    return { record: isActive(putAway) ? { ...putAway, status: 'cancelled' } : putAway, notices: withoutRuns(notices) };
  }),
  showRecorded: (recorded) => set({ recorded }),
  expectMeasurement: () => set({ measuring: true }),
  receiveMeasurement: (measurement) => set({ measuring: false, ...(measurement && { measurement }) }),
})));
