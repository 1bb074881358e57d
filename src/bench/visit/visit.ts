/** One visit of the built page: it is loaded, Diagnostics are opened, a run is made to its end. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { Sums, Visit } from './figures.ts';
import { installProbe, type Seen } from './probe.ts';
import type { Run } from './result.ts';
import type { Traffic } from './traffic.ts';

/** The recorded curves may draw themselves for some seconds: what that costs belongs to the load. */
const LOADING_MS = 7000;
/** Until the charts under Diagnostics stand. */
const OPENING_MS = 2000;
/** Until the end of a run is drawn. */
const ENDING_MS = 1000;

const PICTURE_LIMIT_MS = 120_000;
const RUN_LIMIT_MS = 3_600_000;

type Place = 'picture' | 'end';

/** Lets the page say what it has reached: asking it again and again would cost the time that is measured. */
async function listen(page: Page): Promise<(place: Place, limit: number) => Promise<void>> {
  const reached = new Map<Place, () => void>();
  const places = new Map((['picture', 'end'] as const).map((place) => [place, new Promise<void>((resolve) => { reached.set(place, resolve); })]));
  const crashed = new Promise<never>((_resolve, reject) => {
    page.on('crash', () => { reject(new Error('The page crashed.')); });
  });
  crashed.catch(() => undefined);
  await page.exposeFunction('visitReached', (place: Place) => { reached.get(place)?.(); });
  return async (place, limit) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => { reject(new Error(`The page did not reach its ${place} within ${limit / 1000} s.`)); }, limit);
    });
    try {
      await Promise.race([places.get(place), crashed, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function sumsOf(session: CDPSession): Promise<Sums> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value])) as Sums;
}

/** In a context of its own, so that nothing is kept from the visit before. Throws where the run does not finish. */
export async function makeVisit(browser: Browser, traffic: Traffic, hash: string, note: (text: string) => void): Promise<Visit> {
  traffic.take();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const wait = await listen(page);
    await page.addInitScript(installProbe);
    await page.goto(`${traffic.address}${hash}`, { waitUntil: 'commit' });
    await wait('picture', PICTURE_LIMIT_MS);
    await page.waitForTimeout(LOADING_MS);
    await page.locator('summary', { hasText: 'Diagnostics' }).click();
    await page.waitForTimeout(OPENING_MS);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const before = await sumsOf(session);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    note('  the page is loaded, and its run goes on');
    await wait('end', RUN_LIMIT_MS);
    await page.waitForTimeout(ENDING_MS);
    const after = await sumsOf(session);
    const seen = await page.evaluate(() => window.visit ?? null);
    if (seen?.end?.how !== 'finished') throw new Error(`The page’s run did not finish${seen?.end?.message ? `: ${seen.end.message}` : '.'}`);
    return { seen, transfers: traffic.take(), before, after };
  } finally {
    await context.close();
  }
}

/** What the visit's run was. */
export function runOf(preset: string, { order, engine }: Seen): Run {
  if (!order || !engine) throw new Error('The page’s run told nothing of itself.');
  const { info } = engine;
  return {
    preset, arms: order.config.arms.length, seeds: order.config.seeds.length, steps: order.config.steps,
    engine: `${info.engine} on ${info.backend}, ${info.device}`,
  };
}
