/** The run in numbers: peak and end of each method, how they differ, and all other figures behind a fold. */
import { useMemo, useState } from 'react';
import { FEWEST_FOR_INTERVAL } from '../../rlhf/statistics.ts';
import { isActiveStatus } from '../../store/record.ts';
import type { Shown } from '../../store/shown.ts';
import { Difference, EndDifference } from './Differences.tsx';
import { endName, fewText, peakName, seedsText, spentText, spreadCell } from './figures.ts';
import { FigureTable, type FigureRow } from './FigureTable.tsx';
import { moreRows } from './rows.ts';
import { StatisticsTable } from './StatisticsTable.tsx';
import './numbers.css';

export function Numbers({ shown }: { readonly shown: Shown }) {
  const { arms, config, status } = shown;
  const over = status === 'finished';
  const columns = useMemo(() => config.arms.map((name) => ({ name, result: arms.find((arm) => arm.name === name) })), [arms, config.arms]);
  const rows: readonly FigureRow[] = [
    {
      title: peakName(arms, over), hint: 'Gold at the highest point of each seed’s smoothed curve: the best three evaluations in a row, or the start where none is higher.',
      cell: ({ summary, seeds }) => spreadCell(summary.peakGold, seeds.length),
    },
    {
      title: endName(arms, over), hint: 'Gold over the last three evaluations after the start: the end of the drawn line.',
      // The start alone is no end.
      cell: ({ summary, seeds }) => (seeds.every(({ evaluations }) => evaluations === 0) ? { text: '–' } : spreadCell(summary.finalGold, seeds.length)),
    },
  ];
  const few = fewText(arms);
  const spent = spentText(arms, config);
  const others = config.arms.slice(1);
  const pairedOf = (arm: (typeof others)[number]) => shown.paired.find((entry) => entry.arm === arm);
  return (
    <section className="numbers" aria-label="Numbers">
      <FigureTable caption={`Gold: what we want${over ? '' : ', so far'}`} columns={columns} rows={rows} />
      {few !== null && <p className="numbers-note numbers-few">{few}</p>}
      {others.map((arm) => <EndDifference key={arm} arm={arm} versus={config.arms[0]} paired={pairedOf(arm)} over={over} />)}
      <p className="numbers-note">{seedsText(config.seeds.length)}</p>
      <details className="numbers-more">
        <summary>All figures</summary>
        <FigureTable caption="Means over seeds" columns={columns} rows={moreRows(config, over)} />
        {others.map((arm) => <Difference key={arm} arm={arm} versus={config.arms[0]} paired={pairedOf(arm)} />)}
        {others.length > 0 && config.seeds.length < FEWEST_FOR_INTERVAL && <p className="numbers-note">{seedsText(config.seeds.length)}</p>}
        {spent !== null && <p className="numbers-note">{spent}</p>}
        {others.length > 0 && config.seeds.length >= FEWEST_FOR_INTERVAL && <InFull shown={shown} />}
      </details>
    </section>
  );
}

/** Statistics cost milliseconds for each pair: they are computed where somebody looks, and not over and over while a run goes on. */
function InFull({ shown }: { readonly shown: Shown }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="numbers-more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Statistics in full</summary>
      {open && (isActiveStatus(shown.status)
        ? <p className="numbers-note">When the run is over.</p>
        : shown.paired.map((paired) => <StatisticsTable key={paired.arm} paired={paired} />))}
    </details>
  );
}
