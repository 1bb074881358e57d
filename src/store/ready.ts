/** Which seeds have starting weights for the configuration on the page, so that a run of them begins with RL at once. */
import { create } from 'zustand';
import type { Config } from '../config/fields.ts';
import { shippedSeeds, type StartsReader } from '../experiment/starts.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { useLab, type LabState } from './lab.ts';

interface Ready {
  /** Null as long as it is not known. */
  readonly seeds: readonly number[] | null;
}

export const useReady = create<Ready>(() => ({ seeds: null }));

/** Seeds whose weights this browser keeps for a configuration on an engine. */
export type KeptSeeds = (config: Config, info: EngineInfo) => Promise<readonly number[]>;

/** Keeps `useReady` to the configuration on the page, and to the runs that are made of it; returns a function that ends it. */
export function followReadySeeds(read: StartsReader, kept: KeptSeeds): () => void {
  let asked: object | null = null;
  // Only the list of shipped seeds is read, and once; where that failed, again at the next change.
  let list: ReturnType<StartsReader> | null = null;
  const readOnce: StartsReader = (name) => (list ??= read(name).catch((error: unknown) => {
    list = null;
    throw error;
  }));
  const look = async ({ draft: { config }, record, kept: earlier }: LabState) => {
    const mine = asked = {};
    // Weights that were made here are of the engine that made them.
    const info = record?.engine?.info ?? earlier.find(({ engine }) => engine)?.engine?.info;
    const [shipped, made] = await Promise.all([
      shippedSeeds(config, readOnce).catch(() => null), info ? kept(config, info).catch(() => []) : [],
    ]);
    if (asked === mine) useReady.setState({ seeds: shipped && [...new Set([...shipped, ...made])] });
  };
  void look(useLab.getState());
  return useLab.subscribe((state, before) => {
    const changed = state.draft.config !== before.draft.config || state.record?.status !== before.record?.status || state.kept.length !== before.kept.length;
    if (changed) void look(state);
  });
}
