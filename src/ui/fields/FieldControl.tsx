/** One field: label, control, what it does, what it allows, and whether it differs from the preset. */
import type { Field, FieldKey } from '../../config/fields.ts';
import { knobOf } from '../../settings/knobs.ts';
import { presetConfig } from '../../settings/presets.ts';
import { optionTitle } from '../../config/fieldValues.ts';
import { fieldOf, formatValue } from '../../settings/values.ts';
import { presetOf } from '../../store/draft.ts';
import { useLab } from '../../store/lab.ts';
import { CostNote } from './CostNote.tsx';
import { FieldInput } from './FieldInput.tsx';
import { FitSeeds } from './FitSeeds.tsx';

interface Props {
  readonly name: FieldKey;
  /** A run is in progress. */
  readonly runActive: boolean;
  /** It stands among the knobs: with its plain name and what to expect at its ends, and its help folded. */
  readonly asKnob?: boolean;
}

function rangeOf(field: Field): string {
  if (field.type === 'number' || field.type === 'integer') return `${field.min} to ${field.max}${field.unit ? ` ${field.unit}` : ''}`;
  return field.type === 'seeds' ? `up to ${field.most} seeds, ${field.min} to ${field.max}` : '';
}

export function FieldControl({ name, runActive, asKnob = false }: Props) {
  const draft = useLab((state) => state.draft);
  const edit = useLab((state) => state.edit);
  const field = fieldOf(name);
  const rejected = draft.rejected[name];
  const knob = asKnob ? knobOf(name) : undefined;
  const standard = formatValue(name, presetConfig(presetOf(draft))[name]);
  const changed = formatValue(name, draft.config[name]) !== standard || rejected !== undefined;
  const live = field.effect === 'step';
  const disabled = runActive && !live;
  const id = `field-${name}`;
  const facts = [rangeOf(field), field.paper ? `paper: ${field.paper}` : ''].filter(Boolean).join(' · ');
  const help = <><p>{field.help}</p>{facts && <p className="field-facts">{facts}</p>}</>;
  const when = live ? 'Applies from the next step.' : 'Needs a new run.';
  return (
    <div className={`field field-${field.type}`} data-changed={changed} data-field={name}>
      <label id={`${id}-label`} htmlFor={field.type === 'arms' ? undefined : id} className="field-label">
        {knob && `${knob.title}: `}
        <span className={knob && 'field-name'}>{field.label}{field.symbol && <FieldSymbol text={field.symbol} />}</span>
      </label>
      {changed && (
        <button
          type="button" className="field-restore" disabled={disabled} aria-label={`Back to ${standard}`} aria-describedby={`${id}-label`}
          onClick={() => edit(name, standard)}
        >↺ {field.type === 'choice' ? optionTitle(field, standard) : standard}</button>
      )}
      <FieldInput
        id={id} name={name} field={field} config={draft.config} rejected={rejected?.text} disabled={disabled}
        describedBy={`${id}-help`} onText={(text) => edit(name, text)}
      />
      {field.type === 'seeds' && <FitSeeds disabled={disabled} />}
      <div id={`${id}-help`} className="field-notes">
        {rejected && <p className="field-error" role="alert">{rejected.message}</p>}
        {knob && <p className="field-ends"><span>{knob.low}</span><span>{knob.high}</span></p>}
        {knob ? <details className="field-more"><summary>More</summary>{help}</details> : help}
        <CostNote name={name} />
        {runActive && <p className={live ? 'field-live' : ''}>{when}</p>}
      </div>
    </div>
  );
}

/** `D_p` is written with a subscript. */
function FieldSymbol({ text }: { readonly text: string }) {
  const [letter, index] = text.split('_');
  return <i className="field-symbol"> {letter}{index && <sub>{index}</sub>}</i>;
}
