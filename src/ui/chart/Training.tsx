/**
 * What was measured of every step's training batch, faint behind the lines. It grows in place and is drawn by itself as
 * reports arrive, so that the chart need not be drawn again for each of them. Of many methods one is there while it is lifted.
 */
import { ZIndexLayer } from 'recharts';
import { bucketMeans } from '../../store/decimate.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import { useLab } from '../../store/lab.ts';
import { FEW_ARMS, type ArmLook } from '../arms.ts';
import { useRunArms } from '../RunArms.tsx';
import { positionOf, type ChartAxis } from './scale.ts';
import { pathOf, useScales, type Scales } from './scales.ts';

interface Props {
  readonly axis: ChartAxis;
  readonly growth: readonly ArmGrowth[];
  /** Of the run that is shown. */
  readonly run: string;
  /** A run that goes on has a head, which moves at every step. */
  readonly live: boolean;
  /** KL that the axes have room for at least, so that its scale stands still. */
  readonly leastKl: number;
}

const FAINT = -40;
/** KL has the lower part of the chart. */
const KL_SHARE = 0.3;

export function Training({ axis, growth, run, live, leastKl }: Props) {
  const trained = useLab(({ record }) => (record?.id === run ? record.trained : 0));
  const scales = useScales(axis);
  const { lookOf } = useRunArms();
  if (!scales) return null;
  const few = growth.length <= FEW_ARMS;
  const most = Math.max(40, Math.round(scales.area.width / (axis === 'step' ? 3 : 12)));
  return (
    <ZIndexLayer zIndex={FAINT}>
      <g className="chart-training" data-reports={trained} aria-hidden="true">
        {axis === 'step' && <KlLines growth={growth} scales={scales} most={most} leastKl={leastKl} />}
        {growth.map(({ arm, training }) => {
          const at = placesOf(training, most);
          const path = (key: 'gold' | 'proxy') => pathOf(bucketMeans(training[key], most).map((value, index) => [scales.x(at[index]), value === null ? NaN : scales[key](value)]));
          return (
            <g key={arm} stroke={lookOf(arm).colour} {...presence(lookOf(arm), few)}>
              <path d={path('proxy')} strokeDasharray="4 3" />
              <path d={path('gold')} />
            </g>
          );
        })}
        {live && growth.map((each) => <Head key={each.arm} growth={each} scales={scales} />)}
      </g>
    </ZIndexLayer>
  );
}

/** What is there only while its arm is lifted is no part of the chart's picture. */
function presence({ fade, liftedOnly }: ArmLook, always: boolean) {
  return always ? { style: fade } : { 'style': liftedOnly, 'data-transient': true };
}

function placesOf({ step, kl }: ArmGrowth['training'], most: number): { step: number; kl: number }[] {
  const kls = bucketMeans(kl, most);
  return bucketMeans(step, most).map((each, index) => ({ step: each ?? NaN, kl: kls[index] ?? NaN }));
}

/** The newest step. */
function Head({ growth: { arm, training }, scales }: { readonly growth: ArmGrowth; readonly scales: Scales }) {
  const { colour, fade } = useRunArms().lookOf(arm);
  const step = training.step.at(-1);
  const gold = training.gold.at(-1);
  if (typeof step !== 'number' || typeof gold !== 'number' || !Number.isFinite(gold)) return null;
  const y = Math.min(scales.area.y + scales.area.height, Math.max(scales.area.y, scales.gold(gold)));
  return <g style={fade} data-transient><circle className="chart-pulse" cx={scales.x({ step, kl: training.kl.at(-1) ?? NaN })} cy={y} r={4} fill={colour} /></g>;
}

/** KL of every step; of the evaluations where a recorded run has kept no more. */
function klOf({ training, points }: ArmGrowth, most: number): { step: number; kl: number }[] {
  const steps = training.kl.some((value) => value !== null) ? placesOf(training, most) : points;
  return steps.map(({ step, kl }) => ({ step, kl: Math.max(0, kl) }));
}

interface KlProps {
  readonly growth: readonly ArmGrowth[];
  readonly scales: Scales;
  readonly most: number;
  readonly leastKl: number;
}

/** From KL to pixels: a scale of its own, in the lower part of the chart. */
export function klScale(growth: readonly ArmGrowth[], leastKl: number, { area }: Pick<Scales, 'area'>): (kl: number) => number {
  const reached = growth.flatMap(({ points, training }) => [...points.map(({ kl }) => kl), ...training.kl]);
  const top = reached.reduce<number>((most, kl) => Math.max(most, kl !== null && Number.isFinite(kl) ? kl : 0), leastKl);
  return (kl) => area.y + area.height * (1 - (KL_SHARE * Math.max(0, kl)) / top);
}

/** Of many methods the first, and the one that is lifted. */
function KlLines({ growth, scales, most, leastKl }: KlProps) {
  const { lookOf } = useRunArms();
  const few = growth.length <= FEW_ARMS;
  const height = klScale(growth, leastKl, scales);
  return (
    <g className="chart-kl">
      {growth.map((each, index) => (
        <path
          key={each.arm} d={pathOf(klOf(each, most).map((place) => [scales.x(place), height(place.kl)]))} stroke={lookOf(each.arm).colour}
          strokeDasharray="1 4" {...presence(lookOf(each.arm), few || index === 0)}
        />
      ))}
    </g>
  );
}

/** The greatest KL that curves reach, for an axis that has room for it. */
export function greatestKl(growth: readonly ArmGrowth[]): number {
  return growth.flatMap(({ points }) => points).reduce((most, point) => Math.max(most, Number.isFinite(point.kl) ? positionOf(point, 'kl') : 0), 1);
}
