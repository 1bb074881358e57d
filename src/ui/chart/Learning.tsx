/** In the chart's place before there is a chart: the starting policy learns to write. */
import { Fragment } from 'react';
import type { Stage } from '../../experiment/events.ts';
import { compact, fixed } from '../format.ts';
import { promptText, shownResponse } from '../samples/words.ts';
import { pathOf } from './scales.ts';

/** What supervised training has told so far. */
export interface LearningRecord {
  readonly stage: 'sft' | 'trunk';
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** Steps of the stage. */
  readonly total: number;
  /** What the model writes, as word numbers, in order of time. */
  readonly sentences: readonly { readonly step: number; readonly prompt: readonly number[]; readonly response: readonly number[] }[];
}

interface Props {
  readonly learning: LearningRecord | null;
  /** Of the run in progress; null before its first report. */
  readonly stage: Stage | null;
}

const STAGE_SENTENCES: Record<Stage, string> = {
  compile: 'The engine is starting.',
  sft: 'The policy learns to write, by imitating good answers.',
  trunk: 'The reward model learns to read.',
  labels: 'Pairs of answers are being labelled: which one is better?',
  head: 'The reward model is fitted to the labels: it becomes the judge.',
  rl: 'The starting policy is being measured.',
};

const SHOWN = 3;

/** Whether there is something to see of it, and it is not over. */
export function showsLearning(learning: LearningRecord | null, stage: Stage | null): boolean {
  return learning !== null && learning.stage === (stage ?? learning.stage) && learning.losses.length + learning.sentences.length > 0;
}

export function Learning({ learning, stage }: Props) {
  const sentence = STAGE_SENTENCES[stage ?? learning?.stage ?? 'compile'];
  if (!learning || !showsLearning(learning, stage)) return <p className="chart-stage"><span>{sentence}</span></p>;
  const newest = learning.sentences.slice(-SHOWN);
  return (
    <div className="learning" data-testid="learning">
      <p className="learning-title">{sentence}</p>
      <ol className="learning-sentences">
        {newest.map(({ step, prompt, response }, index) => (
          <li key={`${step} ${index}`} data-age={newest.length - 1 - index}>
            <span className="faint">step {step} · asked about {promptText(prompt)}</span> <Words prompt={prompt} response={response} />
          </li>
        ))}
      </ol>
      <LossCurve {...learning} />
    </div>
  );
}

function Words({ prompt, response }: Pick<LearningRecord['sentences'][number], 'prompt' | 'response'>) {
  const { words } = shownResponse(prompt, response);
  if (words.length === 0) return <span className="faint">(nothing)</span>;
  return words.map((word, index) => <Fragment key={index}><span className={`word word-${word.kind}`}>{word.text}</span>{' '}</Fragment>);
}

const WIDTH = 1000;
const HEIGHT = 100;

function LossCurve({ losses, total }: Pick<LearningRecord, 'losses' | 'total'>) {
  const known = losses.filter(({ loss }) => Number.isFinite(loss));
  const last = known.at(-1);
  if (!last) return null;
  const highest = Math.max(...known.map(({ loss }) => loss));
  const x = (step: number) => (WIDTH * step) / Math.max(1, total);
  const y = (loss: number) => HEIGHT * (1 - loss / (highest > 0 ? highest : 1));
  return (
    <figure className="learning-loss">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`Loss ${fixed(last.loss)} at step ${last.step} of ${total}`}>
        <path d={pathOf(known.map(({ step, loss }) => [x(step), y(loss)]))} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>loss {compact(Number(last.loss.toPrecision(3)))} at step {last.step} of {total}: how surprised it is by good answers</figcaption>
    </figure>
  );
}
