import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AddressWriter, type Places } from './address.ts';

/** A browser's history that refuses where it is told to. */
function browser() {
  const entries = ['start'];
  const calls: number[] = [];
  const state = { refuses: () => false };
  const call = (write: (address: string) => void): Places['pushState'] => (_, __, address) => {
    calls.push(Date.now());
    if (state.refuses()) throw new DOMException('too many calls', 'SecurityError');
    write(String(address));
  };
  const places: Places = {
    replaceState: call((address) => { entries[entries.length - 1] = address; }),
    pushState: call((address) => { entries.push(address); }),
  };
  return { entries, calls, state, writer: new AddressWriter(places, () => Date.now()) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the address', () => {
  it('is written at once, and under many changes a few times a second, the last one always', () => {
    const { entries, calls, writer } = browser();
    writer.show('#0');
    expect(entries).toEqual(['#0']);
    for (let change = 1; change <= 300; change++) {
      vi.advanceTimersByTime(16);
      writer.show(`#${change}`);
    }
    vi.advanceTimersByTime(1000);
    expect(entries).toEqual(['#300']);
    expect(calls.length).toBeLessThan(15);
  });

  it('is written as soon as a browser that had enough allows it', () => {
    const { entries, state, writer } = browser();
    state.refuses = () => true;
    writer.show('#1');
    writer.show('#2');
    vi.advanceTimersByTime(30_000);
    expect(entries).toEqual(['start']);
    state.refuses = () => false;
    vi.advanceTimersByTime(30_000);
    expect(entries).toEqual(['#2']);
  });

  it('is left alone where the browser never allows it, until the next change', () => {
    const { calls, state, writer } = browser();
    state.refuses = () => true;
    writer.show('#1');
    vi.advanceTimersByTime(600_000);
    const tried = calls.length;
    expect(tried).toBeLessThan(10);
    vi.advanceTimersByTime(600_000);
    expect(calls).toHaveLength(tried);
    writer.show('#2');
    expect(calls.length).toBeGreaterThan(tried);
  });

  it('keeps the one before as an entry of its own, with its last change', () => {
    const { entries, writer } = browser();
    writer.show('#1');
    writer.show('#2');
    writer.show('#preset', { entry: true });
    expect(entries).toEqual(['#2', '#preset']);
    writer.show('#preset', { entry: true });
    expect(entries).toEqual(['#2', '#preset']);
  });

  it('is written again after somebody else has changed it', () => {
    const { entries, writer } = browser();
    writer.show('#1');
    entries[0] = '#typed';
    writer.changed();
    writer.show('#1');
    vi.advanceTimersByTime(1000);
    expect(entries).toEqual(['#1']);
  });

  it('is written before the page goes', () => {
    const { entries, writer } = browser();
    writer.show('#1');
    writer.show('#2');
    writer.flush();
    expect(entries).toEqual(['#2']);
  });
});
