/** A run that stops somewhere and goes on from its checkpoint ends as if it had never stopped. */
import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { methodNames } from '../methods/index.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { decodeCheckpoint } from '../experiment/checkpoint.ts';
import type { RunResult } from '../experiment/result.ts';
import { memoryCheckpoints } from './oneThread.ts';
import { lab } from './testing.ts';

const tiny = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9], steps: 6, evaluateEvery: 2, learningRate: 1e-3 };
const choice = { backend: 'wasm', engine: 'simd' } as const;
/** All but the time it took. */
const numbers = ({ seconds: _seconds, ...result }: RunResult) => result;

function open(workers: number, config = tiny, checkpoints = memoryCheckpoints()) {
  const opened = lab(workers, { config, shipped: config.seeds, checkpoints: () => checkpoints });
  return { ...opened, checkpoints };
}

async function whole(config = tiny): Promise<RunResult> {
  const { send, until } = open(1, config);
  send({ type: 'start', run: 1, config, choice });
  return (await until('finished')).result;
}

describe('a run that goes on', () => {
  it.each([[2, 3], [4, 2]])('from step %s on %s workers ends as every arm ends without a stop', async (stop, workers) => {
    const config = { ...tiny, arms: methodNames };
    const expected = numbers(await whole(config));
    const checkpoints = memoryCheckpoints();
    const first = open(2, config, checkpoints);
    first.send({ type: 'start', run: 1, config, choice, keep: 'here', paused: true });
    for (let step = 0; step < stop; step++) {
      await first.until('paused');
      first.send({ type: 'step' });
    }
    await first.until('paused', ({ step }) => step === stop);
    first.send({ type: 'cancel' });
    await first.until('cancelled');
    const second = open(workers, config, checkpoints);
    second.send({ type: 'start', run: 2, config, choice, keep: 'here', resume: true });
    const rewound = await second.until('rewound');
    expect(rewound.step).toBe(stop);
    expect(rewound.series.every(({ training }) => training.step.length === stop)).toBe(true);
    expect(numbers((await second.until('finished')).result)).toEqual(expected);
    await vi.waitFor(() => expect(checkpoints.files.size).toBe(0));
  });

  it('uses the older generation where the newer is damaged, and says so; where both are, it begins anew', async () => {
    const expected = numbers(await whole());
    const checkpoints = memoryCheckpoints();
    const first = open(2, tiny, checkpoints);
    first.send({ type: 'start', run: 1, config: tiny, choice, keep: 'here', paused: true });
    for (let step = 0; step < 4; step++) {
      await first.until('paused');
      first.send({ type: 'step' });
    }
    await first.until('paused', ({ step }) => step === 4);
    first.send({ type: 'cancel' });
    const steps = new Map([...checkpoints.files].map(([generation, bytes]) => [decodeCheckpoint(bytes).step, generation]));
    expect([...steps.keys()].sort()).toEqual([2, 4]);
    const files = new Map(checkpoints.files);
    for (const { spoilt, from } of [{ spoilt: [4], from: 2 }, { spoilt: [4, 2], from: 0 }]) {
      for (const [generation, bytes] of files) checkpoints.files.set(generation, bytes.slice(0));
      for (const step of spoilt) new Uint8Array(checkpoints.files.get(steps.get(step)!)!)[200] ^= 1;
      const second = open(2, tiny, checkpoints);
      second.send({ type: 'start', run: 2, config: tiny, choice, keep: 'here', resume: true });
      if (from > 0) expect((await second.until('rewound')).step).toBe(from);
      expect(numbers((await second.until('finished')).result)).toEqual(expected);
      expect(second.reports.filter((report) => report.type === 'note' && /damaged/.test(report.text)).length).toBe(spoilt.length);
      await vi.waitFor(() => expect(checkpoints.files.size).toBe(0));
    }
  });

  it('goes on where storage fails, and says so once', async () => {
    const expected = numbers(await whole());
    const full = async () => { throw new Error('the disk is full'); };
    const opened = lab(2, { config: tiny, shipped: tiny.seeds, checkpoints: () => ({ read: full, write: full, remove: full }) });
    opened.send({ type: 'start', run: 1, config: tiny, choice, keep: 'here' });
    expect(numbers((await opened.until('finished')).result)).toEqual(expected);
    expect(opened.reports.filter(({ type }) => type === 'note')).toMatchObject([{ text: expect.stringMatching(/disk is full/) as string }]);
  });

  it('reads what was kept once: on another road it goes on from its own states', async () => {
    const checkpoints = memoryCheckpoints();
    const first = open(1, tiny, checkpoints);
    first.send({ type: 'start', run: 1, config: tiny, choice, keep: 'here', paused: true });
    await first.until('paused');
    first.send({ type: 'step' });
    first.send({ type: 'step' });
    await first.until('paused', ({ step }) => step === 2);
    first.send({ type: 'cancel' });
    await first.until('cancelled');
    let reads = 0;
    const once = { ...checkpoints, read: async (generation: number) => {
      if (++reads > 2) throw new Error('the disk is gone');
      return checkpoints.read(generation);
    } };
    let made = 0;
    const engineOf = (engine: Engine): Engine => {
      if (++made === 1) throw new Error('not this time');
      return engine;
    };
    const second = lab(1, { config: tiny, shipped: tiny.seeds, checkpoints: () => once, engineOf });
    second.send({ type: 'start', run: 2, config: tiny, choice: { backend: 'wasm', engine: 'auto' }, keep: 'here', resume: true, paused: true });
    await second.until('paused', ({ step }) => step === 2);
    expect(reads).toBe(2);
    expect(second.reports.filter(({ type }) => type === 'rewound')).toMatchObject([{ step: 2 }, { step: 2 }]);
    second.send({ type: 'cancel' });
    await second.until('cancelled');
  });

  it('keeps live changes at their steps', async () => {
    const change = { type: 'change', field: 'beta', value: 0.5 } as const;
    const pauseAt = async (opened: ReturnType<typeof open>, stop: number) => {
      for (let step = 0; step < stop; step++) {
        await opened.until('paused');
        if (step === 1) opened.send(change);
        opened.send({ type: 'step' });
      }
      await opened.until('paused', ({ step }) => step === stop);
    };
    const plain = open(1);
    plain.send({ type: 'start', run: 1, config: tiny, choice, paused: true });
    await pauseAt(plain, 3);
    plain.send({ type: 'resume' });
    const expected = numbers((await plain.until('finished')).result);
    expect(expected.changes).toMatchObject([{ step: 2, field: 'beta', to: 0.5 }]);
    const checkpoints = memoryCheckpoints();
    const first = open(1, tiny, checkpoints);
    first.send({ type: 'start', run: 1, config: tiny, choice, keep: 'here', paused: true });
    await pauseAt(first, 3);
    first.send({ type: 'cancel' });
    await first.until('cancelled');
    const files = new Map(checkpoints.files);
    // Those that were made after the state are made again where whoever resumes it tells of all of them.
    for (const changes of [[], [{ step: 2, field: 'beta', value: 0.5 }, { step: 5, field: 'clip', value: 0.1 }] as const]) {
      for (const [generation, bytes] of files) checkpoints.files.set(generation, bytes);
      const second = open(2, tiny, checkpoints);
      second.send({ type: 'start', run: 2, config: tiny, choice, keep: 'here', resume: true, changes });
      const { result } = await second.until('finished');
      if (changes.length === 0) expect(numbers(result)).toEqual(expected);
      else expect(result.changes).toMatchObject([{ step: 2, field: 'beta', to: 0.5 }, { step: 5, field: 'clip', to: 0.1 }]);
      await vi.waitFor(() => expect(checkpoints.files.size).toBe(0));
    }
  });
});
