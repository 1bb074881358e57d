/** The run that is shown as it is exported: whole, or as far as it has come, with where it comes from. */
import { partialResult } from '../results/partial.ts';
import { withProvenance, type ExportedResult } from '../results/provenance.ts';
import type { RunResult } from '../experiment/result.ts';
import type { RunRecord } from './record.ts';
import type { Shown } from './shown.ts';

function resultOf({ result, status, started, lanes, step, engine, changes, seconds }: RunRecord): RunResult | null {
  if (status === 'finished') return result;
  return partialResult(started, lanes, { status: status === 'pausing' ? 'running' : status, step, engine: engine?.info ?? null, changes, seconds });
}

/** Null where there is no number yet. `record` is the run of the page, where it is that which is shown. */
export function exportOf(shown: Shown, record: RunRecord | null, browser: string | null): ExportedResult | null {
  const live = record?.id === shown.key ? record : null;
  const result = live ? resultOf(live) : shown.result;
  if (!result) return null;
  return withProvenance(result, {
    date: shown.date, preset: shown.preset, browser: live && browser, device: live?.engine?.info.device ?? null,
  });
}
