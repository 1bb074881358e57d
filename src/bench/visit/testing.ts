/** Material for tests: a visit that came to its end. */
import type { Visit } from './figures.ts';
import type { Seen } from './probe.ts';

const sums = { Timestamp: 0, TaskDuration: 0, ScriptDuration: 0, LayoutDuration: 0, RecalcStyleDuration: 0 };

export function visitOf(seen: Partial<Seen> = {}): Visit {
  return {
    seen: {
      timeOrigin: 1e12, picture: 800, diagnostics: 8000, run: 10_000, report: 10_300, firstStep: 12_000, end: { at: 30_000, how: 'finished', message: '' },
      firstContentfulPaint: 400, longTasks: [], shifts: [], movements: [], received: 0, sent: 0, order: null, engine: null, ...seen,
    },
    transfers: [], before: sums, after: { ...sums, Timestamp: 20 },
  };
}
