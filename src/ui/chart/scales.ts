/** From values to pixels, for what is drawn in the chart beside the library's own lines. */
import { usePlotArea, useXAxisDomain, useXAxisScale, useYAxisScale } from 'recharts';
import type { Place } from './lines.ts';
import { positionOf, type ChartAxis } from './scale.ts';

export interface Scales {
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Where the axis ends: beyond it there is room for labels. */
  readonly end: number;
  readonly x: (place: Place) => number;
  readonly gold: (value: number) => number;
  readonly proxy: (value: number) => number;
}

/** Null before the chart has measured itself. */
export function useScales(axis: ChartAxis): Scales | null {
  const area = usePlotArea();
  const x = useXAxisScale();
  const gold = useYAxisScale('gold');
  const proxy = useYAxisScale('proxy');
  const domain = useXAxisDomain();
  if (!area || !x || !gold || !proxy || !isRange(domain)) return null;
  return {
    area,
    end: x(domain[1]) ?? area.x + area.width,
    x: (place) => x(positionOf(place, axis)) ?? NaN,
    gold: (value) => gold(value) ?? NaN,
    proxy: (value) => proxy(value) ?? NaN,
  };
}

function isRange(domain: ReturnType<typeof useXAxisDomain>): domain is readonly [number, number] {
  return domain !== undefined && typeof domain[0] === 'number';
}

/** A path through pixels, broken where one is missing. */
export function pathOf(points: readonly (readonly [x: number, y: number])[]): string {
  let path = '';
  let open = false;
  for (const [x, y] of points) {
    const there = Number.isFinite(x) && Number.isFinite(y);
    if (there) path += `${open ? 'L' : 'M'}${x.toFixed(1)},${y.toFixed(1)}`;
    open = there;
  }
  return path;
}

/** A dot at each of the pixels, as one path: its line ends are round. */
export function dotsOf(points: readonly (readonly [x: number, y: number])[]): string {
  return points.filter((point) => point.every((value) => Number.isFinite(value))).map(([x, y]) => `M${x.toFixed(1)},${y.toFixed(1)}h0`).join('');
}
