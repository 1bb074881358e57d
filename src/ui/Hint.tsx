/** A word of explanation on demand, by touch, key or pointer: a small button and the text that it opens. */
import { useId, useState, type ReactNode } from 'react';
import './hint.css';

interface Props {
  /** What is explained. */
  readonly about: string;
  readonly children: ReactNode;
}

export function Hint({ about, children }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="hint" aria-expanded={open} aria-controls={id} aria-label={`What is ${about}?`} onClick={() => setOpen(!open)}>?</button>
      <span id={id} className="hint-text" hidden={!open}>{children}</span>
    </>
  );
}
