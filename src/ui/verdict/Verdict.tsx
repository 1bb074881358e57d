/** What happened in the run that is shown, in two or three sentences. */
import { useMemo } from 'react';
import type { Shown } from '../../store/shown.ts';
import { verdictOf } from '../../store/verdict.ts';
import { sentencesOf } from './sentences.ts';
import './verdict.css';

export function Verdict({ shown }: { readonly shown: Shown | null }) {
  const sentences = useMemo(() => (shown ? sentencesOf(verdictOf(shown)) : null), [shown]);
  return (
    <section className="verdict" data-testid="verdict" aria-label="Verdict">
      <p className="verdict-head">{sentences?.head ?? 'Press Run: what the judge says of the answers, and what they are really worth, appears here.'}</p>
      {sentences?.lines.map((line) => <p key={line} className="verdict-line">{line}</p>)}
    </section>
  );
}
