/** A table of figures: a row for each and a column for each method; of many methods a row for each, under the figure's name. */
import type { ArmName } from '../../config/names.ts';
import type { ArmResult } from '../../experiment/result.ts';
import { armLabel } from '../arms.ts';
import { Hint } from '../Hint.tsx';
import { useRunArms } from '../RunArms.tsx';
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

/** More have no room beside each other. */
const MOST_COLUMNS = 3;

export function FigureTable(props: Props) {
  return props.columns.length > MOST_COLUMNS ? <LongTable {...props} /> : <WideTable {...props} />;
}

function WideTable({ caption, columns, rows }: Props) {
  const { lookOf } = useRunArms();
  return (
    <table className={columns.length > 2 ? 'numbers-narrow' : ''}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col"><span className="visually-hidden">Figure</span></th>
          {columns.map(({ name }) => <th key={name} scope="col" style={{ color: lookOf(name).colour }}>{armLabel(name)}</th>)}
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

function LongTable({ caption, columns, rows }: Props) {
  const { lookOf } = useRunArms();
  return (
    <table>
      <caption>{caption}</caption>
      {rows.map(({ title, hint, cell }) => (
        <tbody key={title}>
          <tr><th scope="rowgroup" colSpan={2} className="numbers-figure">{title} <Hint about={title}>{hint}</Hint></th></tr>
          {columns.map(({ name, result }) => (
            <tr key={name}>
              <th scope="row" style={{ color: lookOf(name).colour }}>{armLabel(name)}</th>
              <FigureCell cell={result ? cell(result) : { text: '–' }} />
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

export function FigureCell({ cell: { text, aside, reason } }: { readonly cell: Cell }) {
  return <td>{text}{aside !== undefined && <small>{aside}</small>}{reason !== undefined && <small className="numbers-reason">{reason}</small>}</td>;
}
