/** The stages of a run, each with its share done. */
import { STAGES, type Stage } from '../../experiment/events.ts';
import type { RunRecord } from '../../store/record.ts';

export const STAGE_TITLES: Record<Stage, { readonly short: string; readonly long: string; readonly what: string }> = {
  compile: { short: 'Compile', long: 'Preparing the engine', what: 'The engine starts and its kernels are compiled.' },
  sft: { short: 'SFT', long: 'Supervised fine-tuning', what: 'The starting policy learns from demonstrations. It is also the reference.' },
  trunk: { short: 'Trunk', long: 'Pre-training the reward trunk', what: 'The reward model’s trunk learns as a language model, then is frozen.' },
  labels: { short: 'Labels', long: 'Labelling pairs', what: 'Gold compares pairs of the starting policy’s responses.' },
  head: { short: 'Head', long: 'Fitting the scoring head', what: 'The reward model’s head is fitted to the labels.' },
  rl: { short: 'RL', long: 'Reinforcement learning', what: 'The policy is trained against the reward model: this is where the arms differ.' },
};

function shareOf(record: RunRecord | null, stage: Stage): number {
  if (!record) return 0;
  const progress = record.stages[stage];
  if (progress) return progress.total > 0 ? Math.min(1, progress.done / progress.total) : 1;
  // A later stage has begun: this one was not needed.
  const current = record.stage ? STAGES.indexOf(record.stage) : -1;
  return STAGES.indexOf(stage) < current ? 1 : 0;
}

export function Stages({ record }: { readonly record: RunRecord | null }) {
  return (
    <ol className="stages">
      {STAGES.map((stage) => {
        const share = shareOf(record, stage);
        return (
          <li key={stage} className={`stage stage-${stage}`} title={STAGE_TITLES[stage].what} data-current={record?.stage === stage}>
            <span>{STAGE_TITLES[stage].short}</span>
            <span
              className="stage-bar" role="progressbar" aria-label={STAGE_TITLES[stage].long} aria-valuemin={0} aria-valuemax={100}
              aria-valuenow={Math.round(100 * share)}
            ><span style={{ width: `${100 * share}%` }} /></span>
          </li>
        );
      })}
    </ol>
  );
}
