/** The small charts, each with what to look at. What a text says of the run is computed from it. */
import type { EvaluationMetrics } from '../../experiment/metrics.ts';
import { evaluationCurves, trainingCurves, type MetricCurve } from '../../store/curves.ts';
import { ownRewardCurves } from '../../store/ownReward.ts';
import type { Shown } from '../../store/shown.ts';
import {
  clipLook, entropyLook, heldOutLook, klLook, lengthLook, normLook, omegaLook, ownRewardLook, ownTextLook, rewardEntropyLook, styleLook,
} from './looks.ts';

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

export const SMALL_CHARTS: readonly SmallChartText[] = [
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
  { title: 'ω(t)', unit: 'weight of the text itself', solid: trained('omega'), extent: [0, 1], ofTraining: true, look: omegaLook },
  { title: 'Group reward entropy', unit: 'nats', solid: trained('groupRewardEntropy'), ofTraining: true, look: rewardEntropyLook },
  { title: 'Clip fraction', unit: 'share of ratios', solid: trained('clipFraction'), ofTraining: true, look: clipLook },
  { title: 'Gradient norm', unit: 'before clipping', solid: trained('gradientNorm'), ofTraining: true, look: normLook },
];
