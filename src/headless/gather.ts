/** A run's reports, gathered: what its lanes have told so far, and what their policies wrote. */
import type { Config } from '../config/fields.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { recordPage, type RecordedLane, type RecordedPage } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import { appendEvaluation, appendTraining, emptySeries, type LaneSeries } from '../experiment/series.ts';
import type { Report } from '../protocol/messages.ts';
import { partialResult, type Progress } from '../results/partial.ts';

interface Gathered {
  series: LaneSeries;
  readonly pages: RecordedPage[];
}

export class RunGatherer {
  readonly #lanes: ReadonlyMap<string, Gathered>;
  readonly #changes: RunResult['changes'][number][] = [];
  #engine: EngineInfo | null = null;
  #step = 0;

  constructor(private readonly config: Config) {
    this.#lanes = new Map(config.arms.flatMap((arm) => config.seeds.map((seed) => (
      [`${arm} ${seed}`, { series: emptySeries(arm, seed), pages: [] }]))));
  }

  /** Of a lane that the configuration does not have, nothing is kept. */
  receive(report: Report): void {
    if (report.type === 'engine') this.#engine = report.info;
    else if (report.type === 'step') this.#step = report.step;
    else if (report.type === 'diverged') {
      const lane = this.lane(report);
      if (lane) lane.series.diverged = report.divergence;
    } else if (report.type === 'rewound') this.rewind(report);
    else if (report.type === 'changed') this.#changes.push({ step: report.step, field: report.field, from: report.from, to: report.to });
    else if (report.type === 'training' || report.type === 'evaluation') {
      const lane = this.lane(report);
      if (!lane) return;
      if (report.type === 'training') return appendTraining(lane.series, report.metrics);
      appendEvaluation(lane.series, report.metrics);
      lane.pages.push(recordPage(report.metrics.step, report.samples));
    }
  }

  /** The run goes on from an earlier step: what was told of later ones is put away. */
  private rewind({ step, changes, series, pages }: Extract<Report, { type: 'rewound' }>): void {
    this.#step = step;
    this.#changes.splice(0, Infinity, ...changes);
    for (const told of series) {
      const lane = this.#lanes.get(`${told.arm} ${told.seed}`);
      if (!lane) continue;
      lane.series = told;
      lane.pages.splice(0, Infinity, ...pages.find(({ arm, seed }) => arm === told.arm && seed === told.seed)?.pages ?? []);
    }
  }

  get device(): string | null {
    return this.#engine?.device ?? null;
  }

  /** Lanes in the order of arms and seeds; those that have written nothing are left out. */
  samples(): RecordedLane[] {
    return [...this.#lanes.values()].filter(({ pages }) => pages.length > 0).map(({ series: { arm, seed }, pages }) => ({ arm, seed, pages }));
  }

  /** Null where there is no number yet. */
  partial(status: Progress['status'], seconds: number): RunResult | null {
    return partialResult(this.config, [...this.#lanes.values()].map(({ series }) => series), {
      status, seconds, step: this.#step, engine: this.#engine, changes: [...this.#changes],
    });
  }

  private lane({ lane }: Extract<Report, { type: 'training' | 'evaluation' | 'diverged' }>): Gathered | undefined {
    return this.#lanes.get(`${lane.arm} ${lane.seed}`);
  }
}
