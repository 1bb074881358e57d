/** A method's own reward apart from the factor ω(t), in which it is comparable with the proxy. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import { armConfig, armOf } from '../settings/arms.ts';
import { omegaAt } from '../rlhf/omega.ts';
import { metricPoints, type MetricCurve } from './curves.ts';
import type { ArmGrowth, MeanColumns } from './growth.ts';
import type { LanePages } from './record.ts';
import type { Shown } from './shown.ts';

/** Methods whose reward ω(t) enters. */
export function hasOmega(arm: ArmName): boolean {
  return armOf(arm).method.reports.includes('omega');
}

/** Apart from rounding. */
const SAME = 1e-6;

/** Whether the lane's method has ever said anything else of an answer than the proxy. */
export function judgesAlone({ pages }: Pick<LanePages, 'pages'>): boolean {
  return pages.some(({ samples }) => samples.some(({ ownProxy, proxy }) => Math.abs(ownProxy - proxy) > SAME));
}

type Run = Pick<Shown, 'config' | 'changes'>;

/** Ω in force at a step: it can be changed while a run goes on, except where the arm has one of its own. */
function omegaMinAt(arm: ArmName, { config, changes }: Run, step: number): number {
  const own = changes.filter(({ field }) => field === 'omegaMin');
  const before = own.findLast((change) => change.step <= step);
  const value = before ? before.to : own[0]?.from ?? config.omegaMin;
  return armConfig(armOf(arm), typeof value === 'number' ? { ...config, omegaMin: value } : config).omegaMin;
}

/** Under this ω says nothing of the reward: it is a division by almost nothing. */
const LEAST_OMEGA = 0.05;

function values(arm: ArmName, { step, ownProxy }: MeanColumns<EvaluationMetrics>, run: Run): (number | null)[] {
  return ownProxy.map((own, row) => {
    const at = step[row];
    if (own === null || at === null || !hasOmega(arm)) return own;
    // An evaluation reads the reward as the next step would.
    const omega = omegaAt(Math.min(at + 1, run.config.steps), run.config.steps, omegaMinAt(arm, run, at));
    return omega < LEAST_OMEGA ? null : own / omega;
  });
}

export function ownRewardCurves(growth: readonly ArmGrowth[], run: Run): MetricCurve[] {
  return growth.map(({ arm, evaluations }) => ({ arm, points: metricPoints(evaluations.step, values(arm, evaluations, run)) }));
}
