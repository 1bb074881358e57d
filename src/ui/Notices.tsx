/** What the visitor should know, until dismissed. */
import { useLab } from '../store/lab.ts';

export function Notices() {
  const notices = useLab((state) => state.notices);
  const dismiss = useLab((state) => state.dismiss);
  const show = useLab((state) => state.show);
  return (
    // There from the start: assistive technology announces what comes into a status region, not a region that comes.
    <div className="notices" role="status">
      {notices.map(({ id, text, details, kept }) => (
        <div key={id} className="notice">
          <div>
            <p>{text}</p>
            {details.length > 0 && <ul>{details.map((detail) => <li key={detail}>{detail}</li>)}</ul>}
          </div>
          <div className="notice-actions">
            {kept !== undefined && <button type="button" onClick={() => show(kept)}>Bring it back</button>}
            <button type="button" className="quiet" onClick={() => dismiss(id)}>Dismiss</button>
          </div>
        </div>
      ))}
    </div>
  );
}
