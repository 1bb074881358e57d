import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeTurn } from './turns.ts';

let frames: (() => void)[] = [];

/** One frame, and the task after it. */
function frame(): void {
  const due = frames;
  frames = [];
  due.forEach((act) => act());
  vi.runAllTimers();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => frames.push(act));
});
afterEach(() => {
  for (let i = 0; i < 10; i++) frame();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('gives one turn in each frame, in the order in which it was asked', () => {
  const acted: string[] = [];
  for (const name of ['a', 'b', 'c']) takeTurn({}, () => acted.push(name));
  expect(acted).toEqual([]);
  const after = [1, 2, 3, 4].map(() => { frame(); return acted.join(''); });
  expect(after).toEqual(['a', 'ab', 'abc', 'abc']);
});

it('leaves the page alone for twice as long as a turn took', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const acted: string[] = [];
  takeTurn({}, () => { acted.push('slow'); now += 40; });
  takeTurn({}, () => acted.push('next'));
  frame();
  frames.splice(0).forEach((act) => act());
  vi.advanceTimersByTime(79);
  expect(acted).toEqual(['slow']);
  vi.advanceTimersByTime(1);
  expect(acted).toEqual(['slow', 'next']);
  vi.restoreAllMocks();
});

it('lets a newer wish take an older one’s place, and a turn be given up', () => {
  const acted: string[] = [];
  const [first, second] = [{}, {}];
  takeTurn(first, () => acted.push('old'));
  const giveUp = takeTurn(second, () => acted.push('given up'));
  takeTurn(first, () => acted.push('new'));
  giveUp();
  for (let i = 0; i < 4; i++) frame();
  expect(acted).toEqual(['new']);
});

it('goes on after a turn that failed', () => {
  const acted: string[] = [];
  takeTurn({}, () => { throw new Error('broken chart'); });
  takeTurn({}, () => acted.push('next'));
  expect(() => frame()).toThrow('broken chart');
  frame();
  expect(acted).toEqual(['next']);
});
