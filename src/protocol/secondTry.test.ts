import { describe, expect, it } from 'vitest';
import { handClock } from '../engine/testing.ts';
import type { Channel, OnCrash } from './channel.ts';
import { secondTry } from './secondTry.ts';

function started() {
  const { timer, advance, pending } = handClock();
  const made: { readonly commands: string[]; ended: boolean; readonly say: (said: string) => void; readonly crash: OnCrash }[] = [];
  const heard: string[] = [];
  const crashes: (string | undefined)[] = [];
  const make = (hear: (said: string) => void, crash: OnCrash): Channel<string> => {
    const worker = { commands: [] as string[], ended: false, say: hear, crash };
    made.push(worker);
    return { post: (command) => { worker.commands.push(command); }, terminate: () => { worker.ended = true; } };
  };
  return { channel: secondTry(make, timer)((said) => { heard.push(said); }, (message) => { crashes.push(message); }), made, heard, crashes, advance, pending };
}

describe('a worker', () => {
  it('that says nothing gives way to another, which is told everything, once', async () => {
    const { channel, made, heard, crashes, advance } = started();
    channel.post('start');
    await advance(10);
    channel.post('step');
    await advance(5);
    expect(made).toMatchObject([{ ended: true }, { ended: false, commands: ['start', 'step'] }]);
    made[0].say('late');
    made[0].crash('too late');
    made[1].say('here');
    channel.post('pause');
    await advance(100);
    expect(heard).toEqual(['here']);
    expect(crashes).toEqual([]);
    made[1].crash('out of memory');
    expect(crashes).toEqual(['out of memory']);
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
