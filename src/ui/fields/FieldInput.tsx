/** The control of a run's field, by its type. */
import type { Config, Field, FieldKey } from '../../config/fields.ts';
import { formatValue } from '../../settings/values.ts';
import { ArmsInput } from './arms/ArmsInput.tsx';
import { SeedsInput } from './SeedsInput.tsx';
import { ValueInput } from './ValueInput.tsx';

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

export function FieldInput({ id, name, field, config, rejected, disabled, describedBy, onText }: Props) {
  const shared = { id, rejected, disabled, describedBy, onText };
  switch (field.type) {
    case 'arms': return <ArmsInput {...{ id, config, disabled, describedBy, onText }} />;
    case 'seeds': return <SeedsInput {...shared} field={field} seeds={config.seeds} />;
    default: return <ValueInput {...shared} field={field} text={formatValue(name, config[name])} />;
  }
}
