/** The page as a visitor meets it: visits of the built page, one after the other, and what its state costs at a flush. */
import type { Browser } from '@playwright/test';
import { ensureBuilt, servePage } from '../../../scripts/build.ts';
import { launchBestBrowser } from '../../headless/browser.ts';
import { openInBrowser } from '../../headless/inBrowser.ts';
import { encodeLink } from '../../settings/link.ts';
import { findPreset, presetConfig } from '../../settings/presets.ts';
import type { PageRequest } from '../arguments.ts';
import { thisMachine, warningsOf, type Machine } from '../machine.ts';
import { figuresOf, medianOf } from './figures.ts';
import type { FlushCost, PageResult, Run, VisitFigures } from './result.ts';
import { countTraffic } from './traffic.ts';
import { makeVisit, runOf } from './visit.ts';

type Note = (text: string) => void;

/** The work at a flush: arms and seeds, one lane for each pair. */
const FLUSHES = [{ arms: 2, seeds: 2 }, { arms: 2, seeds: 12 }, { arms: 3, seeds: 64 }] as const;
const FLUSH_STEPS = { steps: 2000, window: 200 } as const;

/** The hash with which a visitor comes to a preset: the default one is there without any. */
function hashOf(preset: string): string {
  const found = findPreset(preset);
  if (!found) throw new RangeError(`no preset is named "${preset}"`);
  return preset === 'default' ? '' : `#${encodeLink(preset, presetConfig(found))}`;
}

/** Calls the session's module once for each size, in a page of the source. */
async function measureFlushes(note: Note): Promise<FlushCost[]> {
  const page = await openInBrowser({ adapter: 'software' });
  try {
    const costs: FlushCost[] = [];
    for (const { arms, seeds } of FLUSHES) {
      note(`Flushes of ${arms * seeds} lanes over ${FLUSH_STEPS.steps} steps`);
      costs.push(await page.call<FlushCost>('/src/bench/visit/flushCost.ts', 'flushCost', arms, seeds, FLUSH_STEPS.steps, FLUSH_STEPS.window));
    }
    return costs;
  } finally {
    await page.close();
  }
}

async function measureVisits(preset: string, count: number, note: Note): Promise<{ browser: string; runs: Run[]; visits: VisitFigures[] }> {
  const served = await servePage({ port: 0, host: 'localhost', open: false });
  let browser: Browser | null = null;
  try {
    const traffic = await countTraffic(served.address);
    try {
      // The page itself says what it computes on.
      browser = await launchBestBrowser(traffic.address, () => undefined);
      const runs: Run[] = [];
      const visits: VisitFigures[] = [];
      for (let index = 1; index <= count; index++) {
        note(`Visit ${index} of ${count}: preset ${preset}`);
        const visit = await makeVisit(browser, traffic, hashOf(preset), note);
        visits.push(figuresOf(visit));
        runs.push(runOf(preset, visit.seen));
      }
      return { browser: browser.version(), runs, visits };
    } finally {
      await browser?.close();
      await traffic.close();
    }
  } finally {
    await served.close();
  }
}

/** @throws Error where a visit does not come to the end of its run */
export async function measurePage({ preset, runs: count }: PageRequest, note: Note): Promise<PageResult> {
  const before = thisMachine();
  await ensureBuilt();
  const { browser, runs, visits } = await measureVisits(preset, count, note);
  const machine: Machine = { ...before, browser: `Chromium ${browser}` };
  const warnings = warningsOf(machine);
  warnings.forEach(note);
  return { machine, warnings, runs, visits, median: medianOf(visits), flush: await measureFlushes(note) };
}
