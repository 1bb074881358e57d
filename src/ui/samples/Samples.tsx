/** What the policies write: the same prompt, arm beside arm, back through the evaluations. */
import { useState } from 'react';
import { methods } from '../../methods/index.ts';
import { prompts } from '../../world/prompts.ts';
import type { LanePages, SamplePage } from '../../store/record.ts';
import type { Shown } from '../../store/shown.ts';
import { armColour, armLabel } from '../arms.ts';
import { KIND_TITLES, promptText, type ShownKind } from './words.ts';
import { SampleCard } from './SampleCard.tsx';
import './samples.css';

interface Props {
  readonly shown: Shown;
  readonly lanes: readonly LanePages[];
}

export function Samples({ shown, lanes }: Props) {
  return (
    <section className="panel samples" aria-label="What the policy writes">
      <h2>What the policy writes</h2>
      {lanes.length > 0
        ? <SampleBrowser key={shown.source} shown={shown} lanes={lanes} />
        : <p className="panel-note">{shown.source === 'live' ? 'The first responses come with the first evaluation.' : 'The recorded run has kept no responses.'}</p>}
    </section>
  );
}

/** Evaluations of which every lane has kept its responses. */
function commonSteps(lanes: readonly LanePages[]): number[] {
  const [first, ...others] = lanes.map(({ pages }) => pages.map(({ step }) => step));
  return (first ?? []).filter((step) => others.every((steps) => steps.includes(step)));
}

function SampleBrowser({ shown, lanes: all }: Props) {
  const recorded = shown.source === 'recorded';
  const [prompt, setPrompt] = useState(0);
  const [chosenSeed, setSeed] = useState<number | null>(null);
  /** Null follows the newest evaluation. */
  const [chosenStep, setStep] = useState<number | null>(null);
  const seeds = [...new Set(all.map((lane) => lane.seed))];
  const seed = chosenSeed !== null && seeds.includes(chosenSeed) ? chosenSeed : seeds[0];
  const lanes = shown.config.arms.flatMap((arm) => all.filter((lane) => lane.arm === arm && lane.seed === seed));
  const steps = commonSteps(lanes);
  const index = chosenStep === null || !steps.includes(chosenStep) ? steps.length - 1 : steps.indexOf(chosenStep);
  const pageOf = (lane: LanePages): SamplePage | undefined => lane.pages.find(({ step }) => step === steps[index]);
  return (
    <>
      <div className="samples-controls">
        <label>Prompt{' '}
          <select value={prompt} onChange={(event) => setPrompt(Number(event.target.value))}>
            {prompts.map((words, number) => <option key={number} value={number}>{promptText(words)}</option>)}
          </select>
        </label>
        <label>Seed{' '}
          <select value={seed} onChange={(event) => setSeed(Number(event.target.value))}>
            {seeds.map((value) => <option key={value} value={value}>{value}</option>)}
          </select>
        </label>
        <label className="samples-slider">
          <span>After RL step {steps[index] ?? 0}{index === steps.length - 1 ? (recorded ? ' (the last)' : ' (the newest)') : ''}</span>
          <input
            type="range" min={0} max={Math.max(0, steps.length - 1)} value={Math.max(0, index)} aria-label="Evaluation" aria-valuetext={`after step ${steps[index] ?? 0}`}
            onChange={(event) => {
              const next = Number(event.target.value);
              setStep(next === steps.length - 1 ? null : steps[next]);
            }}
          />
        </label>
      </div>
      <ul className="samples-key" aria-label="Colours">
        {(Object.entries(KIND_TITLES) as [ShownKind, string][]).map(([kind, title]) => <li key={kind}><span className={`word word-${kind}`}>{title}</span></li>)}
      </ul>
      <div className="samples-arms">
        {lanes.map((lane) => {
          const sample = pageOf(lane)?.samples[prompt];
          return (
            <article key={lane.arm} style={{ borderTopColor: armColour(lane.arm) }}>
              <h3 style={{ color: armColour(lane.arm) }}>{armLabel(lane.arm)}</h3>
              {sample ? <SampleCard sample={sample} ownReward={methods[lane.arm].status !== 'baseline'} /> : <p className="faint">…</p>}
            </article>
          );
        })}
      </div>
    </>
  );
}
