import { expect, it } from 'vitest';
import { Cancelled, Control } from './control.ts';

function recorded(control: Control, underWay: Promise<void>) {
  const told: string[] = [];
  const ready = control.beforeStep(underWay, () => told.push('wait'), () => told.push('go')).then(() => told.push('step'));
  return { told, ready };
}

it('makes the next step while one is under way, where leave comes in time', async () => {
  const control = new Control(true);
  const { told, ready } = recorded(control, new Promise(() => undefined));
  await control.breathe();
  expect(told).toEqual([]);
  control.step();
  await ready;
  expect(told).toEqual(['step']);
});

it('says that it waits once the step under way is over, and that it goes on', async () => {
  const control = new Control(true);
  const { told, ready } = recorded(control, Promise.resolve());
  await control.breathe();
  await control.breathe();
  expect(told).toEqual(['wait']);
  control.resume();
  await ready;
  expect(told).toEqual(['wait', 'go', 'step']);
});

it('fails where the step under way fails, and is cancelled while it waits', async () => {
  await expect(recorded(new Control(true), Promise.reject(new Error('lost'))).ready).rejects.toThrow('lost');
  for (const underWay of [Promise.resolve(), new Promise<void>(() => undefined)]) {
    const control = new Control(true);
    const { told, ready } = recorded(control, underWay);
    await control.breathe();
    await control.breathe();
    control.cancel();
    await expect(ready).rejects.toThrow(Cancelled);
    expect(told).not.toContain('go');
  }
});

it('waits for what comes from elsewhere, or for its end', async () => {
  const control = new Control(true);
  expect(await control.waitFor(Promise.resolve(3))).toBe(3);
  await expect(control.waitFor(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  const waiting = control.waitFor(new Promise(() => undefined));
  control.cancel();
  await expect(waiting).rejects.toThrow(Cancelled);
  await expect(control.waitFor(Promise.resolve(3))).rejects.toThrow(Cancelled);
});
