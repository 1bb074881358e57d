import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const ARMS = ['frozen', 'r2m'];

/** How many points a line of the chart has. */
async function points(page: Page, line: string): Promise<number> {
  const path = page.getByTestId('main-chart').locator(`path.recharts-line-curve[name="${line}"]`);
  if (await path.count() === 0) return 0;
  return ((await path.getAttribute('d')) ?? '').split(/[ML]/).length - 1;
}

async function openTiny(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('radio', { name: 'Tiny' }).check();
  await page.getByLabel('Backend').selectOption('webgpu');
}

/** Once it is paused, a run is idle: nothing moves until it is told to. */
async function expectPausedAt(page: Page, step: number, steps: number): Promise<void> {
  await expect(page.getByText(`Paused at step ${step} of ${steps}`)).toBeVisible();
}

test('the page loads without a complaint', async ({ page, complaints }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'R2M Lab', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await expect(page).toHaveTitle(/R2M Lab/);
  expect(complaints).toEqual([]);
});

test('a run on software WebGPU draws both curves of every arm', async ({ page, complaints }) => {
  await openTiny(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('engine')).toContainText('WebGPU', { timeout: 120_000 });
  await expect.poll(() => points(page, 'gold-frozen'), { timeout: 120_000 }).toBeGreaterThan(0);
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });
  // Evaluations at steps 0, 2, 4 and 6.
  for (const arm of ARMS) {
    await expect.poll(() => points(page, `gold-${arm}`)).toBe(4);
    await expect.poll(() => points(page, `proxy-${arm}`)).toBe(4);
  }
  expect(complaints).toEqual([]);
});

test('a run is stepped, changed, resumed, paused and reset', async ({ page, complaints }) => {
  await openTiny(page);
  await page.locator('#field-steps').fill('40');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByText('Paused at step 1 of 40')).toBeVisible({ timeout: 150_000 });

  await page.locator('details', { hasText: 'Reinforcement learning' }).locator('summary').click();
  await page.locator('#field-beta').fill('0.4');
  await expect(page.locator('#field-promptsPerStep')).toBeDisabled();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPausedAt(page, 2, 40);
  await expect(page.getByTestId('main-chart')).toContainText('0.4');

  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect.poll(() => points(page, 'gold-r2m')).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/^Paused at step \d+ of 40$/)).toBeVisible();
  const drawn = await points(page, 'gold-r2m');
  expect(drawn).toBeLessThan(21);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByText(/lanes: 2 arms × 2 seeds, 40 steps/)).toBeVisible();
  await expect.poll(() => points(page, 'gold-r2m')).not.toBe(drawn);

  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(() => points(page, 'gold-r2m')).toBe(drawn);
  expect(complaints).toEqual([]);
});
