import { afterEach, describe, expect, it, vi } from 'vitest';
import { BROWSER_VARIABLE, browserFlags, findBrowser } from './browser.ts';

afterEach(() => { vi.unstubAllEnvs(); });

describe('the browser', () => {
  it('is the one that the environment names', () => {
    vi.stubEnv(BROWSER_VARIABLE, process.execPath);
    expect(findBrowser()).toBe(process.execPath);
  });

  it('is missed by name where the named file is not there', () => {
    vi.stubEnv(BROWSER_VARIABLE, '/nowhere/chromium');
    expect(() => findBrowser()).toThrow(`${BROWSER_VARIABLE} names /nowhere/chromium`);
  });

  it('emulates a GPU only where that is asked for', () => {
    expect(browserFlags('software')).toContain('--use-webgpu-adapter=swiftshader');
    expect(browserFlags('hardware').join(' ')).not.toContain('swiftshader');
    for (const adapter of ['software', 'hardware'] as const) expect(browserFlags(adapter)).toContain('--enable-unsafe-webgpu');
  });
});
