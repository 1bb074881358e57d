import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The configuration in the address. */
const hash = (page: Page) => page.evaluate(() => location.hash);

async function expectSteps(page: Page, steps: string): Promise<void> {
  await expect(page.locator('#field-steps')).toHaveValue(steps);
}

test('the address holds what the page shows: at the start, after a reload, after Back', async ({ page, complaints }) => {
  await page.goto('/');
  await expect.poll(() => hash(page)).toBe('#preset=default');
  await page.locator('#field-steps').fill('50');
  await expect.poll(() => hash(page)).toBe('#preset=default&steps=50');

  await page.getByRole('radio', { name: 'Tiny' }).check();
  await expect.poll(() => hash(page)).toBe('#preset=tiny');
  await page.goBack();
  await expect.poll(() => hash(page)).toBe('#preset=default&steps=50');
  await expectSteps(page, '50');
  await page.goForward();
  await expect(page.getByRole('radio', { name: 'Tiny' })).toBeChecked();

  // The plain address shows the last visit's settings, and says so.
  await page.locator('#field-steps').fill('7');
  await page.waitForLoadState('networkidle');
  await page.goto('about:blank');
  await page.goto('/');
  await expectSteps(page, '7');
  await expect.poll(() => hash(page)).toBe('#preset=tiny&steps=7');
  expect(complaints).toEqual([]);
});

test('settings work where every service of the browser refuses', async ({ page, complaints }) => {
  await page.addInitScript(() => {
    const refuse = () => { throw new DOMException('denied', 'SecurityError'); };
    for (const [object, name] of [[window, 'localStorage'], [navigator, 'clipboard'], [navigator, 'wakeLock']] as const) {
      Object.defineProperty(object, name, { get: refuse });
    }
    Object.assign(History.prototype, { replaceState: refuse, pushState: refuse });
    Object.assign(window, { matchMedia: undefined, requestIdleCallback: undefined });
  });
  await page.goto('/#preset=tiny&seeds=3');
  await expect(page.locator('#field-seeds')).toHaveValue('3');
  await page.locator('#field-steps').fill('4');
  await expect(page.getByText(/, 4 steps$/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectSteps(page, '6');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expectSteps(page, '4');
  await page.getByRole('radio', { name: 'No leash' }).check();
  await expect(page.locator('#field-beta')).toHaveValue('0');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByTestId('notices')).toContainText('#preset=noLeash');
  expect(complaints).toEqual([]);
});

test('a careless link is read as far as it goes, and blames what it names', async ({ page, complaints }) => {
  const unknown = Array.from({ length: 3000 }, (_, index) => `key${index}=1`).join('&');
  await page.goto(`/#?preset=tiny&policyHeads=3&beta=0,2&beta=0,3&${unknown}`);
  await expect(page.locator('#field-beta')).toHaveValue('0.3');
  const notices = page.getByTestId('notices');
  await expect(notices).toContainText('KL weight: given 2 times; the last one counts.');
  expect((await notices.innerText()).length).toBeLessThan(1000);
  await page.goto('/#preset=tiny&policyHeads=3');
  await expect(notices).toContainText('Policy heads: 3 does not divide the policy width, which is 16.');
  expect(complaints).toEqual([]);
});

test('the knobs are in view, each field is there once, and a search finds them', async ({ page }) => {
  await page.goto('/');
  for (const key of ['beta', 'labels', 'stylePenalty', 'learningRate', 'seeds', 'steps']) await expect(page.locator(`#field-${key}`)).toBeVisible();
  const beta = page.locator('[data-field="beta"]');
  await beta.locator('input[type=range]').fill('0');
  await expect(page.locator('#field-beta')).toHaveValue('0');
  await beta.getByText('.5', { exact: true }).click();
  await expect(page.locator('#field-beta')).toHaveValue('0.5');
  await page.locator('#field-beta').press('ArrowUp');
  await expect(page.locator('#field-beta')).toHaveValue('0.51');

  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('temperature');
  await expect(page.locator('#field-temperature')).toBeVisible();
  await expect(page.locator('#field-clip')).toHaveCount(0);
  await page.keyboard.press('Escape');
  for (const summary of await page.locator('.field-group > summary').all()) {
    if (await summary.evaluate((element) => !(element.parentElement as HTMLDetailsElement).open)) await summary.click();
  }
  const ids = await page.locator('[id^="field-"][data-field], [data-field]').evaluateAll((fields) => fields.map((field) => field.getAttribute('data-field')));
  expect(ids.length).toBe(42);
  expect(new Set(ids).size).toBe(42);
  const small = await page.locator('.fields input').evaluateAll((inputs) => inputs.filter((input) => input.getBoundingClientRect().height < 24).map((input) => input.id));
  expect(small).toEqual([]);
});

test('a seed without starting weights, and a width that needs others, say so before Run', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#field-seeds')).toHaveValue('8,9');
  await page.locator('#field-seeds').fill('8,40');
  await expect(page.locator('[data-field="seeds"]')).toContainText(/Seed 40: trains a new starting policy: about 40 s on a slow machine/);
  await page.locator('#field-seeds').fill('8');
  await expect(page.locator('[data-field="seeds"]')).not.toContainText('trains a new');
  await page.locator('details', { hasText: 'Models' }).locator('summary').click();
  await page.locator('#field-policyWidth').fill('48');
  await expect(page.locator('[data-field="policyWidth"]')).toContainText(/trains a new starting policy: about 80 s on a slow machine/);
});

test('keys only pause, resume and step, and can be switched off', async ({ page }) => {
  await page.goto('/#preset=tiny&seeds=3&steps=2000');
  await page.locator('body').press('Space');
  await page.locator('body').press('s');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await page.getByLabel('Backend').selectOption('wasm');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByText('Paused at step 1 of 2000')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Tiny' })).toBeDisabled();
  await expect(page.getByText('Presets can be chosen when it is over, or after Reset.')).toBeVisible();
  await page.getByRole('heading', { name: 'How to read this' }).focus();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('s');
  await expect(page.getByText('Paused at step 2 of 2000')).toBeVisible();
  await page.getByText('Keys', { exact: true }).click();
  await page.getByRole('checkbox', { name: /Single-letter keys/ }).uncheck();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('s');
  await page.keyboard.press('r');
  await expect(page.getByText('Paused at step 2 of 2000')).toBeVisible();
  await page.reload();
  await page.getByText('Keys', { exact: true }).click();
  await expect(page.getByRole('checkbox', { name: /Single-letter keys/ })).not.toBeChecked();
});
