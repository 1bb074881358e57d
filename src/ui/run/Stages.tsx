/** The stages of a run, each with its share done. */
import { STAGES, type Stage } from '../../experiment/events.ts';
import { useLab } from '../../store/lab.ts';
import type { RunRecord } from '../../store/record.ts';
import { shortTitle, STAGE_TITLES } from './stageTitles.ts';

function shareOf(record: RunRecord | null, stage: Stage): number {
  if (!record) return 0;
  const progress = record.stages[stage];
  if (progress) return progress.total > 0 ? Math.min(1, progress.done / progress.total) : 1;
  // A later stage has begun: this one was not needed.
  const current = record.stage ? STAGES.indexOf(record.stage) : -1;
  return STAGES.indexOf(stage) < current ? 1 : 0;
}

export function Stages({ record }: { readonly record: RunRecord | null }) {
  const asked = useLab((state) => state.draft.config);
  return (
    <ol className="stages">
      {STAGES.map((stage) => {
        const share = shareOf(record, stage);
        return (
          <li key={stage} className={`stage stage-${stage}`} title={STAGE_TITLES[stage].what} data-current={record?.stage === stage}>
            <span>{shortTitle(stage, record?.config ?? asked)}</span>
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
