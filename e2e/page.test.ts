import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const ARMS = ['frozen', 'r2m'];

/** How many points a line of the chart has. */
async function points(page: Page, line: string): Promise<number> {
  const path = page.getByTestId('main-chart').locator(`path.recharts-line-curve[name="${line}"]`);
  if (await path.count() === 0) return 0;
  return ((await path.getAttribute('d')) ?? '').split(/[ML]/).length - 1;
}

async function openTiny(page: Page, backend: 'webgpu' | 'wasm'): Promise<void> {
  await page.goto('/');
  await page.getByRole('radio', { name: 'Tiny' }).check();
  await page.getByLabel('Backend').selectOption(backend);
}

/** Once it is paused, a run is idle: nothing moves until it is told to. */
async function expectPausedAt(page: Page, step: number, steps: number): Promise<void> {
  await expect(page.getByTestId('run-status')).toHaveText(`Paused at step ${step} of ${steps}`);
}

test('the page loads without a complaint', async ({ page, complaints }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'R2M Lab', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await expect(page).toHaveTitle(/R2M Lab/);
  expect(complaints).toEqual([]);
});

test('a run on software WebGPU draws both curves of every arm', async ({ page, complaints }) => {
  await openTiny(page, 'webgpu');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('engine')).toContainText('WebGPU', { timeout: 120_000 });
  await expect.poll(() => points(page, 'gold-frozen'), { timeout: 120_000 }).toBeGreaterThan(0);
  await expect(page.getByTestId('run-status')).toHaveText(/^Finished in/, { timeout: 150_000 });
  // Evaluations at steps 0, 2, 4 and 6.
  for (const arm of ARMS) {
    await expect.poll(() => points(page, `gold-${arm}`)).toBe(4);
    await expect.poll(() => points(page, `proxy-${arm}`)).toBe(4);
  }
  expect(complaints).toEqual([]);
});

test('a run is stepped, changed, resumed, paused and reset', async ({ page, complaints }) => {
  await openTiny(page, 'wasm');
  // Far more steps than are made before the pause, on however fast a machine.
  await page.locator('#field-steps').fill('2000');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByTestId('run-status')).toHaveText('Paused at step 1 of 2000', { timeout: 150_000 });

  await page.locator('details', { has: page.locator('summary', { hasText: 'Reinforcement learning' }) }).locator('summary').first().click();
  const beta = page.locator('#field-beta');
  await beta.clear();
  await beta.pressSequentially('0.4');
  await expect(page.locator('#field-promptsPerStep')).toBeDisabled();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPausedAt(page, 2, 2000);
  // What was half typed, 0, never reached the run.
  await expect(page.getByTestId('main-chart')).toContainText('KL weight 0.4');
  await expect(page.getByTestId('main-chart')).not.toContainText(/KL weight 0(?!\.4)/);

  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect.poll(() => points(page, 'gold-r2m')).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByTestId('run-status')).toHaveText(/^Paused at step \d+ of 2000$/);
  const drawn = await points(page, 'gold-r2m');

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByTestId('run-status')).toHaveText('2 methods × 2 seeds, 2000 steps');
  await expect(page.getByTestId('chart-run')).toContainText('Recorded');

  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByTestId('run-status')).toHaveText(/^Cancelled at step \d+ of 2000/);
  await expect.poll(() => points(page, 'gold-r2m')).toBe(drawn);
  expect(complaints).toEqual([]);
});

test('a browser that forbids storage still shows the page', async ({ page, complaints }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await page.locator('#field-steps').fill('50');
  await expect(page.getByTestId('run-status')).toHaveText(/, 50 steps$/);
  expect(complaints).toEqual([]);
});
