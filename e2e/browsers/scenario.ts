/** What every browser must be able to do with the page. */
import assert from 'node:assert/strict';
import type { RunResult } from '../../src/experiment/result.ts';
import type { Driven } from './driven.ts';
import { exported, fill, open, points, press, said, until, untilStatus } from './page.ts';

export interface Expected {
  /** What the line of the engine begins with. */
  readonly engine: RegExp;
}

type Part = (browser: Driven, address: string, expected: Expected) => Promise<void>;

const TINY = 'preset=tiny&seeds=3';

async function expectCurves(browser: Driven, evaluations: number): Promise<void> {
  for (const line of ['gold-frozen', 'proxy-frozen', 'gold-r2m', 'proxy-r2m']) {
    await until(browser, `the line ${line} with ${evaluations} points`, async () => await points(browser, line) === evaluations);
  }
}

export const SCENARIO: Readonly<Record<string, Part>> = {
  async 'a run draws its curves and is exported'(browser, address, { engine }) {
    await open(browser, address, TINY);
    await press(browser, 'Run');
    await untilStatus(browser, /^Finished/);
    assert.match((await said(browser)).split(' | ')[1], engine);
    // Evaluations at steps 0, 2, 4 and 6.
    await expectCurves(browser, 4);
    const result = JSON.parse(await exported(browser, 'JSON')) as RunResult;
    assert.deepEqual(result.arms.map(({ name, seeds }) => [name, seeds.map(({ series }) => series.gold.length)]), [['frozen', [4]], ['r2m', [4]]]);
    assert.match(await exported(browser, 'CSV'), /^frozen,3,/m);
  },

  async 'a run takes a step, a change and a resume to its end'(browser, address) {
    await open(browser, address, TINY);
    await press(browser, 'Step');
    await untilStatus(browser, /^Paused at step 1 /);
    await fill(browser, 'beta', '0.4');
    await press(browser, 'Step');
    await untilStatus(browser, /^Paused at step 2 /);
    await press(browser, 'Resume');
    await untilStatus(browser, /^Finished/);
    const { changes } = JSON.parse(await exported(browser, 'JSON')) as RunResult;
    assert.deepEqual(changes.map(({ step, field, to }) => ({ step, field, to })), [{ step: 2, field: 'beta', to: 0.4 }]);
  },

  async 'a long run is paused and reset'(browser, address) {
    await open(browser, address, `${TINY}&steps=2000`);
    await press(browser, 'Run');
    await until(browser, 'a second evaluation', async () => await points(browser, 'gold-frozen') >= 2);
    await press(browser, 'Pause');
    await untilStatus(browser, /^Paused at step \d+ /);
    await press(browser, 'Reset');
    await until(browser, 'a page without the run', async () => !/^(Paused|Cancelled|Step)/.test(await said(browser)));
    await press(browser, 'Run');
    await press(browser, 'Reset');
  },
};
