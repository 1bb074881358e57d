import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { CaseReport } from '../src/conformance/runFile.ts';
import { openInBrowser, type InBrowser } from '../src/headless/inBrowser.ts';
import type * as Checks from './fusedChecks.ts';

/** The fused engine in a real browser, on a device with 8 storage buffers a stage and 16 KB of workgroup memory. */
test.describe.configure({ mode: 'serial' });

let browser: InBrowser;
test.beforeAll(async () => { browser = await openInBrowser({ adapter: 'software' }); });
test.afterAll(async () => { await browser.close(); });

/** Calls a check in the page. */
function check<K extends keyof typeof Checks>(name: K, ...args: Parameters<(typeof Checks)[K]>): ReturnType<(typeof Checks)[K]> {
  return browser.call('/e2e/fusedChecks.ts', name, ...args) as ReturnType<(typeof Checks)[K]>;
}

test('preparing compiles every kernel of a step, and says how far it is', async () => {
  const { reports, compiledLater } = await check('prepared');
  expect(reports[0]).toBe(0);
  expect(reports.at(-1)).toBe(1);
  expect(reports).toEqual(reports.toSorted((a, b) => a - b));
  expect(compiledLater).toBe(0);
});

test('its arithmetic agrees with the reference numbers', async () => {
  const files = ['advantages', 'cross_attention', 'grebt', 'policy_objective', 'transformer'].map((kind) =>
    ({ kind, json: readFileSync(new URL(`../src/conformance/fixtures/${kind}.json`, import.meta.url), 'utf8') }));
  const reports = await browser.call<CaseReport[]>('/src/conformance/engines.ts', 'runOnEngine', 'webgpu', 'fused', files);
  expect(new Set(reports.map(({ kind }) => kind)).size).toBe(files.length);
  expect(reports.filter(({ ok }) => !ok)).toEqual([]);
});

test('gradients of every loss are those of the ops engine', async () => {
  const errors = await check('gradients');
  expect(Object.keys(errors)).toEqual(['policyByToken', 'policyBySequence', 'feedback', 'language', 'bradleyTerry']);
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-5);
});

test('rows of whole vec4s are computed as the ops engine computes them', async () => {
  for (const error of await check('wholeVectors')) expect(error).toBeLessThan(1e-5);
});

test('rollouts draw the words that the ops engine draws', async () => {
  const { tokens: [found, expected], logProbs, divergence, ends } = await check('rollouts');
  expect(found).toEqual(expected);
  expect(ends).toBeGreaterThan(0);
  expect(logProbs).toBeLessThan(1e-5);
  expect(divergence).toBeLessThan(1e-5);
});

for (const options of [{ arm: 'r2m' }, { arm: 'r2m', advantage: 'remax' }, { arm: 'frozen', advantage: 'rloo', ratio: 'sequence' }, { arm: 'frozen', advantage: 'reinforcePlusPlus' }] as const) {
  test(`a whole step is that of the ops engine: ${Object.values(options).join(', ')}`, async () => {
    for (const error of await check('wholeStep', options)) expect(error).toBeLessThan(1e-4);
  });
}

test('scoring heads are fitted as the ops engine fits them', async () => {
  for (const error of await check('fittedHeads')) expect(error).toBeLessThan(1e-5);
});

test('a run repeats itself bit for bit', async () => {
  const [first, second] = await check('repeated');
  expect(first.every(Number.isFinite)).toBe(true);
  expect(second).toEqual(first);
});

test('log probabilities of tokens are those of their rollout, and of all words', async () => {
  const { own, picked, words } = await check('tokenLogProbs');
  expect(words).toBeGreaterThan(40);
  expect(own).toBeLessThan(1e-6);
  expect(picked).toBeLessThan(1e-6);
});

test('advantages of tokens do what they do on the ops engine, and the bits of responses’ where all tokens have the same', async () => {
  const { errors, same } = await check('advantagesOfTokens');
  for (const error of errors) expect(error).toBeLessThan(1e-5);
  expect(same).toBe(true);
});

test('R2M looks at words as on the ops engine', async () => {
  for (const error of await check('attention')) expect(error).toBeLessThan(1e-5);
});

test('a model goes on from what was saved as if it had never stopped, to the last bit', async () => {
  const [never, fresh, rewound] = await check('saved');
  expect(never.every(Number.isFinite)).toBe(true);
  expect(fresh).toEqual(never);
  expect(rewound).toEqual(never);
});

test('work that is too much for one dispatch or binding is done in turn, to the same bits', async () => {
  const { values: [together, ...inTurn], dispatches: [one, ...more] } = await check('inChunks');
  expect(together.every(Number.isFinite)).toBe(true);
  for (const dispatches of more) expect(dispatches).toBeGreaterThan(one);
  for (const values of inTurn) expect(values).toEqual(together);
});

test('an array that no binding holds is refused in a sentence', async () => {
  expect(await check('tooLarge')).toMatch(/^This graphics device takes arrays of at most 128.0 MiB, and one that this run needs would be \d+.\d MiB. Fewer seeds/);
});

/** How many JavaScript objects of the page a collection leaves. Bytes of the heap would also count V8's compiled code and statistics, which come and go. */
async function objectsInUse(): Promise<number> {
  const inspector = await browser.page.context().newCDPSession(browser.page);
  const { result: prototype } = await inspector.send('Runtime.evaluate', { expression: 'Object.prototype' });
  const { objects } = await inspector.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId! });
  const { result: count } = await inspector.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!, functionDeclaration: 'function () { return this.length; }', returnByValue: true,
  });
  await inspector.detach();
  return count.value as number;
}

// Two thousand steps are made in Node, on a device that computes nothing.
test('memory is flat over some hundred steps, on the device and in JavaScript', async () => {
  const early = await check('memoryAtStep', 60);
  const objects = await objectsInUse();
  expect(await check('memoryAtStep', 360)).toEqual(early);
  // A step that kept a single object would keep three hundred of them.
  expect(await objectsInUse() - objects).toBeLessThan(150);
});
