/** What the value of a field costs before RL begins: at the fields that decide the starting weights, and at the seeds. */
import type { FieldKey } from '../../config/fields.ts';
import { defaultConfig } from '../../settings/schema.ts';
import { startFields } from '../../experiment/starts.ts';
import { useLab } from '../../store/lab.ts';
import { supervisedCost } from '../../store/measurement.ts';
import { useReady } from '../../store/ready.ts';
import { counted } from '../format.ts';
import { costText } from './costText.ts';

/** Seeds that are named one by one. */
const MOST_NAMED = 3;

export function CostNote({ name }: { readonly name: FieldKey }) {
  const config = useLab((state) => state.draft.config);
  const backend = useLab((state) => state.backend);
  const measurement = useLab((state) => state.measurement);
  const ready = useReady((state) => state.seeds);
  const cost = supervisedCost(measurement, { config, backend }, ready);
  if (name === 'seeds') {
    // Without any ready seed another field is why, and says so.
    if (!cost || !ready?.length) return null;
    const { seeds } = cost;
    const who = seeds.length > MOST_NAMED ? `${counted(seeds.length, 'seed')} without starting weights` : `Seed ${seeds.join(', ')}`;
    return <p className="field-cost">{who}: {costText(cost)}.</p>;
  }
  if (!startFields.includes(name)) return null;
  if (cost && config[name] !== defaultConfig[name]) return <p className="field-cost">This value {costText(cost)}.</p>;
  return <p>Another value than {String(defaultConfig[name])} trains a new starting policy first.</p>;
}
