import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserKeep, copyText, mediaMatches, onMediaChange, saveFile, stayAwake } from './services.ts';

const refuse = () => { throw new DOMException('denied', 'SecurityError'); };
const never = () => new Promise<never>(() => undefined);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('storage', () => {
  it.each([
    ['absent', undefined], ['null', null], ['one that refuses', { getItem: refuse, setItem: refuse, removeItem: refuse }], ['one without methods', {}],
  ])('that is %s forgets, and nothing else', (_, storage) => {
    vi.stubGlobal('localStorage', storage);
    expect(() => browserKeep.setItem('key', 'value')).not.toThrow();
    expect(browserKeep.getItem('key')).toBeNull();
    expect(() => browserKeep.removeItem('key')).not.toThrow();
  });
});

describe('the clipboard', () => {
  it.each([
    ['absent', undefined], ['one without writing', {}], ['one that throws', { writeText: refuse }], ['one that rejects', { writeText: () => Promise.reject(new Error('no')) }],
    ['one that never answers', { writeText: never }],
  ])('that is %s has not copied', async (_, clipboard) => {
    vi.useFakeTimers();
    vi.stubGlobal('navigator', { clipboard });
    const copied = copyText('text');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await copied).toBe(false);
  });

  it('that takes the text has', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    expect(await copyText('text')).toBe(true);
    expect(writeText).toHaveBeenCalledWith('text');
  });
});

describe('media queries', () => {
  it.each([
    ['absent', undefined], ['refused', refuse], ['of an old browser', () => ({ matches: false })],
  ])('that are %s do not hold, and never change', (_, matchMedia) => {
    vi.stubGlobal('matchMedia', matchMedia);
    expect(mediaMatches('(x)')).toBe(false);
    expect(() => onMediaChange('(x)', () => undefined)()).not.toThrow();
  });
});

describe('downloads and the wake lock', () => {
  it('a refused download says so', () => {
    vi.stubGlobal('URL', { createObjectURL: refuse });
    expect(saveFile('name', new Blob(['x']))).toBe(false);
  });

  it.each([['absent', undefined], ['refused', { request: refuse }], ['rejected', { request: () => Promise.reject(new Error('low battery')) }], ['hanging', { request: never }]])(
    'a wake lock that is %s is done without', async (_, wakeLock) => {
      vi.stubGlobal('navigator', { wakeLock });
      vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined });
      const sleep = stayAwake();
      await Promise.resolve();
      expect(sleep).not.toThrow();
      await new Promise((resolve) => setTimeout(resolve));
    });

  it('a wake lock that comes late is given back', async () => {
    const release = vi.fn(() => Promise.resolve());
    let grant: (lock: { release: () => Promise<void> }) => void = () => undefined;
    vi.stubGlobal('navigator', { wakeLock: { request: () => new Promise((resolve) => { grant = resolve; }) } });
    vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined });
    const sleep = stayAwake();
    await Promise.resolve();
    sleep();
    grant({ release });
    await new Promise((resolve) => setTimeout(resolve));
    expect(release).toHaveBeenCalledOnce();
  });
});
