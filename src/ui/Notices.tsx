/** What the visitor should know, until dismissed. */
import { useLab, type Notice } from '../store/lab.ts';
import { canGoOn, isActive } from '../store/record.ts';
import { goOn, startAgain } from '../store/session.ts';

/** Details that are shown without being asked for. */
const SHOWN_DETAILS = 6;

export function Notices() {
  const notices = useLab((state) => state.notices);
  return (
    // There from the start: assistive technology announces what comes into a status region, not a region that comes.
    <div className="notices" role="status" data-testid="notices">
      {notices.map((notice) => (
        <div key={notice.id} className="notice">
          <div>
            <p>{notice.text}</p>
            <Details details={notice.details} />
          </div>
          <Actions {...notice} />
        </div>
      ))}
    </div>
  );
}

function Actions({ id, kept, dropped, stopped }: Notice) {
  const dismiss = useLab((state) => state.dismiss);
  const show = useLab((state) => state.show);
  const takeBack = useLab((state) => state.takeBack);
  const active = useLab((state) => isActive(state.record));
  const away = useLab((state) => state.kept.some((run) => run.id === kept));
  return (
    <div className="notice-actions">
      {kept !== undefined && away && <button type="button" disabled={active} onClick={() => show(kept)}>{stopped ? 'Show it' : 'Bring it back'}</button>}
      {dropped && <button type="button" onClick={() => takeBack(id)}>Bring it back</button>}
      {stopped && canGoOn(stopped) && <button type="button" disabled={active} onClick={() => void goOn(stopped)}>Go on</button>}
      {stopped && (
        <button
          type="button" disabled={active}
          onClick={() => {
            dismiss(id);
            startAgain(stopped);
          }}
        >Run it again</button>
      )}
      <button type="button" className="quiet" onClick={() => dismiss(id)}>Dismiss</button>
    </div>
  );
}

function Details({ details }: Pick<Notice, 'details'>) {
  if (details.length === 0) return null;
  const rest = details.slice(SHOWN_DETAILS);
  return (
    <>
      <List details={details.slice(0, SHOWN_DETAILS)} />
      {rest.length > 0 && <details><summary>{rest.length} more</summary><List details={rest} /></details>}
    </>
  );
}

function List({ details }: Pick<Notice, 'details'>) {
  // Two of them may say the same.
  return <ul>{details.map((detail, index) => <li key={index}>{detail}</li>)}</ul>;
}
