import { describe, expect, it } from 'vitest';
import { handClock } from '../engine/testing.ts';
import { secondTry, type Channel } from './secondTry.ts';

function started() {
  const { timer, advance, pending } = handClock();
  const made: { readonly commands: string[]; ended: boolean; readonly say: (said: string) => void }[] = [];
  const heard: string[] = [];
  const make = (hear: (said: string) => void): Channel<string> => {
    const worker = { commands: [] as string[], ended: false, say: hear };
    made.push(worker);
    return { post: (command) => { worker.commands.push(command); }, terminate: () => { worker.ended = true; } };
  };
  return { channel: secondTry(make, 15, timer)((said) => { heard.push(said); }), made, heard, advance, pending };
}

describe('a worker', () => {
  it('that says nothing gives way to another, which is told everything, once', async () => {
    const { channel, made, heard, advance } = started();
    channel.post('start');
    await advance(10);
    channel.post('step');
    await advance(5);
    expect(made).toMatchObject([{ ended: true }, { ended: false, commands: ['start', 'step'] }]);
    made[0].say('late');
    made[1].say('here');
    channel.post('pause');
    await advance(100);
    expect(heard).toEqual(['here']);
    expect(made).toHaveLength(2);
    expect(made[1].commands).toEqual(['start', 'step', 'pause']);
  });

  it('that has spoken once may be silent for as long as it likes, and one that has no work as well', async () => {
    const { channel, made, heard, advance, pending } = started();
    await advance(100);
    channel.post('start');
    made[0].say('here');
    expect(pending()).toBe(0);
    await advance(100);
    expect(made).toHaveLength(1);
    expect(heard).toEqual(['here']);
  });

  it('that was ended is not made anew', async () => {
    const { channel, made, advance } = started();
    channel.post('start');
    channel.terminate();
    await advance(100);
    expect(made).toMatchObject([{ ended: true }]);
  });
});
