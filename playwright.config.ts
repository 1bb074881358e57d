import { defineConfig } from '@playwright/test';
import { launchOptions } from './src/headless/browser.ts';

/** Tests of the built page, and of source modules, in a real browser on software WebGPU. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  globalSetup: './e2e/setup.ts',
  forbidOnly: Boolean(process.env.CI),
  // The files take turns on two cores: most of a page's test is waiting.
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { launchOptions: launchOptions('software'), viewport: { width: 1280, height: 900 }, screenshot: 'only-on-failure' },
});
