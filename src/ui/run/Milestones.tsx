/** What a run has reached, for those who do not see its bars: stages, every tenth of the way, and its end. */
import { useEffect } from 'react';
import type { RunRecord } from '../../store/record.ts';
import { shareDone } from './status.ts';
import { STAGE_TITLES } from './stageTitles.ts';

/** The last milestone; it changes a dozen times in a run. */
export function milestone(record: RunRecord | null): string {
  if (!record) return '';
  const { status, step, stage } = record;
  switch (status) {
    case 'pausing': return 'The run is about to pause.';
    case 'paused': return `The run waits after step ${step}.`;
    case 'finished': return 'The run is over. The sentence above the chart says what happened.';
    case 'failed': return 'The run has failed.';
    case 'cancelled': return 'The run was stopped.';
    case 'running':
      if (stage === null) return 'The run is starting.';
      return stage === 'rl' ? `${Math.floor(10 * shareDone(record)) * 10} % of the steps are done.` : `${STAGE_TITLES[stage].long}.`;
  }
}

export function Milestones({ record }: { readonly record: RunRecord | null }) {
  const text = milestone(record);
  const prefix = titlePrefix(record);
  // The tab's title tells of a run that nobody looks at.
  useEffect(() => {
    document.title = `${prefix}${document.title.replace(/^.* · (?=R2M Lab)/, '')}`;
  }, [prefix]);
  return <p className="visually-hidden" role="status">{text}</p>;
}

function titlePrefix(record: RunRecord | null): string {
  switch (record?.status) {
    case 'running': return `${Math.floor(100 * shareDone(record))} % · `;
    case 'paused': return 'Paused · ';
    case 'finished': return 'Finished · ';
    case 'failed': return 'Failed · ';
    default: return '';
  }
}
