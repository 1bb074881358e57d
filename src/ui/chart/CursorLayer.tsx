/** Takes the pointer over the plot, and shows at which evaluation the readout stands. */
import { useContext, type PointerEvent } from 'react';
import { ZIndexLayer } from 'recharts';
import type { ArmCurve, CurvePoint } from '../../store/curves.ts';
import { armColour } from '../arms.ts';
import { CursorContext } from './cursor.ts';
import type { ChartAxis } from './scale.ts';
import { useScales } from './scales.ts';

const ON_TOP = 1200;

export function CursorLayer({ axis, curves }: { readonly axis: ChartAxis; readonly curves: readonly ArmCurve[] }) {
  const scales = useScales(axis);
  const { step, move } = useContext(CursorContext);
  if (!scales) return null;
  const { area } = scales;
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = area.x + ((event.clientX - box.left) / box.width) * area.width;
    const nearest = curves.flatMap(({ points }) => points)
      .reduce<CurvePoint | null>((best, point) => (best && Math.abs(scales.x(best) - at) <= Math.abs(scales.x(point) - at) ? best : point), null);
    move(nearest?.step ?? null);
  };
  const read = step === null ? [] : curves.flatMap(({ arm, points }) => points.filter((point) => point.step === step).map((point) => ({ arm, point })));
  return (
    <ZIndexLayer zIndex={ON_TOP}>
      <g className="chart-cursor" data-transient>
        {read.length > 0 && axis === 'step' && <path d={`M${scales.x(read[0].point)},${area.y}v${area.height}`} />}
        {read.flatMap(({ arm, point }) => (['gold', 'proxy'] as const).map((key) => (
          <circle
            key={`${key}-${arm}`} cx={scales.x(point)} cy={scales[key](point[key].mean)} r={key === 'gold' ? 5 : 4} fill={armColour(arm)}
          />
        )))}
        <rect
          {...area} fill="transparent" onPointerDown={follow} onPointerMove={follow}
          onPointerLeave={(event) => { if (event.pointerType === 'mouse') move(null); }}
        />
      </g>
    </ZIndexLayer>
  );
}
