/** The small charts, each with what to look at: those of every run, and those of what its methods report. What a text says of the run is computed from it. */
import type { EvaluationMetrics } from '../../experiment/metrics.ts';
import type { ArmName } from '../../config/names.ts';
import { armConfig, armOf } from '../../settings/arms.ts';
import { evaluationCurves, trainingCurves, type MetricCurve } from '../../store/curves.ts';
import { ownRewardCurves } from '../../store/ownReward.ts';
import type { Shown } from '../../store/shown.ts';
import { clipLook, courseText, entropyLook, heldOutLook, klLook, lengthLook, normLook, ownRewardLook, ownTextLook, styleLook } from './looks.ts';

/** What the charts read of a run. */
export type Measured = Pick<Shown, 'source' | 'config' | 'changes' | 'growth' | 'arms' | 'status'>;

type Source = (run: Measured) => MetricCurve[];

export interface SmallChartText {
  readonly title: string;
  readonly unit: string;
  /** What to look at. */
  readonly look: (run: Measured) => string;
  readonly solid: Source;
  /** Drawn dashed beside it. */
  readonly dashed?: Source;
  /** A value worth a line of its own. */
  readonly reference?: number;
  /** Extent of the vertical axis, where the quantity has one. */
  readonly extent?: readonly [number, number];
  /** Measured on the training batches, which a recorded run does not keep. */
  readonly ofTraining?: boolean;
}

/** On the evaluations' fresh samples. */
const evaluated = (key: Exclude<keyof EvaluationMetrics, 'step'>): Source => ({ growth }) => evaluationCurves(growth, key);
/** On the training batches. */
const trained = (key: string): Source => ({ growth }) => trainingCurves(growth, key);

const ANSWERS: readonly SmallChartText[] = [
  { title: 'Distance (KL)', unit: 'nats', solid: evaluated('kl'), look: klLook },
  { title: 'Length', unit: 'words', solid: evaluated('length'), look: lengthLook },
  { title: 'Style words', unit: 'words', solid: evaluated('styleWords'), look: styleLook },
  { title: 'Entropy', unit: 'nats', solid: evaluated('entropy'), look: entropyLook },
  {
    title: 'Own reward and proxy', unit: 'solid: own reward ÷ ω, dashed: proxy', look: ownRewardLook,
    solid: (run) => ownRewardCurves(run.growth, run), dashed: evaluated('proxy'),
  },
  { title: 'Right about sober text', unit: 'share of held-out pairs', solid: evaluated('heldOutAccuracy'), reference: 0.5, extent: [0, 1], look: heldOutLook },
  { title: 'Right about its own text', unit: 'share of pairs', solid: evaluated('onPolicyAccuracy'), reference: 0.5, extent: [0, 1], look: ownTextLook },
];
const STEPS: readonly SmallChartText[] = [
  { title: 'Clip fraction', unit: 'share of ratios', solid: trained('clipFraction'), ofTraining: true, look: clipLook },
  { title: 'Gradient norm', unit: 'before clipping', solid: trained('gradientNorm'), ofTraining: true, look: normLook },
];

/** What the methods report and draw, each quantity once; a text is the first arm's that has it. */
function reported(arms: readonly ArmName[]): SmallChartText[] {
  const all = arms.flatMap((arm) => armOf(arm).method.charts.map((chart) => ({ arm, chart })));
  const first = all.filter(({ chart }, index) => index === all.findIndex((other) => other.chart.title === chart.title && other.chart.column === chart.column));
  return first.map(({ arm, chart: { title, unit, column, extent, look } }) => ({
    title, unit, ofTraining: true, solid: trained(column), ...(extent && { extent }),
    look: (run) => `${look(armConfig(armOf(arm), run.config))}${courseText(run, column)}`,
  }));
}

export function chartsOf(arms: readonly ArmName[]): SmallChartText[] {
  return [...ANSWERS, ...reported(arms), ...STEPS];
}
