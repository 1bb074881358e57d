/** The shipped runs: loaded when their preset is chosen, once each. */
import { curvesFile, readRecording, readSamples, samplesFile } from '../experiment/recordedFiles.ts';
import type { Recording } from '../experiment/recording.ts';
import { useLab, type LabState } from './lab.ts';

/** Shown where a preset has no recorded run of its own. */
const FALLBACK = 'default';

const asked = new Set<string>();

async function load(preset: string): Promise<void> {
  if (asked.has(preset)) return;
  asked.add(preset);
  const recording = readRecording(await loadJson(curvesFile(preset)));
  useLab.getState().addRecording(preset, recording);
  if (recording === null) return preset === FALLBACK ? undefined : load(FALLBACK);
  // The picture does not wait for what the policies wrote.
  const lanes = readSamples(await loadJson(samplesFile(preset)));
  if (lanes !== null) useLab.getState().addRecording(preset, { ...recording, lanes });
}

/** Null where the file is missing or holds something else. */
async function loadJson(name: string): Promise<unknown> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}recorded/${name}`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Loads the run of the preset on the page, now and whenever another preset is chosen. */
export function followPreset(): void {
  void load(useLab.getState().draft.preset);
  useLab.subscribe(({ draft }, before) => {
    if (draft.preset !== before.draft.preset) void load(draft.preset);
  });
}

/** The recorded run to show beside a preset's settings: its own, else the default's; null while it loads and where there is none. */
export function recordedFor(recordings: LabState['recordings'], preset: string): { readonly preset: string; readonly recording: Recording } | null {
  const own = recordings[preset];
  if (own) return { preset, recording: own };
  const fallback = own === null ? recordings[FALLBACK] : undefined;
  return fallback ? { preset: FALLBACK, recording: fallback } : null;
}
