/** What the policies write: the answers to one prompt at start, peak and end, and back through the evaluations. */
import { useMemo, useState } from 'react';
import type { ArmName } from '../../config/names.ts';
import type { ArmResult } from '../../experiment/result.ts';
import { judgesAlone } from '../../store/ownReward.ts';
import type { LanePages, SamplePage } from '../../store/record.ts';
import type { Shown } from '../../store/shown.ts';
import { momentsOf, nearestPage, typicalChoices } from '../../store/typical.ts';
import { prompts } from '../../world/prompts.ts';
import { armLabel } from '../arms.ts';
import { counted } from '../format.ts';
import { useRunArms } from '../RunArms.tsx';
import { promptGroups, promptOf } from './choices.ts';
import { PartsFold, SampleCard } from './SampleCard.tsx';
import { KIND_TITLES, promptText, type ShownKind } from './words.ts';
import './samples.css';

interface Props {
  readonly shown: Shown;
  readonly lanes: readonly LanePages[];
}

export function Samples({ shown, lanes }: Props) {
  const written = useMemo(() => lanes.filter(({ pages }) => pages.length > 0), [lanes]);
  // What is unfolded stays so when another run is shown.
  const [partsOpen, setPartsOpen] = useState(false);
  const [anyStepOpen, setAnyStepOpen] = useState(false);
  const partsFold = useMemo(() => ({ open: partsOpen, onToggle: setPartsOpen }), [partsOpen]);
  return (
    <section className="panel samples" aria-label="What the policy writes">
      <h2>What the policy writes</h2>
      <Progress shown={shown} />
      {written.length > 0
        ? (
          <PartsFold value={partsFold}>
            <SampleBrowser key={shown.key} shown={shown} lanes={written} anyStepOpen={anyStepOpen} onAnyStep={setAnyStepOpen} />
          </PartsFold>
        )
        : <p className="panel-note">{shown.source === 'live' ? 'The first answers come with the first evaluation.' : 'This run’s answers are not here: not kept, or not loaded yet.'}</p>}
    </section>
  );
}

/** Far down a phone's page nothing else tells how the run goes on. */
function Progress({ shown: { source, status, step, config: { steps } } }: { readonly shown: Shown }) {
  if (source === 'recorded' || status === 'finished') return null;
  return (
    <p className="samples-progress">
      <progress value={step} max={steps} aria-label="The run" /> Step {step} of {steps}{status === 'running' ? '' : `, ${status}`}
    </p>
  );
}

/** Steps of which any of the lanes has kept its answers. */
function stepsOf(lanes: readonly LanePages[]): number[] {
  return [...new Set(lanes.flatMap(({ pages }) => pages.map(({ step }) => step)))].sort((a, b) => a - b);
}

/** Mean gold of all prompts and samples that the lane's evaluation at a step looked at. */
function meanGoldAt(arms: readonly ArmResult[], { arm, seed }: LanePages, step: number): number | undefined {
  const series = arms.find(({ name }) => name === arm)?.seeds.find((result) => result.seed === seed)?.series;
  return series?.gold[series.step.indexOf(step)];
}

function peakStepOf(arms: readonly ArmResult[], { arm, seed }: LanePages): number | undefined {
  return arms.find(({ name }) => name === arm)?.seeds.find((result) => result.seed === seed)?.peakStep;
}

interface BrowserProps extends Props {
  readonly anyStepOpen: boolean;
  readonly onAnyStep: (open: boolean) => void;
}

