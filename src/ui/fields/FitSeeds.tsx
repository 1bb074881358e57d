/** Sets the seeds to as many as this machine can take in a minute, and says what it was measured to take. Where other seeds are set later, these are proposed. */
import { formatValue, parseValue } from '../../settings/values.ts';
import { fitSeeds } from '../../store/fit.ts';
import { useLab } from '../../store/lab.ts';
import { fittingText, forecast, type Forecast } from '../../store/measurement.ts';
import { counted, duration, fixed } from '../format.ts';

export function FitSeeds({ disabled }: { readonly disabled: boolean }) {
  const measuring = useLab((state) => state.measuring);
  const measurement = useLab((state) => state.measurement);
  const config = useLab((state) => state.draft.config);
  const backend = useLab((state) => state.backend);
  const edit = useLab((state) => state.edit);
  const expected = forecast(measurement, { config, backend });
  const fitting = fittingText(measurement, { config, backend });
  const proposed = fitting !== null && fitting !== formatValue('seeds', config.seeds) ? parseValue('seeds', fitting) : null;
  return (
    <div className="field-fit">
      <button
        type="button" className="quiet" disabled={disabled || measuring} onClick={() => void fitSeeds()}
        title="Measure how fast this machine is, and take as many seeds as it can train in a minute"
      >{measuring ? 'Measuring …' : 'Choose seeds for one minute'}</button>
      <p role="status">{expected && !measuring && forecastText(expected, config.seeds.length)}</p>
      {proposed?.ok && fitting !== null && !measuring && (
        <p>
          Your machine can take {counted(proposed.value.length, 'seed')} in a minute.{' '}
          <button type="button" className="quiet" disabled={disabled} onClick={() => edit('seeds', fitting)}>Use {proposed.value.length}</button>
        </p>
      )}
    </div>
  );
}

function forecastText({ seconds, stepTime, each, workers }: Forecast, seeds: number): string {
  const time = `About ${stepTime < 1000 ? `${fixed(stepTime, stepTime < 10 ? 1 : 0)} ms` : `${fixed(stepTime / 1000, 1)} s`} per step`;
  const of = each === 'seed' ? ' and seed' : '';
  const where = workers > 1 ? ` on ${workers} workers` : '';
  return `${time}${of}${where}: ${seeds} ${seeds === 1 ? 'seed takes' : 'seeds take'} about ${duration(seconds)}`;
}
