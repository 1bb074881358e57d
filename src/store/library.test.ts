import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presetConfig, presets } from '../settings/presets.ts';
import { evaluation, training } from '../experiment/testing.ts';
import type { KeptRun } from './keptRun.ts';
import type { Shelf } from './shelf.ts';
import { arrivals, evaluationReport } from './testing.ts';

const tiny = presetConfig(presets.find(({ name }) => name === 'tiny')!);

/** A shelf in memory that copies what it is given, as a browser's database does. */
function shelfOf(stored: readonly unknown[] = []): Shelf & { readonly runs: Map<string, unknown> } {
  const runs = new Map(stored.map((entry) => [(entry as KeptRun).id, entry]));
  return {
    runs,
    save: async (run) => void runs.set(run.id, structuredClone(run)),
    remove: async (id) => void runs.delete(id),
    all: async () => [...runs.values()],
  };
}

const broken: Shelf = {
  save: () => Promise.reject(new Error('the disk is full')),
  remove: () => Promise.reject(new Error('the disk is full')),
  all: () => Promise.reject(new Error('denied')),
};

/** A page of its own: the store lives in a module. */
async function openPage(shelf: Shelf) {
  vi.resetModules();
  const { useLab } = await import('./lab.ts');
  const { keepRuns } = await import('./library.ts');
  keepRuns(shelf);
  await vi.advanceTimersByTimeAsync(10);
  return useLab;
}

type Page = Awaited<ReturnType<typeof openPage>>;

function run(page: Page, id: string, steps: readonly number[]): void {
  const { replaceAll, begin } = page.getState();
  replaceAll('tiny', { ...tiny, seeds: [8], arms: ['frozen'] });
  begin(id, 1);
  for (const step of steps) tell(page, step);
}

function tell(page: Page, step: number): void {
  page.getState().receive(arrivals(
    { run: 1, type: 'training', lane: { arm: 'frozen', seed: 8 }, metrics: training(step) },
    evaluationReport(1, 'frozen', 8, evaluation(step, { gold: 2 + step })), { run: 1, type: 'step', step },
  ));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, visibilityState: 'visible' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('runs over a reload', () => {
  it('are all there, with their numbers, when they were finished or put away', async () => {
    const shelf = shelfOf();
    const page = await openPage(shelf);
    run(page, 'a', [0, 2]);
    page.getState().clear();
    run(page, 'b', [0]);
    page.getState().receive(arrivals({ run: 1, type: 'failed', message: 'out of luck' }));
    await vi.advanceTimersByTimeAsync(5000);
    const { kept, notices } = (await openPage(shelf)).getState();
    expect(notices).toEqual([]);
    expect(kept.map(({ id, status, step }) => [id, status, step])).toEqual([['b', 'failed', 0], ['a', 'cancelled', 2]]);
    expect(kept[1].lanes[0].evaluations).toMatchObject({ step: [0, 2], gold: [2, 4] });
    expect(kept[1].growth[0].points.map(({ gold }) => gold.mean)).toEqual([2, 4]);
  });

  it('that were in progress are said to have stopped, and can be started again', async () => {
    const shelf = shelfOf();
    const page = await openPage(shelf);
    run(page, 'a', [0, 2]);
    await vi.advanceTimersByTimeAsync(5000);
    const { kept, notices } = (await openPage(shelf)).getState();
    expect(kept.map(({ id, status }) => [id, status])).toEqual([['a', 'cancelled']]);
    expect(notices.map(({ text }) => text)).toEqual(['A run stopped at step 2 of 6 when its page was closed. What it had computed is kept, and it can go on.']);
    expect(notices[0].stopped?.started.seeds).toEqual([8]);
    // It is told once.
    await vi.advanceTimersByTimeAsync(5000);
    expect((await openPage(shelf)).getState()).toMatchObject({ notices: [], kept: [{ id: 'a' }] });
  });

  it('that had computed nothing leave a notice and no run', async () => {
    const shelf = shelfOf();
    run(await openPage(shelf), 'a', []);
    await vi.advanceTimersByTimeAsync(10);
    const page = await openPage(shelf);
    expect(page.getState().notices[0]?.text).toBe('A run stopped at step 0 of 6 when its page was closed.');
    expect(page.getState().kept).toEqual([]);
    expect(shelf.runs.size).toBe(0);
  });

  it('are dropped only by the visitor, who can take it back', async () => {
    const shelf = shelfOf();
    const page = await openPage(shelf);
    run(page, 'a', [0, 2]);
    run(page, 'b', [0, 2]);
    page.getState().drop('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect([...shelf.runs.keys()]).toEqual(['b']);
    page.getState().takeBack(page.getState().notices.at(-1)!.id);
    await vi.advanceTimersByTimeAsync(5000);
    expect([...shelf.runs.keys()].sort()).toEqual(['a', 'b']);
  });

  it('do without a shelf that refuses, and say once that nothing is kept', async () => {
    const page = await openPage(broken);
    run(page, 'a', [0, 2]);
    run(page, 'b', [0, 2]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.getState().notices.map(({ text, details }) => [text.slice(0, 33), details])).toEqual([['This browser does not keep runs: ', ['the disk is full']]]);
    expect(page.getState().kept.map(({ id }) => id)).toEqual(['a']);
  });

  it.each([
    ['nothing', null], ['text', 'run'], ['another version', { version: 99, id: 'x', status: 'finished' }],
    ['a run without lanes', { version: 1, id: 'x', run: 1, preset: 'tiny', config: tiny, started: tiny, status: 'finished', step: 1, seconds: 1, evaluated: 1, trained: 1, lanes: [], changes: [], extension: [] }],
  ])('leave %s alone', async (_, entry) => {
    const shelf: Shelf = { ...shelfOf(), all: async () => [entry] };
    expect((await openPage(shelf)).getState()).toMatchObject({ kept: [], notices: [] });
  });
});

describe('a run that is replaced', () => {
  it('is kept, and can be shown again in place of the other', async () => {
    const page = await openPage(shelfOf());
    run(page, 'a', [0, 2]);
    run(page, 'b', [0]);
    expect(page.getState()).toMatchObject({ record: { id: 'b' }, kept: [{ id: 'a', status: 'cancelled' }] });
    page.getState().show('a');
    expect(page.getState().record?.id).toBe('b');
    page.getState().receive(arrivals({ run: 1, type: 'cancelled' }));
    page.getState().show('a');
    expect(page.getState()).toMatchObject({ record: { id: 'a' }, kept: [{ id: 'b' }] });
  });
});
