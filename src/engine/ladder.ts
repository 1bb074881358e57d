/** Which engine a run gets: the best road that is not known to lead nowhere. One ladder lasts as long as a visit. */
import { browserGpu, probeAdapter, type GpuDoor } from './adapter.ts';
import { INSTEAD, roadsOf, type EngineChoice, type ResolvedChoice, type Road } from './choose.ts';
import type { BackendName, EngineName } from './engine.ts';
import { leadOfGpu, slowerGpu, type Race, type RunRace } from './race.ts';
import { Explained, explain } from './words.ts';

const NAMES: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' };
const ENGINES: Readonly<Record<EngineName, string>> = { fused: 'the fused engine', simd: 'the SIMD engine', ops: 'tfjs’s operations' };

export interface Surroundings extends GpuDoor {
  readonly hasWebAssembly: () => boolean;
}

export const browserSurroundings: Surroundings = { ...browserGpu, hasWebAssembly: () => typeof WebAssembly === 'object' };

const keyOf = (asked: EngineChoice, { backend, engine }: Road) => `${asked.backend}: ${backend} ${engine}`;
/** WebAssembly alone has two roads that may fail one after the other. */
const nameOf = ({ backend, engine }: Road) => (backend === 'wasm' ? `${NAMES.wasm}, ${ENGINES[engine]}` : NAMES[backend]);

export class Ladder {
  /**
   * Why a road is not taken, a clause that can follow "since", by road and by the backend that was asked for: what failed
   * unasked may yet be asked for by name.
   */
  readonly #closed = new Map<string, string>();
  #race: Race | null = null;

  constructor(private readonly surroundings: Surroundings = browserSurroundings) {}

  /**
   * The best road for a choice. What is asked for by name is not doubted here: it fails where it is started, and may be
   * tried again. Where all is left to the lab, and both a graphics processor and the processor can be had, `race` says which
   * is faster. Never waits longer than for an adapter to answer, and for that.
   *
   * @throws Explained where no road is left.
   */
  async choose(choice: EngineChoice, race: RunRace = async () => null): Promise<ResolvedChoice> {
    const roads = roadsOf(choice);
    if (roads.length === 1) return { ...roads[0], reason: `${askedFor(choice)} was asked for.` };
    const against: { readonly road: Road; readonly why: string }[] = [];
    for (const road of roads) {
      const why = await this.objection(choice, road, race);
      if (why === null) return { ...road, reason: reasonFor(choice, road, [...new Set(against.map(({ why: clause }) => clause))], this.#race) };
      against.push({ road, why });
    }
    const reasons = against.map(({ road, why }) => `${nameOf(road)}: ${why}`);
    if (choice.backend !== 'auto') {
      for (const road of roads) this.#closed.delete(keyOf(choice, road));
      reasons.push(INSTEAD[choice.backend]);
    }
    throw new Explained(`no engine could be started. ${reasons.join('; ')}`);
  }

  /** Remembers that a road leads nowhere. `why`: a clause. Returns whether the choice leaves others to try. */
  close(choice: EngineChoice, road: Road, why: string): boolean {
    if (roadsOf(choice).length === 1) return false;
    this.#closed.set(keyOf(choice, road), why);
    return true;
  }

  /** Whether the processor's fast road is open, and the choice leaves it to the lab. */
  private canRace(choice: EngineChoice): boolean {
    return roadsOf(choice).some((road) => road.engine === 'simd' && !this.#closed.has(keyOf(choice, road))) && this.surroundings.hasWebAssembly();
  }

  private async objection(choice: EngineChoice, road: Road, race: RunRace): Promise<string | null> {
    const known = this.#closed.get(keyOf(choice, road));
    if (known !== undefined) return known;
    if (road.backend === 'cpu') return null;
    if (road.backend === 'wasm') return this.surroundings.hasWebAssembly() ? null : 'this browser has no WebAssembly';
    try {
      const { kind, names } = await probeAdapter(this.surroundings);
      if (kind === 'software') return 'WebGPU is only emulated in software here';
      if (this.canRace(choice)) {
        this.#race ??= await race(names);
        if (this.#race) return slowerGpu(this.#race);
      }
      return kind === 'hardware' ? null : 'the browser does not tell whether its WebGPU runs on a graphics processor';
    } catch (error) {
      const { what } = explain(error);
      // An adapter that fails costs seconds each time that it is asked for.
      this.#closed.set(keyOf(choice, road), what);
      return what;
    }
  }
}

function askedFor({ backend, engine }: EngineChoice): string {
  const name = backend !== 'auto' ? NAMES[backend] : engine === 'auto' ? 'this engine' : ENGINES[engine];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function reasonFor(choice: EngineChoice, road: Road, against: readonly string[], race: Race | null): string {
  const since = against.length === 0 ? '' : `, since ${against.join(' and ')}`;
  const slower = road.backend === 'wasm' && road.engine === 'ops' && choice.engine === 'auto' ? ', with tfjs’s slower operations' : '';
  if (choice.backend !== 'auto') return since === '' ? `${askedFor(choice)} was asked for.` : `${NAMES[road.backend]} was asked for${slower}${since}.`;
  switch (road.backend) {
    case 'webgpu':
      return `WebGPU with a graphics processor is the fastest here${leadOfGpu(race)}.`;
    case 'wasm':
      return `WebAssembly on the processor${slower}${since}.`;
    case 'cpu':
      return `Plain JavaScript, which is slow${since}.`;
  }
}

/** What a visitor reads where a road that was asked for by name leads nowhere. */
export function deadEnd({ backend }: Road, why: string): string {
  return new Explained(`${why}; ${INSTEAD[backend]}`).message;
}
