/** One response: its words by kind, gold with its parts, and what the reward models say. */
import { Fragment } from 'react';
import type { Sample } from '../../experiment/events.ts';
import type { GoldParts } from '../../world/gold.ts';
import { fixed, signed } from '../format.ts';
import { shownResponse } from './words.ts';

const PARTS: Record<keyof GoldParts, string> = {
  content: 'on-topic words', flow: 'flow', style: 'style', length: 'length', repeats: 'repeats', offTopic: 'off-topic words', ending: 'no end',
};

export function SampleCard({ sample, ownReward }: { readonly sample: Sample; /** The arm's reward model is not the frozen one. */ readonly ownReward: boolean }) {
  const { words, ended } = shownResponse(sample.prompt, sample.response);
  return (
    <div className="sample">
      <p className="sample-words">
        {words.map((word, index) => <Fragment key={index}><span className={`word word-${word.kind}`}>{word.text}</span>{' '}</Fragment>)}
        {words.length === 0 && <span className="faint">(nothing)</span>}
        {!ended && <span className="faint" title="The response was cut off at 16 words."> …</span>}
      </p>
      <dl className="sample-scores">
        <div className="sample-gold"><dt>gold</dt><dd>{fixed(sample.gold)}</dd></div>
        <div className="sample-proxy"><dt>proxy</dt><dd>{fixed(sample.proxy)} sd</dd></div>
        {ownReward && <div className="sample-proxy"><dt>its own reward</dt><dd>{fixed(sample.ownProxy)}</dd></div>}
      </dl>
      <dl className="sample-parts" aria-label="Parts of gold">
        {Object.entries(PARTS).map(([key, title]) => {
          const value = sample.parts[key as keyof GoldParts];
          return (
            <div key={key} data-sign={Math.sign(value)}>
              <dt>{title}</dt>
              <dd>{value === 0 ? '0' : signed(value)}</dd>
              <span className="sample-bar" aria-hidden="true"><span style={barOf(value)} /></span>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** Zero is in the middle; the ends are worth 4 either way. */
function barOf(value: number): { left: string; width: string } {
  const share = Math.min(1, Math.abs(value) / 4) * 50;
  return { left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` };
}
