/** One word of an answer, marked by its kind: by weight, line, box or slant as well as by colour. */
import type { ShownWord } from './words.ts';

export function Word({ word: { text, kind } }: { readonly word: ShownWord }) {
  return <span className={`word word-${kind}`}>{text === '✨' ? <Sparkles /> : text}</span>;
}

/** Drawn, since not every system has a font with this sign. */
function Sparkles() {
  return (
    <>
      <svg className="sparkles" viewBox="0 0 24 24" width="1.1em" height="1.1em" aria-hidden="true">
        <path d="M10 3l2.1 5.9L18 11l-5.9 2.1L10 19l-2.1-5.9L2 11l5.9-2.1zM19 2l1 2.9L23 6l-3 1.1L19 10l-1-2.9L15 6l3-1.1zM18.5 15l.9 2.6 2.6.9-2.6.9-.9 2.6-.9-2.6-2.6-.9 2.6-.9z" fill="currentColor" />
      </svg>
      <span className="visually-hidden">sparkles</span>
    </>
  );
}
