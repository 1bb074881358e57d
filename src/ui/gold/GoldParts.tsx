/** Where gold goes: what it is made of over the run, method beside method, and what took what was lost. */
import { useMemo } from 'react';
import type { ArmName } from '../../config/names.ts';
import { goldStory, goldStoryText, partRows, partsExtent, type PartRow } from '../../store/goldParts.ts';
import type { Shown } from '../../store/shown.ts';
import { armLabel } from '../arms.ts';
import { useTurn } from '../diagnostics/turns.ts';
import { versionOf } from '../diagnostics/version.ts';
import { Hint } from '../Hint.tsx';
import { useRunArms } from '../RunArms.tsx';
import { niceTicks } from '../ticks.ts';
import { Hook } from './Hook.tsx';
import { PartsChart } from './PartsChart.tsx';
import './gold.css';

export function GoldParts({ shown }: { readonly shown: Shown }) {
  const { arms, config, status, growth } = shown;
  const { lookOf } = useRunArms();
  const over = status === 'finished';
  const version = versionOf(shown);
  const stories = useMemo(() => new Map(arms.map((arm) => [arm.name, goldStory(arm)])), [arms]);
  return (
    <section className="panel gold" aria-label="Where gold goes">
      <h2>Where gold goes</h2>
      <p className="panel-note">
        Gold is a sum of seven parts: gains above the line of zero, charges below it; the black line is gold itself.{' '}
        <Hint about="each part of gold">
          On-topic words: distinct content words of the prompt’s two topics. Flow: connectives between content words. Style: the first words of decoration pay, those over the
          limit cost. Charges: off-topic words, repeated words, length over the free length, and answers without an ending.
        </Hint>
      </p>
      <div className="gold-figures">
        {growth.map((arm, index) => (
          <figure key={arm.arm}>
            <figcaption>
              <strong style={{ color: lookOf(arm.arm).colour }}>{armLabel(arm.arm)}</strong>
              <span>{goldStoryText(stories.get(arm.arm) ?? goldStory(undefined), over)}</span>
            </figcaption>
            <Parts arm={arm.arm} index={index} shown={shown} version={version} />
          </figure>
        ))}
        <Hook growth={growth} totalSteps={config.steps} version={version} />
      </div>
    </section>
  );
}

interface Drawn {
  readonly rows: readonly PartRow[];
  readonly ticks: readonly number[];
}

function Parts({ arm, index, shown, version }: { readonly arm: ArmName; readonly index: number; readonly shown: Shown; readonly version: string }) {
  const drawn = useTurn<Drawn>(() => {
    const all = shown.growth.map((each) => ({ rows: partRows(each) }));
    return { rows: all[index]?.rows ?? [], ticks: niceTicks(...partsExtent(all), 6) };
  }, version);
  if (!drawn || drawn.rows.length === 0) {
    return <div className="gold-plot small-chart-empty">{drawn && shown.step > 0 ? 'the parts of gold were not kept with this run' : 'drawn with the first evaluation'}</div>;
  }
  return (
    <div className="gold-plot" role="img" aria-label={inWords(armLabel(arm), drawn.rows)}>
      <PartsChart rows={drawn.rows} ticks={drawn.ticks} totalSteps={shown.config.steps} />
    </div>
  );
}

function inWords(name: string, rows: readonly PartRow[]): string {
  const [first, last] = [rows[0], rows[rows.length - 1]];
  return `${name}: gold goes from ${first.gold.toFixed(2)} at step ${first.step} to ${last.gold.toFixed(2)} at step ${last.step}.`;
}
