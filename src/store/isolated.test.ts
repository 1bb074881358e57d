import { afterEach, expect, it, vi } from 'vitest';
import { create } from 'zustand';
import { isolated } from './isolated.ts';

afterEach(() => void vi.useRealTimers());

it('a listener that throws is reported, and keeps no other from hearing', () => {
  vi.useFakeTimers();
  const store = create<{ count: number }>()(isolated(() => ({ count: 0 })));
  const heard: [number, number][] = [];
  store.subscribe(() => { throw new Error('full'); });
  const stop = store.subscribe(({ count }, before) => void heard.push([count, before.count]));
  expect(() => store.setState({ count: 1 })).not.toThrow();
  stop();
  store.setState({ count: 2 });
  expect(heard).toEqual([[1, 0]]);
  expect(() => vi.runAllTimers()).toThrow('full');
});
