/** Differences between methods, paired by seed. */
import type { ArmName } from '../../config/names.ts';
import type { PairedResult } from '../../experiment/result.ts';
import { armLabel } from '../arms.ts';
import { Hint } from '../Hint.tsx';
import { useRunArms } from '../RunArms.tsx';
import { differenceCell, winsText } from './figures.ts';
import { FigureCell } from './FigureTable.tsx';

const DIFFERENCES = [
  { title: 'Peak', hint: 'Of each seed’s peaks.', key: 'peakGold' },
  { title: 'End', hint: 'Of each seed’s ends.', key: 'finalGold' },
  { title: 'At equal KL', hint: 'Mean difference of gold over the distances that both methods reached: better for the same way gone. Being slower is no merit here.', key: 'goldAtEqualKl' },
] as const satisfies readonly { title: string; hint: string; key: keyof PairedResult }[];

interface Props {
  readonly arm: ArmName;
  readonly versus: ArmName;
  readonly paired: PairedResult | undefined;
}

function Name({ arm }: { readonly arm: ArmName }) {
  return <span style={{ color: useRunArms().lookOf(arm).colour }}>{armLabel(arm)}</span>;
}

/** The difference at the end, in one line. */
export function EndDifference({ arm, versus, paired, over }: Props & { readonly over: boolean }) {
  if (!paired) return null;
  const { text, aside } = differenceCell(paired.finalGold);
  return (
    <p className="numbers-difference">
      <Name arm={arm} /> minus <Name arm={versus} />{over ? '' : ', now'}: <strong>{text}{aside !== undefined && ` ${aside}`}</strong>, ahead in {winsText(paired.finalGold)}
    </p>
  );
}

export function Difference({ arm, versus, paired }: Props) {
  return (
    <table className="numbers-paired">
      <caption><Name arm={arm} /> minus <Name arm={versus} />, seed by seed</caption>
      <thead>
        <tr><th scope="col"><span className="visually-hidden">Difference of</span></th><th scope="col">mean</th><th scope="col">ahead in</th></tr>
      </thead>
      <tbody>
        {DIFFERENCES.map(({ title, hint, key }) => {
          const spread = paired?.[key] ?? null;
          return (
            <tr key={key}>
              <th scope="row">{title} <Hint about={`the difference: ${title}`}>{hint}</Hint></th>
              <FigureCell cell={differenceCell(spread)} />
              <td>{spread ? winsText(spread) : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
