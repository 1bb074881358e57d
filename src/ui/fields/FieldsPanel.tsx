/** The settings: presets on top, then the five knobs, then everything. */
import { knobs } from '../../settings/knobs.ts';
import { canRedo, canUndo, changedFields } from '../../store/draft.ts';
import { useLab } from '../../store/lab.ts';
import { isActive } from '../../store/record.ts';
import { AllFields } from './AllFields.tsx';
import { FieldControl } from './FieldControl.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { Presets } from './Presets.tsx';
import './fields.css';
import './field.css';

export function FieldsPanel() {
  const draft = useLab((state) => state.draft);
  const runActive = useLab((state) => isActive(state.record));
  const { choosePreset, undo, redo } = useLab.getState();
  const changed = changedFields(draft);
  return (
    <section className="fields" aria-label="Settings">
      <Presets runActive={runActive} />
      <p className="fields-state">
        <span>{changed.length === 0 ? 'Nothing changed' : `${changed.length} changed`}</span>
        <button type="button" className="quiet" disabled={!canUndo(draft, runActive)} onClick={undo} title="Undo the last change (Ctrl+Z)">Undo</button>
        <button type="button" className="quiet" disabled={!canRedo(draft, runActive)} onClick={redo} title="Make the undone change again (Ctrl+Shift+Z)">Redo</button>
        <button type="button" className="quiet" disabled={runActive || (changed.length === 0 && Object.keys(draft.rejected).length === 0)} onClick={() => choosePreset(draft.preset)}>Reset to preset</button>
      </p>
      <section className="knobs" aria-label="Main settings">
        {knobs.map(({ key }) => <FieldControl key={key} name={key} runActive={runActive} asKnob />)}
      </section>
      <AllFields changed={changed} runActive={runActive} />
      <KeysHelp />
    </section>
  );
}
