/** All fields in their groups, the presets on top. */
import { useState } from 'react';
import { fieldKeys, type FieldKey, type Group } from '../../config/fields.ts';
import { presets } from '../../config/presets.ts';
import { fieldOf } from '../../config/values.ts';
import { canUndo, changedFields, presetOf } from '../../store/draft.ts';
import { useLab } from '../../store/lab.ts';
import { isActive } from '../../store/record.ts';
import { FieldControl } from './FieldControl.tsx';
import './fields.css';

const OPEN_AT_FIRST: readonly Group[] = ['Comparison'];

function groups(): { readonly group: Group; readonly keys: readonly FieldKey[] }[] {
  const names = [...new Set(fieldKeys.map((key) => fieldOf(key).group))];
  return names.map((group) => ({ group, keys: fieldKeys.filter((key) => fieldOf(key).group === group) }));
}

export function FieldsPanel() {
  const draft = useLab((state) => state.draft);
  const runActive = useLab((state) => isActive(state.record));
  const choosePreset = useLab((state) => state.choosePreset);
  const undo = useLab((state) => state.undo);
  const changed = changedFields(draft);
  return (
    <section className="fields" aria-label="Settings">
      <fieldset className="presets" disabled={runActive}>
        <legend>Presets</legend>
        {presets.map(({ name, title }) => (
          <label key={name}>
            <input type="radio" name="preset" value={name} checked={draft.preset === name} onChange={() => choosePreset(name)} />
            {title}
          </label>
        ))}
        <p className="presets-summary">{presetOf(draft).summary}</p>
      </fieldset>
      <p className="fields-state">
        <span>{changed.length === 0 ? 'As the preset has it' : `${changed.length} changed`}</span>
        <button type="button" className="quiet" disabled={!canUndo(draft, runActive)} onClick={undo} title="Undo the last change (Ctrl+Z)">Undo</button>
        <button type="button" className="quiet" disabled={runActive || changed.length === 0} onClick={() => choosePreset(draft.preset)}>All back</button>
      </p>
      {groups().map(({ group, keys }) => (
        <FieldGroup key={group} group={group} keys={keys} changed={keys.filter((key) => changed.includes(key)).length} runActive={runActive} />
      ))}
    </section>
  );
}

interface GroupProps {
  readonly group: Group;
  readonly keys: readonly FieldKey[];
  readonly changed: number;
  readonly runActive: boolean;
}

function FieldGroup({ group, keys, changed, runActive }: GroupProps) {
  const [open, setOpen] = useState(OPEN_AT_FIRST.includes(group));
  return (
    <details className="field-group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{group}</h3>
        {changed > 0 && <span className="field-group-changed">{changed} changed</span>}
      </summary>
      {open && keys.map((key) => <FieldControl key={key} name={key} runActive={runActive} />)}
    </details>
  );
}
