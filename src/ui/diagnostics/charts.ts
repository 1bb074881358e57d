/** The small charts, each with what to look at. */
import type { EvaluationMetrics, TrainingMetrics } from '../../experiment/metrics.ts';

type EvaluationKey = Exclude<keyof EvaluationMetrics, 'step'>;
type TrainingKey = Exclude<keyof TrainingMetrics, 'step'>;

/** `from`: measured on the evaluations' fresh samples, or on the training batches. */
export type Source = { readonly from: 'evaluation'; readonly key: EvaluationKey } | { readonly from: 'training'; readonly key: TrainingKey };

export interface SmallChartText {
  readonly title: string;
  readonly unit: string;
  readonly look: string;
  readonly solid: Source;
  /** Drawn dashed beside it. */
  readonly dashed?: Source;
  /** A value worth a line of its own. */
  readonly reference?: number;
  /** Extent of the vertical axis, where the quantity has one. */
  readonly extent?: readonly [number, number];
}

const evaluated = (key: EvaluationKey): Source => ({ from: 'evaluation', key });
const trained = (key: TrainingKey): Source => ({ from: 'training', key });

export const SMALL_CHARTS: readonly SmallChartText[] = [
  {
    title: 'KL', unit: 'nats', solid: evaluated('kl'),
    look: 'How far each policy has moved. An arm that moves less loses less: compare gold at equal KL, too.',
  },
  {
    title: 'What gold rewards', unit: 'solid: words on topic, dashed: flow', solid: evaluated('goldContent'), dashed: evaluated('goldFlow'),
    look: 'Distinct words on topic, and connectives between them. Does a hacked policy lose these, too?',
  },
  {
    title: 'What gold charges for', unit: 'solid: length, dashed: style', solid: evaluated('goldLength'), dashed: evaluated('goldStyle'),
    look: 'Style pays until the third word of it, then costs; so does every word past the free length. Which of the two brings gold down?',
  },
  { title: 'Length', unit: 'words', solid: evaluated('length'), look: 'Length helps gold up to the free length, then it costs. Does it keep growing?' },
  { title: 'Style words', unit: 'words', solid: evaluated('styleWords'), look: 'Two are welcome. A climb past that is the plainest sign of hacking.' },
  { title: 'Entropy', unit: 'nats', solid: evaluated('entropy'), look: 'A collapse towards zero means that the policy says the same thing every time.' },
  {
    title: 'Own proxy and frozen proxy', unit: 'solid: own reward, dashed: frozen', solid: evaluated('ownProxy'), dashed: evaluated('proxy'),
    look: 'The frozen arm’s two lines are one. Where R2M’s own reward parts from the frozen one, feedback is at work.',
  },
  {
    title: 'Accuracy on held-out pairs', unit: 'share', solid: evaluated('heldOutAccuracy'), reference: 0.5, extent: [0, 1],
    look: 'Does training with R2M keep the reward model right about the starting policy’s text?',
  },
  {
    title: 'Accuracy on its own text', unit: 'share', solid: evaluated('onPolicyAccuracy'), reference: 0.5, extent: [0, 1],
    look: 'Below the line the reward ranks the policy’s present responses worse than a coin would.',
  },
  { title: 'ω(t)', unit: 'weight of the RTE', solid: trained('omega'), extent: [0, 1], look: 'It falls from 1 to Ω; the rest is the weight of policy feedback.' },
  {
    title: 'Group reward entropy', unit: 'nats', solid: trained('groupRewardEntropy'),
    look: 'At most ln K, where all rewards of a group are equal. The GRE loss pulls it down; R2M alone has it.',
  },
  { title: 'Clip fraction', unit: 'share of ratios', solid: trained('clipFraction'), look: 'Near zero: steps are small. Over a third: the policy outruns its batch.' },
  { title: 'Gradient norm', unit: 'before clipping', solid: trained('gradientNorm'), look: 'Spikes are batches that pull hard; the step itself is bounded by the clip on the norm.' },
];
