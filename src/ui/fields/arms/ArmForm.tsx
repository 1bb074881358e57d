/** What one arm of the run has for itself: its method's own fields, and those that are the run's unless they are set here. */
import { useState } from 'react';
import { fields, type ChoiceField, type Config, type Field, type NumberField, type SwitchField } from '../../../config/fields.ts';
import { formatField, optionTitle } from '../../../config/fieldValues.ts';
import type { ArmName } from '../../../config/names.ts';
import { armFields, armOf } from '../../../settings/arms.ts';
import { isFieldKey } from '../../../settings/values.ts';
import { Hint } from '../../Hint.tsx';
import { ValueInput } from '../ValueInput.tsx';
import { MethodFacts } from './MethodFacts.tsx';

interface Props {
  readonly id: string;
  readonly arm: ArmName;
  /** The run's. */
  readonly config: Config;
  readonly disabled: boolean;
  /** Null takes a setting away. Returns why it cannot be, else null. */
  readonly onSet: (key: string, text: string | null) => string | null;
}

type Single = NumberField | ChoiceField | SwitchField;

interface Row {
  readonly key: string;
  readonly field: Single;
}

/** A list is no field of an arm. */
function rowsOf(known: ReadonlyMap<string, Field>): Row[] {
  return [...known].flatMap(([key, field]) => (field.type === 'arms' || field.type === 'seeds' ? [] : [{ key, field }]));
}

interface Refused {
  readonly key: string;
  readonly text: string;
  readonly reason: string;
}

export function ArmForm({ id, arm, config, disabled, onSet }: Props) {
  const { method } = armOf(arm);
  const [refused, setRefused] = useState<Refused | null>(null);
  const set = (key: string, text: string | null) => {
    const reason = onSet(key, text);
    setRefused(reason === null ? null : { key, text: text ?? '', reason });
  };
  const all = rowsOf(armFields(method));
  const isOwn = ({ key }: Row) => Object.hasOwn(method.fields, key);
  const ofLearning = ({ field }: Row) => field.group === fields.beta.group;
  const rows = (some: readonly Row[]) => some.map(({ key, field }) => (
    <ArmField
      key={key} id={`${id}-${key}`} name={key} field={field} arm={arm} config={config} disabled={disabled} refused={refused?.key === key ? refused : null}
      onSet={(text) => set(key, text)}
    />
  ));
  const [own, shared] = [all.filter(isOwn), all.filter((row) => !isOwn(row))];
  const [near, learning] = [shared.filter((row) => !ofLearning(row)), shared.filter(ofLearning)];
  return (
    <div className="arm-form">
      <MethodFacts method={method} />
      {own.length > 0 && <><h4>Settings of this method</h4>{rows(own)}</>}
      {near.length > 0 && <><h4>Same as the run, unless set here</h4>{rows(near)}</>}
      <details open={own.length + near.length === 0}>
        <summary>Reinforcement learning: same as the run, unless set here</summary>
        {rows(learning)}
      </details>
    </div>
  );
}

interface FieldProps extends Omit<Props, 'onSet'> {
  readonly name: string;
  readonly field: Single;
  readonly refused: Refused | null;
  readonly onSet: (text: string | null) => void;
}

function ArmField({ id, name, field, arm, config, disabled, refused, onSet }: FieldProps) {
  const { set } = armOf(arm);
  const isSet = Object.hasOwn(set, name);
  const standard = formatField(field, isFieldKey(name) ? config[name] : field.default);
  const text = isSet ? formatField(field, set[name]) : standard;
  const range = field.type === 'number' || field.type === 'integer' ? `${field.min} to ${field.max}${field.unit ? ` ${field.unit}` : ''}` : '';
  return (
    <div className={`field field-${field.type}`} data-changed={isSet || refused !== null}>
      <span className="field-label"><label htmlFor={id}>{field.label}{field.symbol && <i className="field-symbol"> {field.symbol}</i>}</label> <Hint about={field.label}>{field.help}</Hint></span>
      {(isSet || refused) && (
        <button type="button" className="field-restore" disabled={disabled} aria-label={`${field.label}: back to ${standard}${isFieldKey(name) ? ', as the run has it' : ''}`} onClick={() => onSet(null)}>
          ↺ {field.type === 'choice' ? optionTitle(field, standard) : standard}
        </button>
      )}
      <ValueInput id={id} field={field} text={text} rejected={refused?.text} disabled={disabled} describedBy={`${id}-notes`} onText={onSet} />
      <div id={`${id}-notes`} className="field-notes">
        {refused && <p className="field-error" role="alert">{refused.reason}</p>}
        {range && <p className="field-facts">{range}</p>}
      </div>
    </div>
  );
}
