/** One pair's statistics in full: a column for each quantity. */
import type { PairedResult } from '../../experiment/result.ts';
import { Hint } from '../Hint.tsx';
import { DIFFERENCES, PairName } from './Differences.tsx';
import { FigureCell } from './FigureTable.tsx';
import { STATISTIC_ROWS } from './statistics.ts';

export function StatisticsTable({ paired }: { readonly paired: PairedResult }) {
  return (
    <table className="numbers-narrow">
      <caption><PairName arm={paired.arm} versus={paired.versus} />, in full</caption>
      <thead>
        <tr>
          <th scope="col"><span className="visually-hidden">Statistic</span></th>
          {DIFFERENCES.map(({ key, title }) => <th key={key} scope="col">{title}</th>)}
        </tr>
      </thead>
      <tbody>
        {STATISTIC_ROWS.map(({ title, hint, cell }) => (
          <tr key={title}>
            <th scope="row">{title} <Hint about={title}>{hint}</Hint></th>
            {DIFFERENCES.map(({ key }) => {
              const statistics = paired[key];
              return <FigureCell key={key} cell={statistics ? cell(statistics) : { text: '–' }} />;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
