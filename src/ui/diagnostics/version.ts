/** What a chart of evaluations was drawn from: another version, another picture. */
import type { Shown } from '../../store/shown.ts';

/** Changes with the run shown and with each evaluation that all its seeds have, not with every report. */
export function versionOf({ key, growth, config, status }: Pick<Shown, 'key' | 'growth' | 'config' | 'status'>): string {
  return [key, status === 'finished', config.seeds.length, ...growth.map(({ evaluations }) => evaluations.step.length)].join(' ');
}
