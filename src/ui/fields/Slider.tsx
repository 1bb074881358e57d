/** A slider on a field's scale, with its detents marked: for the pointer, since the input beside it does the same from the keyboard. */
import { fromPosition, LOG_POSITIONS, nudge, toPosition, type Scale } from './sliderScale.ts';

interface Props {
  readonly id: string;
  readonly scale: Scale;
  readonly value: number;
  readonly disabled: boolean;
  readonly onValue: (value: number) => void;
}

/** Once it has the focus, from a click, the same keys move it as elsewhere. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

export function Slider({ id, scale, value, disabled, onValue }: Props) {
  const [low, high] = scale.logarithmic ? [0, LOG_POSITIONS] : [scale.min, scale.max];
  const detents = scale.detents ?? [];
  const shareOf = (detent: number) => (toPosition(scale, detent) - low) / (high - low);
  return (
    <div className="field-slider" aria-hidden="true">
      <input
        type="range" tabIndex={-1} disabled={disabled} min={low} max={high} step={scale.logarithmic ? 1 : 'any'}
        list={detents.length > 0 ? `${id}-detents` : undefined} value={toPosition(scale, value)}
        onChange={(event) => onValue(fromPosition(scale, Number(event.target.value)))}
        onKeyDown={(event) => {
          const steps = STEPS[event.key];
          if (steps === undefined) return;
          event.preventDefault();
          onValue(nudge(scale, value, steps));
        }}
      />
      {detents.length > 0 && (
        <>
          <datalist id={`${id}-detents`}>
            {detents.map((detent) => <option key={detent} value={toPosition(scale, detent)} label={String(detent)} />)}
          </datalist>
          <div className="field-detents">
            {detents.map((detent) => (
              <button
                key={detent} type="button" tabIndex={-1} disabled={disabled} data-current={value === detent}
                style={{ '--at': shareOf(detent) } as React.CSSProperties} onClick={() => onValue(detent)}
              >{String(detent).replace(/^0\./, '.')}</button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
