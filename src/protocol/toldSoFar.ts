/** What a run has told: its series, pages and changes, and what some lanes have said of steps that others are still at. */
import type { Checkpoint } from '../experiment/checkpoint.ts';
import type { Lane, RunEvent } from '../experiment/events.ts';
import { recordPage, thinPages, type RecordedLane, type RecordedPage } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import { appendEvaluation, appendTraining, LaneTable, type LaneSeries } from '../experiment/series.ts';

export type LaneEvent = Extract<RunEvent, { type: 'training' | 'evaluation' }>;
type Diverged = Extract<RunEvent, { type: 'diverged' }>;
type Change = RunResult['changes'][number];

export class ToldSoFar {
  /** What lanes said of steps that are not released, by step. */
  readonly #waiting = new Map<number, LaneEvent[]>();
  #series: LaneTable;
  /** What the policies wrote, by lane. */
  #pages = new Map<string, readonly RecordedPage[]>();
  #changes: Change[] = [];
  /** Of lanes that stopped, also before the others are that far. */
  #divergences: Diverged[] = [];

  /** `lanes` in the order of arms, then seeds. */
  constructor(private readonly lanes: readonly Lane[]) {
    this.#series = new LaneTable(lanes);
  }

  /** Only what was told up to a checkpoint; nothing where there is none. */
  rewind(to: Checkpoint | null): void {
    this.#waiting.clear();
    this.#divergences = [];
    this.#changes = [...(to?.changes ?? [])];
    this.#series = new LaneTable(this.lanes, structuredClone(to?.series ?? []));
    this.#pages = new Map((to?.pages ?? []).map((lane) => [nameOf(lane), lane.pages]));
  }

  hear(event: LaneEvent): void {
    this.#waiting.set(event.metrics.step, [...this.#waiting.get(event.metrics.step) ?? [], event]);
  }

  changed({ step, field, from, to }: Change): void {
    this.#changes.push({ step, field, from, to });
  }

  diverged(told: Diverged): void {
    this.#divergences.push(told);
  }

  /** Takes up what all lanes have said of a step, and gives it in the order of the lanes: of each its training, then its evaluation. */
  release(step: number): LaneEvent[] {
    const ofLanes = new Map<LaneSeries, LaneEvent[]>(this.#series.all.map((series) => [series, []]));
    for (const event of this.#waiting.get(step) ?? []) ofLanes.get(this.#series.at(event.lane))?.push(event);
    this.#waiting.delete(step);
    for (const { lane, divergence } of this.#divergences) if (divergence.step <= step) this.#series.at(lane).diverged = divergence;
    for (const [series, events] of ofLanes) for (const event of events) this.take(series, event);
    return [...ofLanes.values()].flat();
  }

  get series(): LaneSeries[] {
    return this.#series.all;
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }

  get pages(): RecordedLane[] {
    return this.lanes.map(({ arm, seed }) => ({ arm, seed, pages: this.#pages.get(nameOf({ arm, seed })) ?? [] }));
  }

  private take(series: LaneSeries, event: LaneEvent): void {
    if (event.type === 'training') return appendTraining(series, event.metrics);
    appendEvaluation(series, event.metrics);
    const name = nameOf(event.lane);
    this.#pages.set(name, thinPages([...this.#pages.get(name) ?? [], recordPage(event.metrics.step, event.samples)]));
  }
}

function nameOf({ arm, seed }: Lane): string {
  return `${arm} ${seed}`;
}