function SampleBrowser({ shown, lanes: all, anyStepOpen, onAnyStep }: BrowserProps) {
  const { arms, config } = shown;
  const { lookOf } = useRunArms();
  const over = shown.status === 'finished';
  const [chosenPrompt, setPrompt] = useState<string | null>(null);
  const [chosenSeed, setSeed] = useState<number | null>(null);
  /** Null follows the newest evaluation. */
  const [chosenStep, setStep] = useState<number | null>(null);
  const seeds = [...new Set(all.map((lane) => lane.seed))];
  // While a run goes on, what is typical is judged by its start, so that the prompt shown does not change with every evaluation.
  const judged = useMemo(() => (over ? all : all.map((lane) => ({ ...lane, pages: lane.pages.slice(0, 1) }))), [all, over]);
  const typical = useMemo(() => typicalChoices(judged, arms, over), [judged, arms, over]);
  const seed = chosenSeed !== null && seeds.includes(chosenSeed) ? chosenSeed : typical[0]?.seed ?? seeds[0];
  const lanes = config.arms.flatMap((arm) => all.filter((lane) => lane.arm === arm && lane.seed === seed));
  const groups = promptGroups(typical.find((choice) => choice.seed === seed)?.prompt ?? null, lanes[0]?.pages.at(-1), prompts.length);
  const { value, prompt } = promptOf(groups, chosenPrompt);
  const steps = stepsOf(lanes);
  const index = chosenStep === null || !steps.includes(chosenStep) ? steps.length - 1 : steps.indexOf(chosenStep);
  return (
    <>
      <div className="samples-controls">
        <label>Prompt{' '}
          <select value={value} onChange={(event) => setPrompt(event.target.value)}>
            {groups.map(({ title, options }) => (
              <optgroup key={title} label={title}>
                {options.map((option) => <option key={option.value} value={option.value}>{promptText(prompts[option.prompt])}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
        <label>Seed{' '}
          <select value={seed} onChange={(event) => setSeed(Number(event.target.value))}>
            {seeds.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </label>
        <ul className="samples-key" aria-label="Kinds of words">
          {(Object.entries(KIND_TITLES) as [ShownKind, string][]).map(([kind, title]) => <li key={kind}><span className={`word word-${kind}`}>{title}</span></li>)}
        </ul>
      </div>
      <p className="samples-note">{noteOf(shown, seeds)}</p>
      <div className="samples-moments">
        {lanes.map((lane, row) => <Moments key={lane.arm} lane={lane} first={row === 0} arms={arms} over={over} prompt={prompt} alone={lanes.length === 1} />)}
      </div>
      <details className="samples-any" open={anyStepOpen} onToggle={(event) => onAnyStep(event.currentTarget.open)}>
        <summary>Any other step</summary>
        <label className="samples-slider">
          <span>After step {steps[index] ?? 0}{index === steps.length - 1 ? (over ? ' (the last)' : ' (the newest)') : ''}</span>
          <input
            type="range" min={0} max={Math.max(0, steps.length - 1)} value={Math.max(0, index)} aria-label="Evaluation" aria-valuetext={`after step ${steps[index] ?? 0}`}
            onChange={(event) => {
              const next = Number(event.target.value);
              setStep(next === steps.length - 1 ? null : steps[next]);
            }}
          />
        </label>
        <div className="samples-arms">
          {lanes.map((lane) => {
            const page = nearestPage(lane.pages, steps[index] ?? 0);
            return (
              <article key={lane.arm} style={{ borderTopColor: lookOf(lane.arm).colour }}>
                <Name arm={lane.arm} />
                {page && <PageCard title={`step ${page.step}`} lane={lane} page={page} prompt={prompt} arms={arms} />}
              </article>
            );
          })}
        </div>
      </details>
    </>
  );
}

function Name({ arm }: { readonly arm: ArmName }) {
  return <h3 style={{ color: useRunArms().lookOf(arm).colour }}>{armLabel(arm)}</h3>;
}

interface MomentsProps {
  readonly lane: LanePages;
  /** The start is shown once: all methods share it. */
  readonly first: boolean;
  readonly alone: boolean;
  readonly arms: readonly ArmResult[];
  readonly over: boolean;
  readonly prompt: number;
}

function Moments({ lane, first, alone, arms, over, prompt }: MomentsProps) {
  const { lookOf } = useRunArms();
  const moments = momentsOf(lane, peakStepOf(arms, lane), over);
  const [start, ...later] = moments;
  return (
    <>
      {first && start && (
        <article className="samples-start">
          <h3>{alone ? 'Before training' : 'Before training, all methods'}</h3>
          <PageCard title={`Start, step ${start.page.step}`} lane={lane} page={start.page} prompt={prompt} arms={arms} />
        </article>
      )}
      <article style={{ borderTopColor: lookOf(lane.arm).colour }}>
        <Name arm={lane.arm} />
        <div className="samples-row">
          {later.map(({ title, page }) => <PageCard key={title} title={`${title}, step ${page.step}`} lane={lane} page={page} prompt={prompt} arms={arms} />)}
          {later.length === 0 && <p className="faint">comes with the next evaluation</p>}
        </div>
      </article>
    </>
  );
}

function PageCard({ title, lane, page, prompt, arms }: { readonly title: string; readonly lane: LanePages; readonly page: SamplePage; readonly prompt: number; readonly arms: readonly ArmResult[] }) {
  const sample = page.samples[prompt];
  if (!sample) return <p className="faint">{title}: no answer to this prompt</p>;
  return <SampleCard title={title} sample={sample} meanGold={meanGoldAt(arms, lane, page.step)} prompts={prompts.length} ownReward={judgesAlone(lane)} />;
}

function noteOf({ source, config }: Shown, seeds: readonly number[]): string {
  const drawn = 'One random answer per step is shown: the mean beside it says how typical it is.'
    + (config.arms.length > 1 ? ' At step 0 all methods write the same: they start from one policy and share their random numbers.' : '');
  if (source === 'live' || seeds.length >= config.seeds.length) return drawn;
  return `${drawn} Of the recorded run’s ${config.seeds.length} seeds the answers of ${counted(seeds.length, 'seed')} are shipped, to keep the page small.`;
}
