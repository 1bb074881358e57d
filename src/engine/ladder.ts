/** Which engine a run gets: the best road that is not known to lead nowhere. One ladder lasts as long as a visit. */
import { browserGpu, probeAdapter, type GpuDoor } from './adapter.ts';
import { INSTEAD, roadsOf, type EngineChoice, type ResolvedChoice, type Road } from './choose.ts';
import type { BackendName } from './engine.ts';
import { Explained, explain } from './words.ts';

const NAMES: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' };
const TAKEN: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU', wasm: 'WebAssembly on the processor', cpu: 'Plain JavaScript, which is slow',
};

export interface Surroundings extends GpuDoor {
  readonly hasWebAssembly: () => boolean;
}

export const browserSurroundings: Surroundings = { ...browserGpu, hasWebAssembly: () => typeof WebAssembly === 'object' };

const keyOf = ({ backend, engine }: Road) => `${backend} ${engine}`;

export class Ladder {
  /** Why a road is not taken, by road: a clause that can follow "since". */
  readonly #closed = new Map<string, string>();

  constructor(private readonly surroundings: Surroundings = browserSurroundings) {}

  /**
   * The best road for a choice. What is asked for by name is not doubted here: it fails where it is started. Never waits
   * longer than for an adapter to answer.
   *
   * @throws Explained where no road is left.
   */
  async choose(choice: EngineChoice): Promise<ResolvedChoice> {
    const roads = roadsOf(choice);
    if (roads.length === 1) return { ...roads[0], reason: `${askedFor(choice)} was asked for.` };
    const against: { readonly road: Road; readonly why: string }[] = [];
    for (const road of roads) {
      const why = await this.objection(road);
      if (why === null) return { ...road, reason: reasonFor(road, against.map(({ why: clause }) => clause)) };
      against.push({ road, why });
    }
    throw new Explained(`no engine could be started. ${against.map(({ road, why }) => `${NAMES[road.backend]}: ${why}`).join('; ')}`);
  }

  /** Remembers that a road leads nowhere. `why`: a clause. Returns whether the choice leaves others to try. */
  close(choice: EngineChoice, road: Road, why: string): boolean {
    if (roadsOf(choice).length === 1) return false;
    this.#closed.set(keyOf(road), why);
    return true;
  }

  private async objection(road: Road): Promise<string | null> {
    const known = this.#closed.get(keyOf(road));
    if (known !== undefined) return known;
    if (road.backend === 'cpu') return null;
    if (road.backend === 'wasm') return this.surroundings.hasWebAssembly() ? null : 'this browser has no WebAssembly';
    try {
      const { kind } = await probeAdapter(this.surroundings);
      if (kind === 'hardware') return null;
      return kind === 'software' ? 'WebGPU is only emulated in software here' : 'the browser does not tell whether its WebGPU runs on a graphics processor';
    } catch (error) {
      const { what } = explain(error);
      // An adapter that fails costs seconds each time that it is asked for.
      this.#closed.set(keyOf(road), what);
      return what;
    }
  }
}

function askedFor({ backend, engine }: EngineChoice): string {
  if (engine === 'fused') return 'The fused engine';
  return backend === 'auto' ? 'This engine' : { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'Plain JavaScript' }[backend];
}

function reasonFor({ backend }: Road, against: readonly string[]): string {
  if (against.length === 0) return 'WebGPU with a graphics processor is the fastest here.';
  return `${TAKEN[backend]}, since ${against.join(' and ')}.`;
}

/** What a visitor reads where a road that was asked for by name leads nowhere. */
export function deadEnd({ backend }: Road, why: string): string {
  return new Explained(`${why}; ${INSTEAD[backend]}`).message;
}
