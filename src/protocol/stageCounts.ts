/**
 * How far a run is with its stages, over all its workers, which are not always in the same stage. Stages are told in their
 * order: what is heard of a stage waits until those before it are done on every worker that has work in them.
 */
import { STAGES, type RunEvent, type Stage } from '../experiment/events.ts';

type Progress = Extract<RunEvent, { type: 'stage' }>;
type Learning = Extract<RunEvent, { type: 'learning' }>;

export class StageCounts {
  /** Seeds that each worker has work for, and how far it is with them. */
  readonly #work: Record<Stage, readonly number[]>;
  readonly #counts: Record<Stage, ({ readonly done: number; readonly total: number } | undefined)[]>;
  #waiting: Learning[] = [];

  /** `owned`: how many seeds each worker owns. All compile. */
  constructor(owned: readonly number[]) {
    const none = owned.map(() => 0);
    this.#work = { compile: owned.map(() => 1), sft: none, trunk: none, labels: owned, head: owned, rl: none };
    const unknown = () => owned.map(() => undefined);
    this.#counts = { compile: unknown(), sft: unknown(), trunk: unknown(), labels: unknown(), head: unknown(), rl: unknown() };
  }

  /** To be told how many seeds each worker trains in a stage before any of them does. */
  expect(stage: 'sft' | 'trunk', seeds: readonly number[]): void {
    this.#work[stage] = seeds;
  }

  /** What there is to tell now that this was heard: of its stage, and of later ones where it was the last that they waited for. */
  heard(index: number, report: Progress | Learning): (Progress | Learning)[] {
    if (report.type === 'learning') this.#waiting.push(report);
    else this.#counts[report.stage][index] = { done: report.done, total: report.total };
    const from = STAGES.indexOf(report.stage);
    if (STAGES.slice(0, from).some((stage) => !this.isDone(stage))) return [];
    const next = STAGES.findIndex((stage, place) => place >= from && !this.isDone(stage));
    const turn = STAGES.slice(from, next + 1);
    const told = this.#waiting.filter(({ stage }) => turn.includes(stage));
    this.#waiting = this.#waiting.filter(({ stage }) => !turn.includes(stage));
    const stages = report.type === 'stage' ? turn.filter((stage) => this.#counts[stage].some(Boolean)) : [];
    return [...stages.map((stage) => this.over(stage)), ...told];
  }

  private isDone(stage: Stage): boolean {
    if (stage === 'rl') return false;
    return this.#work[stage].every((seeds, index) => {
      const count = this.#counts[stage][index];
      return seeds === 0 || (count !== undefined && count.done === count.total);
    });
  }

  /** Over all workers: seeds of labelling, which is told in seeds; of other stages the mean of a seed's steps. */
  private over(stage: Stage): Progress {
    const work = this.#work[stage];
    const sum = (value: (seeds: number, index: number) => number) => work.reduce((all, seeds, index) => all + value(seeds, index), 0);
    const seeds = sum((count) => count);
    if (stage === 'labels') return { type: 'stage', stage, done: sum((_, index) => this.#counts.labels[index]?.done ?? 0), total: seeds };
    const counts = this.#counts[stage];
    // Who has said nothing yet has as much to do as the others.
    const most = Math.max(...counts.map((count) => count?.total ?? 0));
    return {
      type: 'stage', stage,
      done: Math.floor(sum((count, index) => count * (counts[index]?.done ?? 0)) / seeds),
      total: Math.round(sum((count, index) => count * (counts[index]?.total ?? most)) / seeds),
    };
  }
}
