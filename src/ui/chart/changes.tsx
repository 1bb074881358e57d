/** Marks of fields that were changed while the run went on. */
import { fields, type FieldKey } from '../../config/fields.ts';
import type { Change } from '../../store/record.ts';
import { settingText } from '../format.ts';

export interface ChangeMark {
  readonly step: number;
  readonly text: string;
}

function fieldName(key: string): string {
  return key in fields ? fields[key as FieldKey].label : key;
}

/** One mark for each step; several changes of one field in a step are one change. */
export function groupChanges(changes: readonly Change[]): ChangeMark[] {
  const steps = [...new Set(changes.map(({ step }) => step))].sort((a, b) => a - b);
  return steps.map((step) => {
    const last = new Map(changes.filter((change) => change.step === step).map(({ field, to }) => [field, to]));
    return { step, text: [...last].map(([field, to]) => `${fieldName(field)} ${settingText(to)}`).join(', ') };
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
