import { describe, expect, it } from 'vitest';
import { figuresOf, medianOf } from './figures.ts';
import { visitOf } from './testing.ts';

describe('a visit’s figures', () => {
  it('count times from the navigation, then from the press of Run', () => {
    const { load, run } = figuresOf(visitOf({ movements: [10_500, 11_000, 15_000, 15_500] }));
    expect(load).toEqual({ firstContentfulPaintMs: 400, pictureMs: 800 });
    expect(run).toEqual({ firstStepMs: 2000, firstMovementMs: 500, endMs: 20_000, movements: 4, longestStillMs: 4000 });
  });

  it('are null for what did not come', () => {
    const { load, run } = figuresOf(visitOf({ firstStep: null, firstContentfulPaint: null }));
    expect(load.firstContentfulPaintMs).toBeNull();
    expect(run).toMatchObject({ firstStepMs: null, firstMovementMs: null, movements: 0, longestStillMs: null });
  });

  it('give a long task to the phase in which it ends', () => {
    const { longTasks } = figuresOf(visitOf({ longTasks: [
      { start: 100, duration: 60 }, { start: 7990, duration: 300 }, { start: 9000, duration: 70 }, { start: 9990, duration: 90 }, { start: 29_990, duration: 55 },
    ] }));
    expect(longTasks).toEqual({
      load: { count: 1, sumMs: 60, longestMs: 60 }, diagnostics: { count: 2, sumMs: 370, longestMs: 300 }, run: { count: 2, sumMs: 145, longestMs: 90 },
    });
  });

  it('leave out the shift that opening Diagnostics is', () => {
    const { layoutShift } = figuresOf(visitOf({ shifts: [{ at: 500, score: 0.1 }, { at: 8100, score: 0.5 }, { at: 10_050, score: 0.2 }, { at: 11_000, score: 0.05 }] }));
    expect(layoutShift.load).toBe(0.1);
    expect(layoutShift.run).toBeCloseTo(0.25, 12);
  });

  it('are shares and rates of the run', () => {
    const visit = visitOf({ received: 400, sent: 20 });
    const { mainThread, messages } = figuresOf({ ...visit, after: { Timestamp: 20, TaskDuration: 5, ScriptDuration: 4, LayoutDuration: 1, RecalcStyleDuration: 0.5 } });
    expect(mainThread).toEqual({ busy: 0.25, script: 0.2, layout: 0.05, style: 0.025 });
    expect(messages).toEqual({ received: 20, sent: 1 });
  });

  it('count bytes up to the picture and up to the first RL step', () => {
    const transfer = (kind: 'script' | 'worker', at: number) => ({ kind, at: 1e12 + at, encoding: '', body: Buffer.alloc(10) });
    const { bytes } = figuresOf({ ...visitOf(), transfers: [transfer('script', 700), transfer('worker', 10_100), transfer('worker', 12_001)] });
    expect([bytes.picture.script.encoded, bytes.picture.worker.encoded]).toEqual([10, 0]);
    expect([bytes.firstStep.script.encoded, bytes.firstStep.worker.encoded]).toEqual([10, 10]);
  });

  it.each([
    ['picture', 'its picture'], ['diagnostics', 'the opening of Diagnostics'], ['run', 'the press of Run'], ['end', 'the end of the run'],
  ])('are refused without %s', (point, name) => {
    expect(() => figuresOf(visitOf({ [point]: null }))).toThrow(`The page was not seen to reach ${name}.`);
  });
});

describe('medians', () => {
  it('are of each number by itself, over those that have it', () => {
    expect(medianOf([{ a: 1, b: { c: 30, d: null, e: null } }, { a: 3, b: { c: 10, d: 5, e: null } }, { a: 2, b: { c: 20, d: 7, e: null } }]))
      .toEqual({ a: 2, b: { c: 20, d: 6, e: null } });
  });
});
