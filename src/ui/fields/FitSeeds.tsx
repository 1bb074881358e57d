/** Sets the seeds to as many as this machine can take in a minute, and says what it was measured to take. */
import { fitSeeds } from '../../store/fit.ts';
import { useLab } from '../../store/lab.ts';
import { forecast, type Forecast } from '../../store/measurement.ts';
import { duration, fixed } from '../format.ts';

export function FitSeeds({ disabled }: { readonly disabled: boolean }) {
  const measuring = useLab((state) => state.measuring);
  const measurement = useLab((state) => state.measurement);
  const config = useLab((state) => state.draft.config);
  const backend = useLab((state) => state.backend);
  const expected = forecast(measurement, { config, backend });
  return (
    <div className="field-fit">
      <button
        type="button" className="quiet" disabled={disabled || measuring} onClick={() => void fitSeeds()}
        title="Measure how fast this machine is, and take as many seeds as it can train in a minute"
      >{measuring ? 'Measuring …' : 'Fit to this machine'}</button>
      <p role="status">{expected && !measuring && forecastText(expected, config.seeds.length)}</p>
    </div>
  );
}

function forecastText({ seconds, stepTime, each, workers }: Forecast, seeds: number): string {
  const time = `About ${stepTime < 1000 ? `${fixed(stepTime, stepTime < 10 ? 1 : 0)} ms` : `${fixed(stepTime / 1000, 1)} s`} per step`;
  const of = each === 'seed' ? ' and seed' : '';
  const where = workers > 1 ? ` on ${workers} workers` : '';
  return `${time}${of}${where}: ${seeds} ${seeds === 1 ? 'seed takes' : 'seeds take'} about ${duration(seconds)}`;
}
