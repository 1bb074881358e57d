/** The page's state, and the actions that change it. The run itself lives in the worker; see session.ts. */
import { create } from 'zustand';
import type { Config, FieldKey } from '../config/fields.ts';
import type { Recording } from '../experiment/recording.ts';
import type { EngineChoice } from '../protocol/messages.ts';
import { browserKeep, findConfig, findLetters, findTheme, keepLetters, keepTheme, type Theme } from './browser.ts';
import { describeRun } from './describe.ts';
import { canRedo, canUndo, choosePreset, editField, linkProblems, newDraft, redo, replaceAll, undo, type Draft } from './draft.ts';
import { isolated } from './isolated.ts';
import type { Measurement } from './measurement.ts';
import { canExtend, extend, fold, goingOn, hasNumbers, isActive, newRecord, regrown, type Arrival, type RunRecord, type RunStatus } from './record.ts';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly details: readonly string[];
  /** A kept run that the notice is about, which can be shown again. */
  readonly kept?: string;
  /** A run that was dropped, and can be had back while the notice stands. */
  readonly dropped?: RunRecord;
  /** A run that stopped before its end, and can be started again. */
  readonly stopped?: RunRecord;
}

export interface LabState {
  readonly draft: Draft;
  readonly backend: EngineChoice['backend'];
  readonly theme: Theme;
  /** Keys of a single letter do something. */
  readonly letters: boolean;
  readonly notices: readonly Notice[];
  /** The run that the page is about: in progress, or the one chosen last; null where that is the recorded run. */
  readonly record: RunRecord | null;
  /** Other runs of this visit and of earlier ones, the newest first. They stay until they are dropped. */
  readonly kept: readonly RunRecord[];
  /** The shipped runs that have been loaded, by preset; null where a preset has none. */
  readonly recordings: Readonly<Record<string, Recording | null>>;
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
  begin(this: void, id: string, run: number): void;
  /** Has a stopped run go on as run number `run`, with its settings on the page; the present one is kept. */
  beginAgain(this: void, stopped: RunRecord, run: number): void;
  /** Adds seeds to the finished run on the page, by run number `run`. */
  beginExtension(this: void, run: number, seeds: readonly number[]): void;
  receive(this: void, arrivals: readonly Arrival[]): void;
  /** Sets the status of run number `run`, before the worker confirms it. */
  expect(this: void, run: number, status: RunStatus): void;
  /** Puts the run away: it is kept, and the recorded run is shown. One that was in progress does not go on. */
  clear(this: void): void;
  /** Shows a kept run in place of the present one, which is kept. Nothing while a run goes on. */
  show(this: void, id: string): void;
  /** Drops a kept run; the notice that says so can bring it back. */
  drop(this: void, id: string): void;
  /** Undoes a drop. */
  takeBack(this: void, noticeId: number): void;
  /** Says that the page was closed over a run. */
  tellOfStopped(this: void, run: RunRecord): void;
  /** Adds runs of earlier visits. */
  restore(this: void, runs: readonly RunRecord[]): void;
  addRecording(this: void, preset: string, recording: Recording | null): void;
  expectMeasurement(this: void): void;
  /** Null where none came of it: the last one stands. */
  receiveMeasurement(this: void, measurement: Measurement | null): void;
}

/** Without those about a run that was put away, which the list of runs shows, too. */
const withoutRuns = (notices: readonly Notice[]) => notices.filter(({ kept, stopped }) => kept === undefined || stopped !== undefined);

/** The run as it is put away, before the others: stopped where it was. A run that computed nothing leaves nothing to keep. */
function putAway({ record, kept }: Pick<LabState, 'record' | 'kept'>): readonly RunRecord[] {
  if (!record || !hasNumbers(record)) return kept;
  return [isActive(record) ? { ...record, status: 'cancelled' } : record, ...kept];
}

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
  kept: [],
  recordings: {},
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
  begin: (id, run) => set((state) => ({
    record: newRecord(id, run, state.draft.preset, state.draft.config), kept: putAway(state), notices: withoutRuns(state.notices),
  })),
  beginAgain: (stopped, run) => set((state) => ({
    record: goingOn(stopped, run),
    kept: (state.record?.id === stopped.id ? state.kept : putAway(state)).filter(({ id }) => id !== stopped.id),
    draft: replaceAll(state.draft, stopped.preset, stopped.config),
    notices: withoutRuns(state.notices).filter((entry) => entry.stopped?.id !== stopped.id),
  })),
  beginExtension: (run, seeds) => set(({ record }) => (canExtend(record) ? { record: extend(record, run, seeds) } : {})),
  receive: (arrivals) => set(({ record }) => (record ? { record: fold(record, arrivals) } : {})),
  expect: (run, status) => set(({ record }) => (record?.run === run ? { record: { ...record, status } } : {})),
  clear: () => set((state) => ({
    record: null,
    kept: putAway(state),
    notices: state.record && hasNumbers(state.record)
      ? [...withoutRuns(state.notices), { ...notice('The run was put away. It is kept in the list of runs.'), kept: state.record.id }] : state.notices,
  })),
  show: (id) => set((state) => {
    const chosen = state.kept.find((entry) => entry.id === id);
    if (!chosen || isActive(state.record)) return {};
    return { record: chosen, kept: putAway(state).filter((entry) => entry !== chosen), notices: withoutRuns(state.notices) };
  }),
  drop: (id) => set(({ kept, notices }) => {
    const dropped = kept.find((entry) => entry.id === id);
    if (!dropped) return {};
    const name = describeRun(dropped.preset, dropped.config);
    return { kept: kept.filter((entry) => entry !== dropped), notices: [...notices, { ...notice(`Dropped: ${name}.`), dropped }] };
  }),
  takeBack: (noticeId) => set(({ kept, notices }) => {
    const dropped = notices.find(({ id }) => id === noticeId)?.dropped;
    return dropped ? { kept: [dropped, ...kept], notices: notices.filter(({ id }) => id !== noticeId) } : {};
  }),
  tellOfStopped: (run) => set(({ notices }) => ({ notices: [...notices, {
    ...notice(
      `A run stopped at step ${run.step} of ${run.config.steps} when its page was closed.${hasNumbers(run) ? ' What it had computed is kept, and it can go on.' : ''}`,
      [describeRun(run.preset, run.config)],
    ),
    stopped: run, ...(hasNumbers(run) && { kept: run.id }),
  }] })),
  restore: (runs) => set(({ kept, record }) => ({
    kept: [...kept, ...runs.filter(({ id }) => id !== record?.id && !kept.some((entry) => entry.id === id)).map(regrown)],
  })),
  addRecording: (preset, recording) => set(({ recordings }) => ({ recordings: { ...recordings, [preset]: recording } })),
  expectMeasurement: () => set({ measuring: true }),
  receiveMeasurement: (measurement) => set({ measuring: false, ...(measurement && { measurement }) }),
})));
