/** The numbers of one evaluation, a row for each method. */
import type { ArmCurve, Band } from '../../store/curves.ts';
import { armLabel, FEW_ARMS } from '../arms.ts';
import { fixed } from '../format.ts';
import { useRunArms } from '../RunArms.tsx';
import { drawsBand } from './scale.ts';

interface Props {
  readonly curves: readonly ArmCurve[];
  readonly step: number;
}

function readingsOf({ curves, step }: Props) {
  return curves.flatMap((curve) => {
    const point = curve.points.find((each) => each.step === step);
    return point ? [{ curve, point }] : [];
  });
}

function Value({ band: { mean, high }, spread }: { readonly band: Band; readonly spread: boolean }) {
  return <td>{fixed(mean)}{spread && high !== null && <span className="faint"> ± {fixed(high - mean)}</span>}</td>;
}

export function Readout({ curves, step }: Props) {
  const { lookOf } = useRunArms();
  const few = curves.length <= FEW_ARMS;
  return (
    <table className="chart-readout">
      <thead>
        <tr><th scope="col">step {step}</th><th scope="col">gold</th><th scope="col">proxy</th><th scope="col">KL</th></tr>
      </thead>
      <tbody>
        {readingsOf({ curves, step }).map(({ curve, point }) => (
          <tr key={curve.arm} style={lookOf(curve.arm).fadeName}>
            <th scope="row" style={{ color: lookOf(curve.arm).colour }}>{armLabel(curve.arm)}</th>
            <Value band={point.gold} spread={few && drawsBand(curve)} />
            <Value band={point.proxy} spread={few && drawsBand(curve)} />
            <td>{fixed(point.kl, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "step 80: Ordinary RLHF gold 2.83, proxy 1.10, KL 4.2; R2M ...". */
export function readingInWords(props: Props): string {
  const arms = readingsOf(props).map(({ curve: { arm }, point }) => `${armLabel(arm)} gold ${fixed(point.gold.mean)}, proxy ${fixed(point.proxy.mean)}, KL ${fixed(point.kl, 1)}`);
  return arms.length === 0 ? '' : `step ${props.step}: ${arms.join('; ')}`;
}
