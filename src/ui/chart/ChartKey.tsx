/** Which line is what. It stands above the chart and does not move. */

import type { ArmCurve } from '../../store/curves.ts';
import { armColour, armLabel } from '../arms.ts';

export function ChartKey({ curves }: { readonly curves: readonly ArmCurve[] }) {
  return (
    <ul className="chart-key">
      {curves.map(({ arm }) => (
        <li key={arm} style={{ color: armColour(arm) }}>
          <span className="chart-key-arm">{armLabel(arm)}</span>
          <Stroke name={`gold-${arm}`} word="gold" />
          <Stroke name={`proxy-${arm}`} word="proxy" dashes="5 4" />
        </li>
      ))}
    </ul>
  );
}

function Stroke({ name, word, dashes }: { readonly name: string; readonly word: string; readonly dashes?: string }) {
  return (
    <span className="chart-key-stroke" data-testid={name} title={name}>
      <svg width="26" height="8" aria-hidden="true">
        <line x1="0" x2="26" y1="4" y2="4" stroke="currentColor" strokeWidth={dashes ? 1.75 : 2.5} strokeDasharray={dashes} />
      </svg>
      {word}
    </span>
  );
}
