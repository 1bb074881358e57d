/** Which seeds have starting weights for the configuration on the page, so that a run of them begins with RL at once. */
import { create } from 'zustand';
import type { Config } from '../config/fields.ts';
import { shippedSeeds, type StartsReader } from '../experiment/starts.ts';
import { useLab } from './lab.ts';

interface Ready {
  /** Null as long as it is not known. */
  readonly seeds: readonly number[] | null;
}

export const useReady = create<Ready>(() => ({ seeds: null }));

/** Keeps `useReady` to the configuration on the page; returns a function that ends it. */
export function followReadySeeds(read: StartsReader): () => void {
  let asked: Config | null = null;
  // Only the list of seeds is read, and once; where that failed, again at the next change.
  let list: ReturnType<StartsReader> | null = null;
  const readOnce: StartsReader = (name) => (list ??= read(name).catch((error: unknown) => {
    list = null;
    throw error;
  }));
  const look = async (config: Config) => {
    asked = config;
    const seeds = await shippedSeeds(config, readOnce).catch(() => null);
    if (asked === config) useReady.setState({ seeds });
  };
  void look(useLab.getState().draft.config);
  return useLab.subscribe(({ draft: { config } }) => {
    if (config !== asked) void look(config);
  });
}
