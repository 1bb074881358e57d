import { expect, test } from '@playwright/test';
import { SIMD_FINGERPRINT } from '../src/engine/trial.ts';
import { openInBrowser } from '../src/headless/inBrowser.ts';
import type * as Checks from './backendChecks.ts';

for (const backend of ['wasm', 'webgpu'] as const) {
  test(`the ops engine does on ${backend} what it does on cpu: the same words, everything else within 1e-5`, async () => {
    const browser = await openInBrowser({ adapter: 'software' });
    try {
      const { tokens: [found, expected], errors } = await browser.call<Awaited<ReturnType<typeof Checks.stepAgainstCpu>>>(
        '/e2e/backendChecks.ts', 'stepAgainstCpu', backend,
      );
      expect(found).toEqual(expected);
      expect(errors.length).toBeGreaterThan(3);
      for (const error of errors) expect(error).toBeLessThan(1e-5);
    } finally {
      await browser.close();
    }
  });
}

test('the SIMD engine has the same bits in a browser as in Node', async () => {
  const browser = await openInBrowser({ adapter: 'software' });
  try {
    expect(await browser.call<string>('/e2e/backendChecks.ts', 'simdFingerprint')).toBe(SIMD_FINGERPRINT);
  } finally {
    await browser.close();
  }
});
