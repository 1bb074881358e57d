/** Differences between methods, paired by seed. */
import type { ArmName } from '../../config/names.ts';
import type { PairedResult, Quantity } from '../../experiment/result.ts';
import { armLabel } from '../arms.ts';
import { Hint } from '../Hint.tsx';
import { useRunArms } from '../RunArms.tsx';
import { differenceCell, winsText } from './figures.ts';
import { FigureCell } from './FigureTable.tsx';

export const DIFFERENCES = [
  { title: 'Peak', hint: 'Of each seed’s peaks.', key: 'peakGold' },
  { title: 'End', hint: 'Of each seed’s ends.', key: 'finalGold' },
  { title: 'At equal KL', hint: 'Mean difference of gold over the distances that both methods reached: better for the same way gone. Being slower is no merit here.', key: 'goldAtEqualKl' },
  { title: 'At the last equal KL', hint: 'Difference of gold where those distances end: the furthest that both methods got.', key: 'goldAtEqualKlEnd' },
  { title: 'Area', hint: 'Of the areas under gold over the steps, divided by the steps: of gold’s means over the run.', key: 'areaUnderGold' },
] as const satisfies readonly { title: string; hint: string; key: Quantity }[];

interface Props {
  readonly arm: ArmName;
  readonly versus: ArmName;
  readonly paired: PairedResult | undefined;
}

function Name({ arm }: { readonly arm: ArmName }) {
  return <span style={{ color: useRunArms().lookOf(arm).colour }}>{armLabel(arm)}</span>;
}

export function PairName({ arm, versus }: Pick<Props, 'arm' | 'versus'>) {
  return <><Name arm={arm} /> minus <Name arm={versus} /></>;
}

/** The difference at the end, in one line. */
export function EndDifference({ arm, versus, paired, over }: Props & { readonly over: boolean }) {
  if (!paired) return null;
  const { text, aside } = differenceCell(paired.finalGold);
  return (
    <p className="numbers-difference">
      <PairName arm={arm} versus={versus} />{over ? '' : ', now'}: <strong>{text}{aside !== undefined && ` ${aside}`}</strong>, ahead in {winsText(paired.finalGold)}
    </p>
  );
}

export function Difference({ arm, versus, paired }: Props) {
  return (
    <table className="numbers-paired">
      <caption><PairName arm={arm} versus={versus} />, seed by seed</caption>
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
