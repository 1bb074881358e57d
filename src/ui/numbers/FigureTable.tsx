/** A table of figures: a row for each, a column for each method. */
import type { ArmName } from '../../config/names.ts';
import type { ArmResult } from '../../experiment/result.ts';
import { armColour, armLabel } from '../arms.ts';
import { Hint } from '../Hint.tsx';
import type { Cell } from './figures.ts';

export interface FigureRow {
  readonly title: string;
  readonly hint: string;
  readonly cell: (arm: ArmResult) => Cell;
}

interface Props {
  readonly caption: string;
  /** A method that has not been evaluated yet has no result. */
  readonly columns: readonly { readonly name: ArmName; readonly result: ArmResult | undefined }[];
  readonly rows: readonly FigureRow[];
}

export function FigureTable({ caption, columns, rows }: Props) {
  return (
    <table className={columns.length > 2 ? 'numbers-narrow' : ''}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col"><span className="visually-hidden">Figure</span></th>
          {columns.map(({ name }) => <th key={name} scope="col" style={{ color: armColour(name) }}>{armLabel(name)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, hint, cell }) => (
          <tr key={title}>
            <th scope="row">{title} <Hint about={title}>{hint}</Hint></th>
            {columns.map(({ name, result }) => <FigureCell key={name} cell={result ? cell(result) : { text: '–' }} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function FigureCell({ cell: { text, aside, reason } }: { readonly cell: Cell }) {
  return <td>{text}{aside !== undefined && <small>{aside}</small>}{reason !== undefined && <small className="numbers-reason">{reason}</small>}</td>;
}
