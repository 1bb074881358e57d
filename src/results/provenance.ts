/** Where a result comes from, for whoever finds its file: which lab, when, and how to make it again. */
import { version } from '../../package.json';
import type { ArmName } from '../config/names.ts';
import { encodeLink } from '../settings/link.ts';
import { formatValue } from '../settings/values.ts';
import type { RunResult } from '../experiment/result.ts';
import { prompts } from '../world/prompts.ts';
import { boughtOnTheWay, type Bought } from './labels.ts';
import { nearestPreset } from './preset.ts';

/** What a result does not know of itself. */
export interface Origin {
  /** When the run ended, ISO 8601; the day is kept, so that the same run gives the same file on the same day. */
  readonly date: string;
  /** The preset that the run was started from; null: the nearest. */
  readonly preset: string | null;
  readonly browser: string | null;
  readonly device: string | null;
}

export interface Provenance {
  /** The lab's version. */
  readonly lab: string;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
  readonly preset: string;
  /** The hash of a link that opens the configuration. */
  readonly link: string;
  /** Makes the result again; null where no command can, because fields were changed while the run went on. */
  readonly command: string | null;
  readonly browser: string | null;
  readonly device: string | null;
  /** Answers that gold scored for the curves alone; no label comes of them. */
  readonly evaluation: { readonly answers: number };
  /**
   * Pairs that gold labelled: `pairs` for each seed at the start, bought once and shared by the arms; `bought` by single arms on
   * the way, for themselves alone; `total` is all of them.
   */
  readonly labels: {
    readonly pairs: number; readonly seeds: number; readonly total: number; readonly sharedBy: readonly ArmName[]; readonly bought: readonly Bought[];
  };
}

export interface ExportedResult extends RunResult {
  readonly provenance: Provenance;
}

export function withProvenance(result: RunResult, origin: Origin): ExportedResult {
  const { config, arms } = result;
  const { name } = nearestPreset(config, origin.preset);
  const bought = boughtOnTheWay(arms, config.labels);
  const evaluations = arms.flatMap(({ seeds }) => seeds).reduce((sum, { series }) => sum + series.step.length, 0);
  return {
    ...result,
    provenance: {
      lab: version,
      date: origin.date.slice(0, 'YYYY-MM-DD'.length),
      preset: name,
      link: `#${encodeLink(name, config)}`,
      command: result.changes.length > 0 ? null : commandOf(result, name),
      browser: origin.browser,
      device: origin.device,
      evaluation: { answers: evaluations * prompts.length * config.evaluationSamples },
      labels: {
        pairs: config.labels, seeds: config.seeds.length, sharedBy: config.arms, bought,
        total: bought.reduce((sum, { total }) => sum + total, config.labels * config.seeds.length),
      },
    },
  };
}

/** Seeds and arms are written out, whatever the preset's are; so is where it was computed, on which the last digits depend. */
function commandOf({ config, backend, engine }: RunResult, preset: string): string {
  const set = nearestPreset(config, preset).differing.filter((key) => key !== 'arms').map((key) => `${key}=${formatValue(key, config[key])}`);
  return [
    'npm run -s experiment --', '--preset', preset, ...(set.length > 0 ? ['--set', ...set.map(quoted)] : []),
    '--arms', quoted(formatValue('arms', config.arms)), '--seeds', formatValue('seeds', config.seeds), '--backend', backend, '--engine', engine,
  ].join(' ');
}

/** As a shell takes it for one word: braces and spaces mean something to it. */
function quoted(word: string): string {
  return /[{}\s]/.test(word) ? `"${word}"` : word;
}
