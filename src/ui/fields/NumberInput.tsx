/** A number: typed, nudged with the arrow keys, or dragged. */
import { useState } from 'react';
import type { NumberField } from '../../config/fields.ts';
import { fromPosition, LOG_POSITIONS, nudge, toPosition } from './sliderScale.ts';

interface Props {
  readonly id: string;
  readonly field: NumberField;
  readonly value: number;
  /** What was typed and did not fit. */
  readonly rejected: string | undefined;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

export function NumberInput({ id, field, value, rejected, disabled, describedBy, onText }: Props) {
  // While typing, "0." must stay "0."; afterwards the value's own text is shown.
  const [typed, setTyped] = useState<string | null>(null);
  const set = (next: number) => {
    setTyped(null);
    onText(String(next));
  };
  return (
    <>
      <input
        id={id} className="field-number" type="text" inputMode="decimal" autoComplete="off" disabled={disabled}
        value={typed ?? rejected ?? String(value)} aria-invalid={rejected !== undefined} aria-describedby={describedBy}
        onChange={(event) => {
          setTyped(event.target.value);
          onText(event.target.value);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          set(nudge(field, value, event.key === 'ArrowUp' ? 1 : -1));
        }}
      />
      {/* For the pointer only: the input beside it does the same from the keyboard. */}
      <input
        className="field-slider" type="range" tabIndex={-1} aria-hidden="true" disabled={disabled}
        min={field.logarithmic ? 0 : field.min} max={field.logarithmic ? LOG_POSITIONS : field.max} step={field.logarithmic ? 1 : field.step}
        value={toPosition(field, value)} onChange={(event) => set(fromPosition(field, Number(event.target.value)))}
      />
    </>
  );
}
