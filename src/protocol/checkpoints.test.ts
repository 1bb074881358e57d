import { describe, expect, it, vi } from 'vitest';
import type { Checkpoint, LaneState } from '../experiment/checkpoint.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { CheckpointKeeper } from './checkpointKeeper.ts';
import { Checkpoints } from './checkpoints.ts';
import { memoryCheckpoints } from './oneThread.ts';

const config = { ...presetConfig(findPreset('tiny')!), arms: ['frozen'], seeds: [8, 9] };
const lane = (seed: number): LaneState => ({ arm: 'frozen', seed, policy: new Float32Array([seed]), method: {}, labels: 75 });
const told = (step: number): Omit<Checkpoint, 'lanes'> => ({ step, config, changes: [], series: [], pages: [] });

describe('a run’s checkpoints', () => {
  it('forget what lost workers told of a step that their successors make again', () => {
    const checkpoints = new Checkpoints(2, null, () => 0);
    checkpoints.add(2, [lane(8)]);
    expect(checkpoints.rewind()).toBeNull();
    checkpoints.add(2, [lane(8)]);
    checkpoints.complete(told(2));
    expect(checkpoints.last).toBeNull();
    checkpoints.add(2, [lane(9)]);
    checkpoints.complete(told(2));
    expect(checkpoints.rewind()).toMatchObject({ step: 2, lanes: [{ seed: 8 }, { seed: 9 }] });
  });

  it('are not those of a run with other settings', async () => {
    const store = memoryCheckpoints();
    const keeper = new CheckpointKeeper(store, () => undefined);
    keeper.keep({ ...told(2), lanes: [lane(8), lane(9)] });
    await vi.waitFor(() => expect(store.files.size).toBe(1));
    const read = async (asked: typeof config) => {
      const checkpoints = new Checkpoints(2, new CheckpointKeeper(store, () => undefined), () => 0);
      return { ...await checkpoints.read(asked), last: checkpoints.last };
    };
    expect(await read(config)).toMatchObject({ problems: [], last: { step: 2 } });
    expect(await read({ ...config, beta: 1, seeds: [8, 10] })).toEqual({ problems: ['it is of a run with other settings (seeds, beta)'], last: null });
  });
});
