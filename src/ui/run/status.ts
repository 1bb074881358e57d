/** A run's state in words. */
import type { Stage } from '../../experiment/events.ts';
import { rate, secondsLeft } from '../../store/pace.ts';
import type { RunRecord } from '../../store/record.ts';
import { counted, duration, fixed } from '../format.ts';
import { STAGE_TITLES } from './stageTitles.ts';

/** Begins with the state: running ones with what is done, the others with Finished, Failed, Cancelled or Paused. */
export function statusText(record: RunRecord): string {
  const { status, step, config, result, evaluated, stage, extension } = record;
  const adding = extension.length > 0 ? ` while ${counted(extension.length, 'seed')} were added` : '';
  const at = `at step ${step} of ${config.steps}${adding}`;
  switch (status) {
    case 'pausing': return stage === 'rl' ? 'Pausing as soon as the steps under way are done …' : 'Pausing before the first step …';
    case 'paused': return `Paused ${at}`;
    case 'finished': return `Finished in ${duration(result?.seconds ?? NaN)}`;
    case 'failed': return `Failed ${at}${evaluated > 0 ? '. What it had computed is kept' : ''}`;
    case 'cancelled': return `Cancelled ${at}${evaluated > 0 ? '. What it had computed is kept' : ''}`;
    case 'running': return extension.length > 0 ? `Adding ${counted(extension.length, 'seed')}: ${progressText(record)}` : progressText(record);
  }
}

/** Compiling counts kernels, and labelling seeds. */
const COUNTS_STEPS: ReadonlySet<Stage> = new Set<Stage>(['sft', 'trunk', 'head', 'rl']);

function progressText({ stage, stages, pace }: RunRecord): string {
  if (!stage) return 'Starting …';
  const progress = stages[stage];
  const perSecond = rate(pace);
  const left = progress ? secondsLeft(pace, progress.total) : null;
  return [
    stage === 'rl' && progress ? `Step ${progress.done} of ${progress.total}` : STAGE_TITLES[stage].long,
    ...(perSecond !== null && COUNTS_STEPS.has(stage) ? [`${fixed(perSecond, perSecond < 10 ? 1 : 0)} steps/s`] : []),
    ...(left !== null ? [`${duration(left)} left`] : []),
  ].join(' · ');
}

/** The part of the whole run that is done, from 0 to 1, counting RL steps alone. */
export function shareDone({ step, config }: RunRecord): number {
  return config.steps > 0 ? Math.min(1, step / config.steps) : 0;
}
