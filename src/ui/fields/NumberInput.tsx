/** A number: typed, nudged with the arrow keys, or dragged. */
import type { KeyboardEvent } from 'react';
import type { NumberField } from '../../config/fields.ts';
import { LEAP, nudge } from './sliderScale.ts';
import { Slider } from './Slider.tsx';
import { useTyped } from './useTyped.ts';

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

/** Steps of the keys that change a number. */
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: LEAP, PageDown: -LEAP };

export function NumberInput({ id, field, value, rejected, disabled, describedBy, onText }: Props) {
  const [text, setTyped] = useTyped(field, String(value), rejected);
  const set = (next: number) => {
    setTyped(null);
    onText(String(next));
  };
  // From a number that does not fit, such as 5 heads on the way from 4 to 8, keys go on instead of back to where they began.
  const shown = rejected?.trim() && Number.isFinite(Number(rejected)) ? Number(rejected) : value;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const steps = STEPS[event.key];
    if (steps === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    set(nudge(field, shown, event.shiftKey ? Math.sign(steps) * LEAP : steps));
  };
  return (
    <>
      <input
        id={id} className="field-number" type="text" inputMode="decimal" autoComplete="off" disabled={disabled}
        value={text} aria-invalid={rejected !== undefined} aria-describedby={describedBy}
        onChange={(event) => {
          setTyped(event.target.value);
          onText(event.target.value);
        }}
        onBlur={() => setTyped(null)} onKeyDown={onKeyDown}
      />
      <Slider id={`${id}-slider`} scale={field} value={shown} disabled={disabled} onValue={set} />
    </>
  );
}
