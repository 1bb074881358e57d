/** The control of a field, by its type. Every edit leaves as text, in the form that links and the command line use. */
import type { Config, Field, FieldKey } from '../../config/fields.ts';
import { methodNames } from '../../methods/index.ts';
import { optionTitle } from '../../config/fieldValues.ts';
import { formatValue } from '../../settings/values.ts';
import { armLabel } from '../arms.ts';
import { NumberInput } from './NumberInput.tsx';
import { SeedsInput } from './SeedsInput.tsx';

interface Props {
  readonly id: string;
  readonly name: FieldKey;
  readonly field: Field;
  readonly config: Config;
  readonly rejected: string | undefined;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

export function FieldInput(props: Props) {
  const { id, name, field, config, rejected, disabled, describedBy, onText } = props;
  const text = formatValue(name, config[name]);
  switch (field.type) {
    case 'number':
    case 'integer':
      return <NumberInput {...{ id, name, field, rejected, disabled, describedBy, onText }} value={Number(text)} />;
    case 'choice':
      return (
        <select id={id} value={text} disabled={disabled} aria-describedby={describedBy} onChange={(event) => onText(event.target.value)}>
          {field.options.map((option) => <option key={option} value={option}>{optionTitle(field, option)}</option>)}
        </select>
      );
    case 'switch':
      return (
        <input
          id={id} type="checkbox" checked={text === 'on'} disabled={disabled} aria-describedby={describedBy}
          onChange={(event) => onText(event.target.checked ? 'on' : 'off')}
        />
      );
    case 'arms':
      return <ArmBoxes {...props} />;
    case 'seeds':
      return <SeedsInput {...{ id, field, rejected, disabled, describedBy, onText }} seeds={config.seeds} />;
  }
}

function ArmBoxes({ id, config, disabled, describedBy, onText }: Props) {
  const { arms } = config;
  return (
    <div id={id} role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy} className="field-arms">
      {methodNames.map((arm) => (
        <label key={arm}>
          <input
            type="checkbox" checked={arms.includes(arm)} disabled={disabled}
            onChange={() => onText(methodNames.filter((other) => arms.includes(other) !== (other === arm)).join(','))}
          />
          {armLabel(arm)}
        </label>
      ))}
    </div>
  );
}
