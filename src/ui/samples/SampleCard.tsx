/** One answer: its words by kind, what gold says beside what the judge says, and gold's parts. */
import { createContext, Fragment, useContext } from 'react';
import type { Sample } from '../../experiment/events.ts';
import { GOLD_PARTS } from '../../store/goldParts.ts';
import { fixed, signed } from '../format.ts';
import { Word } from './Word.tsx';
import { shownResponse } from './words.ts';

/**
 * Whether gold's parts are unfolded: on all cards or none, so that answers can be compared, and over the run's course, in
 * which cards come and go.
 */
export const PartsFold = createContext<{ readonly open: boolean; readonly onToggle: (open: boolean) => void }>({ open: false, onToggle: () => undefined });

interface Props {
  readonly title: string;
  readonly sample: Sample;
  /** Mean gold of all prompts at the same step; undefined where it is not known. */
  readonly meanGold: number | undefined;
  readonly prompts: number;
  /** The method's judge is not the one of the proxy. */
  readonly ownReward: boolean;
}

export function SampleCard({ title, sample, meanGold, prompts, ownReward }: Props) {
  const parts = useContext(PartsFold);
  const { words, ended } = shownResponse(sample.prompt, sample.response);
  return (
    <div className="sample">
      <h4>{title}</h4>
      <p className="sample-words">
        {words.map((word, index) => <Fragment key={index}><Word word={word} />{' '}</Fragment>)}
        {words.length === 0 && <span className="faint">(nothing)</span>}
        {!ended && <span className="faint">… (cut off)</span>}
      </p>
      <dl className="sample-scores">
        <Score name="gold" value={sample.gold} text={fixed(sample.gold)} kind="gold" />
        <Score name="proxy" value={sample.proxy} text={fixed(sample.proxy)} kind="proxy" />
        {ownReward && <Score name="own reward" value={sample.ownProxy} text={fixed(sample.ownProxy)} kind="proxy" />}
      </dl>
      {meanGold !== undefined && <p className="sample-mean">mean gold of {prompts} prompts {fixed(meanGold)}</p>}
      <details className="sample-more" open={parts.open} onToggle={(event) => parts.onToggle(event.currentTarget.open)}>
        <summary>gold’s parts</summary>
        <dl className="sample-parts">
          {GOLD_PARTS.map(({ part, title: name }) => {
            const value = sample.parts[part];
            return (
              <div key={part} data-sign={Math.sign(value)}>
                <dt>{name}</dt>
                <dd>{value === 0 ? '0' : signed(value)}</dd>
                <Bar value={value} />
              </div>
            );
          })}
        </dl>
      </details>
    </div>
  );
}

function Score({ name, value, text, kind }: { readonly name: string; readonly value: number; readonly text: string; readonly kind: 'gold' | 'proxy' }) {
  return <div className={`sample-${kind}`} data-sign={Math.sign(value)}><dt>{name}</dt><dd>{text}</dd><Bar value={value} /></div>;
}

/** Zero is in the middle; the ends are worth 4 either way. */
function Bar({ value }: { readonly value: number }) {
  const share = Math.min(1, Math.abs(value) / 4) * 50;
  return <span className="sample-bar" aria-hidden="true"><span style={{ left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` }} /></span>;
}
