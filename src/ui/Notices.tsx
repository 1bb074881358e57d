/** What the visitor should know, until dismissed. */
import { useLab, type Notice } from '../store/lab.ts';

/** Details that are shown without being asked for. */
const SHOWN_DETAILS = 6;

export function Notices() {
  const notices = useLab((state) => state.notices);
  const dismiss = useLab((state) => state.dismiss);
  const bringBack = useLab((state) => state.bringBack);
  return (
    // There from the start: assistive technology announces what comes into a status region, not a region that comes.
    <div className="notices" role="status" data-testid="notices">
      {notices.map(({ id, text, details, putAway }) => (
        <div key={id} className="notice">
          <div>
            <p>{text}</p>
            <Details details={details} />
          </div>
          <div className="notice-actions">
            {putAway && <button type="button" onClick={() => bringBack(id)}>Bring it back</button>}
            <button type="button" className="quiet" onClick={() => dismiss(id)}>Dismiss</button>
          </div>
        </div>
      ))}
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
