/** The chart in plain words, what it does not show, and the field's own words explained. */
import { findPreset } from '../settings/presets.ts';
import { defaultConfig } from '../settings/schema.ts';
import { RECORDED_SEEDS } from '../experiment/recordedFiles.ts';
import { useLab } from '../store/lab.ts';
import type { Shown } from '../store/shown.ts';
import { GLOSSARY } from './glossary.ts';
import { effectText, whenTrained } from './reading.ts';
import './howToRead.css';

/** The question whose recorded run has the most seeds. */
const POWER = 'manySeeds';

export function HowToRead({ shown }: { readonly shown: Shown | null }) {
  const recorded = useLab((state) => state.recordings.default?.result ?? null);
  const config = shown?.config ?? defaultConfig;
  return (
    <details className="panel how" open>
      <summary><h2>How to read this</h2></summary>
      <div className="how-columns">
        <div>
          <h3>What you see</h3>
          <p>
            The policy writes short answers. <strong>Gold</strong> (solid) is a formula that stands for what people really want. The policy never sees it.
            It sees a judge, the reward model, fitted to {config.labels} comparisons; what that says is the <strong>proxy</strong> (dashed).
          </p>
          <p>
            Where a run hacks its judge, both rise at first. Then the proxy goes on rising and gold peaks and falls: the policy has found answers that the
            judge likes and gold does not. That is reward overoptimisation; <em>Where gold goes</em> shows of what it consists.
          </p>
        </div>
        <div>
          <h3>What R2M does</h3>
          <p>
            It lets the judge look at the policy’s own hidden states, through a cross attention, and trains that part a little {whenTrained(config)}, on
            pairs that the judge itself ranks. No new labels. As ω(t) falls, these states weigh more.
          </p>
          <p>On the KL axis you see gold for the same distance moved: there, being slower is no merit.</p>
        </div>
        <div>
          <h3>What to keep in mind</h3>
          <ul>
            <li>{effectText(shown, recorded)}</li>
            <li>The default settings were <strong>searched for</strong>, so that gold collapses within 160 steps. Elsewhere it need not.</li>
            <li>
              <strong>Single seeds vary a lot</strong>; some never collapse. Trust the interval, not a curve. <em>{findPreset(POWER)?.title}</em> shows one
              over {RECORDED_SEEDS[POWER].length} seeds.
            </li>
            <li>With RLOO a smaller reward alone helps: that is what the control is for.</li>
            <li>This is a toy of 43 words. It says nothing about the size of the effect in a large model.</li>
          </ul>
        </div>
      </div>
      <details className="how-words">
        <summary>Words of the field</summary>
        <dl>
          {GLOSSARY.map(([word, meaning]) => <div key={word}><dt>{word}</dt><dd>{meaning}</dd></div>)}
        </dl>
      </details>
    </details>
  );
}
