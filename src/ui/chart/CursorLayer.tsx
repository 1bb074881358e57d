/** Takes the pointer over the plot: it shows at which evaluation the readout stands, and lifts the line that it is near. */
import { useContext, type PointerEvent } from 'react';
import { ZIndexLayer } from 'recharts';
import type { ArmCurve, CurvePoint } from '../../store/curves.ts';
import { useRunArms } from '../RunArms.tsx';
import { CursorContext } from './cursor.ts';
import type { ArmLine } from './lines.ts';
import { nearestArm, type Path } from './nearest.ts';
import type { ChartAxis } from './scale.ts';
import { useScales } from './scales.ts';

/** The names at the lines' ends, which take the pointer themselves, are between the two. */
const UNDER_NAMES = 690;
const ON_TOP = 1200;

/** Pixels within which a line is meant, by a pointer and by a finger. */
const NEAR = { mouse: 12, touch: 24 } as const;

interface Props {
  readonly axis: ChartAxis;
  readonly curves: readonly ArmCurve[];
  readonly lines: readonly ArmLine[];
}

export function CursorLayer({ axis, curves, lines }: Props) {
  const { lookOf, point: lift } = useRunArms();
  const scales = useScales(axis);
  const { step, move } = useContext(CursorContext);
  if (!scales) return null;
  const { area } = scales;
  const paths = (): Path[] => lines.flatMap(({ arm, points }) => (['gold', 'proxy'] as const).map((key) => ({
    arm, pixels: points.map((point) => [scales.x(point), scales[key](point[key].mean)] as const),
  })));
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = area.x + ((event.clientX - box.left) / box.width) * area.width;
    const nearest = curves.flatMap(({ points }) => points)
      .reduce<CurvePoint | null>((best, point) => (best && Math.abs(scales.x(best) - at) <= Math.abs(scales.x(point) - at) ? best : point), null);
    move(nearest?.step ?? null);
    const up = area.y + ((event.clientY - box.top) / box.height) * area.height;
    lift(nearestArm(paths(), [at, up], event.pointerType === 'touch' ? NEAR.touch : NEAR.mouse));
  };
  const read = step === null ? [] : curves.flatMap(({ arm, points }) => points.filter((point) => point.step === step).map((point) => ({ arm, point })));
  return (
    <>
      <ZIndexLayer zIndex={UNDER_NAMES}>
        <rect
          {...area} className="chart-pointer" data-transient fill="transparent" onPointerDown={follow} onPointerMove={follow}
          onPointerLeave={(event) => {
            if (event.pointerType !== 'mouse') return;
            move(null);
            lift(null);
          }}
        />
      </ZIndexLayer>
      <ZIndexLayer zIndex={ON_TOP}>
        <g className="chart-cursor" data-transient>
          {read.length > 0 && axis === 'step' && <path d={`M${scales.x(read[0].point)},${area.y}v${area.height}`} />}
          {read.flatMap(({ arm, point }) => (['gold', 'proxy'] as const).map((key) => (
            <circle
              key={`${key}-${arm}`} cx={scales.x(point)} cy={scales[key](point[key].mean)} r={key === 'gold' ? 5 : 4} fill={lookOf(arm).colour} style={lookOf(arm).fade}
            />
          )))}
        </g>
      </ZIndexLayer>
    </>
  );
}
