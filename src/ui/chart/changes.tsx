/** Marks of fields that were changed while the run went on. */
import type { Config } from '../../config/fields.ts';
import { fieldOf, formatValue, isFieldKey } from '../../config/values.ts';
import type { Change } from '../../store/record.ts';

export interface ChangeMark {
  readonly step: number;
  readonly text: string;
}

function changeText(field: string, to: unknown): string {
  return isFieldKey(field) ? `${fieldOf(field).label} ${formatValue(field, to as Config[typeof field])}` : field;
}

/** One mark for each step; several changes of one field in a step are one change. */
export function groupChanges(changes: readonly Change[]): ChangeMark[] {
  const steps = [...new Set(changes.map(({ step }) => step))].sort((a, b) => a - b);
  return steps.map((step) => {
    const last = new Map(changes.filter((change) => change.step === step).map(({ field, to }) => [field, to]));
    return { step, text: [...last].map(([field, to]) => changeText(field, to)).join(', ') };
  });
}

interface LabelProps {
  readonly text: string;
  /** Neighbouring labels take turns on two rows. */
  readonly row: number;
  /** Given by the chart. */
  readonly viewBox?: { readonly x?: number; readonly y?: number };
}

export function ChangeLabel({ text, row, viewBox }: LabelProps) {
  return <text x={(viewBox?.x ?? 0) + 4} y={(viewBox?.y ?? 0) - 6 - row * 13} className="change-label">{text}</text>;
}
