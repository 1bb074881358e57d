/** The questions to choose from, and what to look at in the answer of the one that is chosen. */
import { presets, type Preset } from '../../settings/presets.ts';
import { presetOf } from '../../store/draft.ts';
import { useLab } from '../../store/lab.ts';

const isForTests = ({ forTests = false }: Preset) => forTests;

export function Presets({ runActive }: { readonly runActive: boolean }) {
  const draft = useLab((state) => state.draft);
  const chosen = presetOf(draft);
  return (
    <fieldset className="presets" disabled={runActive} aria-describedby={runActive ? 'presets-state' : undefined}>
      <legend>Presets: pick a question</legend>
      {presets.filter((preset) => !isForTests(preset)).map((preset) => <PresetChoice key={preset.name} preset={preset} chosen={chosen} />)}
      <p className="presets-heading">For tests</p>
      {presets.filter(isForTests).map((preset) => <PresetChoice key={preset.name} preset={preset} chosen={chosen} />)}
      <div id="preset-chosen" className="presets-summary">
        <p>{chosen.summary}</p>
        <p><strong>Look at:</strong> {chosen.expect}</p>
        {/* There from the start, so that nothing below it moves when a run begins. */}
        <p id="presets-state" className="presets-state">
          {runActive ? 'A run is in progress. Presets can be chosen when it is over, or after Reset.' : 'Choosing one sets the fields below. Nothing is trained until you press Run.'}
        </p>
      </div>
    </fieldset>
  );
}

function PresetChoice({ preset: { name, title }, chosen }: { readonly preset: Preset; readonly chosen: Preset }) {
  const choosePreset = useLab((state) => state.choosePreset);
  const checked = name === chosen.name;
  return (
    <label>
      <input
        type="radio" name="preset" value={name} checked={checked} aria-describedby={checked ? 'preset-chosen' : undefined}
        onChange={() => choosePreset(name)}
      />
      {title}
    </label>
  );
}
