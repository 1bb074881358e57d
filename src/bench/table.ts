/** The result as Markdown. */
import { markdownTable } from './markdownTable.ts';
import type { BenchResult, Row } from './result.ts';

const TITLES = ['work', 'model', 'lanes', 'backend', 'implementation', 'median ms', 'quartiles', 'times plain', 'dispatches', 'JavaScript ms', 'samples'];
/** Columns with numbers, which stand to the right. */
const FIRST_NUMBER = 5;

/** Three significant digits, without exponents. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 4));
}

const problemOf = ({ work, model, lanes, backend }: Row) => [work, model, lanes, backend].join('/');

/** Time of plain tfjs over this row's, on the same problem; null where plain tfjs was not timed. */
export function speedUp(row: Row, rows: readonly Row[]): number | null {
  const plain = rows.find((other) => other.implementation === 'plain' && problemOf(other) === problemOf(row));
  return plain ? plain.medianMs / row.medianMs : null;
}

function cellsOf(row: Row, rows: readonly Row[]): string[] {
  const ratio = speedUp(row, rows);
  return [
    row.work, row.model, String(row.lanes), row.backend, row.implementation,
    digits(row.medianMs), `${digits(row.q1Ms)} – ${digits(row.q3Ms)}`, ratio === null ? '–' : `${digits(ratio)}×`,
    String(row.dispatches), digits(row.jsMs), String(row.samples),
  ];
}

export function benchTable({ device, rows, leftOut }: BenchResult): string {
  return [
    `Device: ${device}`,
    '',
    ...markdownTable(TITLES, rows.map((row) => cellsOf(row, rows)), FIRST_NUMBER),
    ...leftOut.flatMap(({ implementation, model, lanes, backend, reason }) =>
      [`Left out: ${implementation} on ${backend}, ${model}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}: ${reason}.`, '']),
    'Each row: one piece of work on all lanes, a batch for each lane, from the call until the device is done. "times plain": how many '
    + 'times faster than plain tfjs on the same problem. Dispatches: of the GPU, or kernels called on wasm. JavaScript: time until '
    + 'all is enqueued; on wasm that is nearly all of it. wasm runs in one thread.',
    '',
  ].join('\n');
}
