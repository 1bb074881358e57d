/** The seeds: typed as a list, or their number dragged or nudged, counted up from the first. */
import type { SeedsField } from '../../config/fields.ts';
import { formatValue } from '../../settings/values.ts';
import { nudge, type Scale } from './sliderScale.ts';
import { Slider } from './Slider.tsx';
import { useTyped } from './useTyped.ts';

interface Props {
  readonly id: string;
  readonly field: SeedsField;
  readonly seeds: readonly number[];
  readonly rejected: string | undefined;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

export function SeedsInput({ id, field, seeds, rejected, disabled, describedBy, onText }: Props) {
  const [text, setTyped] = useTyped(field, formatValue('seeds', seeds), rejected);
  const scale: Scale = { type: 'integer', min: 1, max: field.most, step: 1, default: field.default.length, logarithmic: true, detents: [1, 2, 5, 12] };
  const setCount = (count: number) => {
    const first = Math.min(seeds[0], field.max - count + 1);
    setTyped(null);
    onText(formatValue('seeds', Array.from({ length: count }, (_, index) => first + index)));
  };
  return (
    <>
      <input
        id={id} className="field-seeds" type="text" autoComplete="off" disabled={disabled} aria-invalid={rejected !== undefined}
        aria-describedby={describedBy} value={text} onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          onText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          setCount(nudge(scale, seeds.length, event.key === 'ArrowUp' ? 1 : -1));
        }}
      />
      <Slider id={`${id}-slider`} scale={scale} value={seeds.length} disabled={disabled} onValue={setCount} />
    </>
  );
}
