/** What the run's buttons and keys do in each state. */
import type { LabState } from '../../store/lab.ts';
import { pause, resume, start } from '../../store/session.ts';

export { reset, step } from '../../store/session.ts';

type Needed = Pick<LabState, 'record' | 'draft'>;

/** No run starts while a field shows a value that does not count. */
export function hasRejected({ draft }: Needed): boolean {
  return Object.keys(draft.rejected).length > 0;
}

export interface MainAction {
  readonly label: 'Run' | 'Pause' | 'Resume';
  /** Null where there is nothing to do yet. */
  readonly act: (() => void) | null;
}

export function mainAction(state: Needed): MainAction {
  switch (state.record?.status) {
    case 'running': return { label: 'Pause', act: pause };
    case 'pausing': return { label: 'Pause', act: null };
    case 'paused': return { label: 'Resume', act: resume };
    default: return { label: 'Run', act: hasRejected(state) ? null : () => start() };
  }
}

export function canStep(state: Needed): boolean {
  const status = state.record?.status;
  if (status === 'paused') return true;
  return status !== 'running' && status !== 'pausing' && !hasRejected(state);
}
