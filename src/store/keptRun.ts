/** A run as the browser keeps it: plain data with a version, checked when it is read back. */
import { z } from 'zod';
import type { Config } from '../config/fields.ts';
import { parseConfig } from '../settings/schema.ts';
import { evaluationKeys, trainingKeys } from '../experiment/metrics.ts';
import { summarise } from '../experiment/summary.ts';
import { newGrowth } from './growth.ts';
import { restingPace } from './pace.ts';
import { isActive, regrown, shownLanes, type RunRecord } from './record.ts';

/** Raised where the form changes; what an older page has kept is then left alone. */
const VERSION = 1;

export type KeptRun = Omit<RunRecord, 'growth' | 'pace' | 'learning'> & { readonly version: typeof VERSION };

/** What follows from the lanes' series is left out. */
export function keptRunOf({ growth: _growth, pace: _pace, learning: _learning, ...record }: RunRecord): KeptRun {
  return { ...record, result: record.result && { ...record.result, arms: [], paired: [] }, version: VERSION };
}

const column = z.array(z.union([z.number(), z.null()]));
const columns = (keys: readonly string[]) => z.object(Object.fromEntries(keys.map((key) => [key, column])))
  .catchall(column).refine((table) => new Set(Object.values(table).map(({ length }) => length)).size === 1, 'columns of different lengths');
const lane = z.object({
  arm: z.string(), seed: z.number(), evaluations: columns(evaluationKeys), training: columns(trainingKeys),
  pages: z.array(z.object({ step: z.number(), samples: z.array(z.looseObject({ prompt: z.array(z.number()), response: z.array(z.number()) })) })),
});
const kept = z.looseObject({
  version: z.literal(VERSION), id: z.string().min(1), run: z.number(), preset: z.string(),
  status: z.enum(['running', 'pausing', 'paused', 'finished', 'failed', 'cancelled']),
  step: z.number(), seconds: z.number(), evaluated: z.number(), trained: z.number(), lanes: z.array(lane), changes: z.array(z.looseObject({ step: z.number(), field: z.string() })),
  extension: z.array(z.number()),
});

/** The run that was kept, stopped where it was; null where it is not one that this page can read. */
export function readKeptRun(stored: unknown): RunRecord | null {
  const outcome = kept.safeParse(stored);
  if (!outcome.success) return null;
  const { version: _version, ...run } = stored as KeptRun;
  const config = configOf(run.config);
  const started = configOf(run.started);
  if (!config || !started || run.lanes.length !== config.arms.length * config.seeds.length) return null;
  const record: RunRecord = {
    // No worker of this visit knows it.
    ...run, run: 0, config, started, growth: newGrowth(config.arms), pace: restingPace, learning: null, firstAt: null,
    result: run.result && { ...run.result, ...summarise(shownLanes(run)) },
  };
  return regrown(isActive(record) ? { ...record, status: 'cancelled' } : record);
}

function configOf(given: unknown): Config | null {
  const parsed = parseConfig(given);
  return parsed.ok ? parsed.config : null;
}
