/** The way to further methods: cards in their families, of which a press adds one. */
import { useRef, useState, type MouseEvent } from 'react';
import type { ArmName } from '../../../config/names.ts';
import { methods } from '../../../methods/index.ts';
import { FAMILIES, type Method } from '../../../methods/method.ts';
import { armOf } from '../../../settings/arms.ts';
import { findMethods } from './findMethods.ts';
import { MethodFacts, STATUS_TITLES } from './MethodFacts.tsx';

interface Props {
  readonly arms: readonly ArmName[];
  readonly disabled: boolean;
  /** Says what came of it. */
  readonly onAdd: (method: Method) => string;
}

export function AddMethod({ arms, disabled, onAdd }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [said, setSaid] = useState('');
  const show = () => {
    setSaid('');
    setOpen(true);
    dialog.current?.showModal();
  };
  const close = () => dialog.current?.close();
  const found = findMethods(methods, query);
  const counts = new Map(methods.map((method) => [method, arms.filter((arm) => armOf(arm).method === method).length]));
  return (
    <>
      <button type="button" className="arms-add" aria-haspopup="dialog" disabled={disabled} onClick={show}>Add a method …</button>
      <dialog
        ref={dialog} className="methods" aria-labelledby="methods-title" onClose={() => setOpen(false)}
        onClick={(event: MouseEvent) => { if (event.target === event.currentTarget) close(); }}
      >
        {open && (
          <div className="methods-inner">
            <div className="methods-head">
              <h2 id="methods-title">Add a method</h2>
              <input
                type="search" aria-label="Search the methods" placeholder="Search: name, word, source" autoComplete="off" value={query}
                onChange={(event) => setQuery(event.target.value)}
              />
              <button type="button" className="primary" onClick={close}>Done</button>
              <p role="status">{said || (query.trim() !== '' && `${found.length} of ${methods.length} methods`)}</p>
            </div>
            <div className="methods-body">
              {FAMILIES.map((family) => {
                const own = found.filter((method) => method.family === family);
                return own.length > 0 && (
                  <section key={family}>
                    <h3>{family}</h3>
                    <ul>{own.map((method) => <li key={method.name}><Card method={method} count={counts.get(method) ?? 0} onAdd={() => setSaid(onAdd(method))} /></li>)}</ul>
                  </section>
                );
              })}
              <p className="methods-statuses">
                {Object.values(STATUS_TITLES).map(([title, meaning]) => `${title}: ${meaning}`).join('; ')}.
              </p>
            </div>
          </div>
        )}
      </dialog>
    </>
  );
}

function Card({ method, count, onAdd }: { readonly method: Method; readonly count: number; readonly onAdd: () => void }) {
  const id = `method-${method.name}`;
  return (
    <button type="button" className="method-card" aria-labelledby={id} aria-describedby={`${id}-facts`} onClick={onAdd}>
      <span className="method-title"><b id={id}>{method.title}</b>{count > 0 && <span className="method-count">in the run{count > 1 ? `, ${count} times` : ''}</span>}</span>
      <span id={`${id}-facts`}><MethodFacts method={method} /></span>
    </button>
  );
}
