/** The control of a single value: a number, a choice or a switch. Every edit leaves as text, in the form that links and the command line use. */
import type { ChoiceField, NumberField, SwitchField } from '../../config/fields.ts';
import { optionTitle } from '../../config/fieldValues.ts';
import { NumberInput } from './NumberInput.tsx';

interface Props {
  readonly id: string;
  readonly field: NumberField | ChoiceField | SwitchField;
  readonly text: string;
  readonly rejected: string | undefined;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

export function ValueInput({ id, field, text, rejected, disabled, describedBy, onText }: Props) {
  switch (field.type) {
    case 'number':
    case 'integer':
      return <NumberInput {...{ id, field, rejected, disabled, describedBy, onText }} value={Number(text)} />;
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
  }
}
