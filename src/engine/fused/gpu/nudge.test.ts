import { expect, it } from 'vitest';
import { handClock } from '../../testing.ts';
import { nudged } from './nudge.ts';

it('nudges while it waits, less often with time, and stops when what it waits for has come', async () => {
  const { timer, advance, pending } = handClock();
  let resolve: (value: string) => void = () => undefined;
  const result = nudged(new Promise<string>((done) => { resolve = done; }), () => { nudges++; }, timer);
  let nudges = 0;
  for (let waited = 0; waited < 16; waited += 2) await advance(0.002);
  expect(nudges).toBe(8);
  for (let waited = 16; waited < 1000; waited++) await advance(0.001);
  expect(nudges).toBeGreaterThan(30);
  expect(nudges).toBeLessThan(60);
  resolve('mapped');
  expect(await result).toBe('mapped');
  expect(pending()).toBe(0);
});

it('stops where what it waits for fails', async () => {
  const { timer, pending } = handClock();
  await expect(nudged(Promise.reject(new Error('lost')), () => undefined, timer)).rejects.toThrow('lost');
  expect(pending()).toBe(0);
});
