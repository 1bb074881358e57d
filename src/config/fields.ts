/**
 * The one table of fields. Controls, links, validation, the command line, run diffs and the README's table read it;
 * a hyper-parameter is declared here and nowhere else.
 */
import { ADVANTAGES, ARMS } from './names.ts';

/**
 * The first stage that a change of the field touches. `step` applies to a run in progress, from its next step;
 * everything else needs a new run (from that stage on).
 */
export type Effect = 'policy' | 'trunk' | 'labels' | 'head' | 'run' | 'step';

export type Group = 'Comparison' | 'Reinforcement learning' | 'R2M' | 'Labels and reward model' | 'Supervised start' | 'Models' | 'Gold reward';

interface Common {
  readonly label: string;
  /** One line, shown under the control. */
  readonly help: string;
  readonly group: Group;
  readonly effect: Effect;
  /** The field's symbol in the paper or in this lab's texts. */
  readonly symbol?: string;
  /** The paper's own value, where it gives one. */
  readonly paper?: string;
  readonly unit?: string;
}
export interface NumberField extends Common {
  readonly type: 'number' | 'integer';
  readonly min: number;
  readonly max: number;
  /** The step of the control; any value in the range is valid. */
  readonly step: number;
  readonly default: number;
  /** Controls move in ratios rather than differences. */
  readonly logarithmic?: boolean;
}
export interface ChoiceField<T extends string = string> extends Common {
  readonly type: 'choice';
  readonly options: readonly T[];
  readonly default: T;
}
export interface SwitchField extends Common {
  readonly type: 'switch';
  readonly default: boolean;
}
export interface ArmsField extends Common {
  readonly type: 'arms';
  readonly options: readonly string[];
  readonly default: readonly string[];
}
export interface SeedsField extends Common {
  readonly type: 'seeds';
  readonly min: number;
  readonly max: number;
  /** The most seeds in one run. */
  readonly most: number;
  readonly default: readonly number[];
}
export type Field = NumberField | ChoiceField | SwitchField | ArmsField | SeedsField;

export const fields = {
  arms: {
    type: 'arms', options: ARMS, default: ['frozen', 'r2m'], group: 'Comparison', effect: 'run', label: 'Arms',
    help: 'What is compared. All arms of a seed share prompts, labels, starting weights and random numbers.',
  },
  seeds: {
    type: 'seeds', min: 0, max: 999_999, most: 64, default: [8, 9], group: 'Comparison', effect: 'run', label: 'Seeds',
    help: 'One lane per arm and seed: own starting policy, own labels, own reward model. Written 8, 8-19 or 3,5,9.',
  },
  steps: {
    type: 'integer', min: 1, max: 2000, step: 10, default: 160, group: 'Comparison', effect: 'run', label: 'RL steps', symbol: 'T',
    help: 'Length of the run. Schedules of the learning rates and of ω stretch with it.',
  },
  evaluateEvery: {
    type: 'integer', min: 1, max: 200, step: 1, default: 10, group: 'Comparison', effect: 'run', label: 'Evaluate every', unit: 'steps',
    help: 'Fresh samples of every prompt are scored by gold this often; it never changes training.',
  },
  evaluationSamples: {
    type: 'integer', min: 1, max: 32, step: 1, default: 6, group: 'Comparison', effect: 'run', label: 'Samples per prompt',
    help: 'Responses drawn for each of the 30 prompts at an evaluation.',
  },

  advantage: {
    type: 'choice', options: ADVANTAGES, default: 'grpo', group: 'Reinforcement learning', effect: 'step', label: 'Advantage', symbol: 'A',
    help: 'How a group of rewards becomes advantages. GRPO divides by the group’s spread, so it ignores the reward’s scale.', paper: 'RLOO',
  },
  learningRate: {
    type: 'number', min: 0, max: 0.01, step: 1e-5, default: 3e-4, logarithmic: true, group: 'Reinforcement learning', effect: 'step', label: 'Learning rate',
    help: 'Peak step size of Adam for the policy.',
  },
  learningRateSchedule: {
    type: 'choice', options: ['ramp', 'constant'], default: 'ramp', group: 'Reinforcement learning', effect: 'step', label: 'Learning-rate schedule',
    help: 'ramp: times min(1, (t+1)/(T/2))², a slow start. constant: the peak from the first step.', paper: 'constant',
  },
  beta: {
    type: 'number', min: 0, max: 5, step: 0.01, default: 0.15, group: 'Reinforcement learning', effect: 'step', label: 'KL weight', symbol: 'β',
    help: 'Price of moving away from the reference policy, per nat of KL.',
  },
  clip: {
    type: 'number', min: 0.01, max: 1, step: 0.01, default: 0.2, group: 'Reinforcement learning', effect: 'step', label: 'Clip', symbol: 'ε',
    help: 'The ratio of new to old probability counts only within 1 ± ε.',
  },
  ratio: {
    type: 'choice', options: ['token', 'sequence'], default: 'token', group: 'Reinforcement learning', effect: 'step', label: 'Ratio', symbol: 'ρ',
    help: 'Clip the ratio of each word, or of the whole response as the paper does.', paper: 'sequence',
  },
  epochs: {
    type: 'integer', min: 1, max: 8, step: 1, default: 2, group: 'Reinforcement learning', effect: 'step', label: 'Epochs', symbol: 'k', paper: '2',
    help: 'Passes over each batch. The last one yields the fresh policy states for R2M.',
  },
  promptsPerStep: {
    type: 'integer', min: 1, max: 30, step: 1, default: 8, group: 'Reinforcement learning', effect: 'run', label: 'Prompts per step', symbol: 'n',
    help: 'Prompts drawn for each RL step.',
  },
  groupSize: {
    type: 'integer', min: 2, max: 32, step: 1, default: 8, group: 'Reinforcement learning', effect: 'run', label: 'Responses per prompt', symbol: 'K',
    help: 'Responses sampled for each prompt: a group.',
  },
  temperature: {
    type: 'number', min: 0.1, max: 3, step: 0.05, default: 1, group: 'Reinforcement learning', effect: 'step', label: 'Temperature',
    help: 'Softmax temperature of the training samples. Evaluation always samples at 1.',
  },
  gradientNorm: {
    type: 'number', min: 0.01, max: 100, step: 0.1, default: 1, logarithmic: true, group: 'Reinforcement learning', effect: 'step', label: 'Gradient norm',
    help: 'The policy’s gradient is scaled down to at most this norm.',
  },

  omegaMin: {
    type: 'number', min: 0, max: 1, step: 0.05, default: 0.6, group: 'R2M', effect: 'step', label: 'Least weight of the RTE', symbol: 'Ω', paper: '0.6, 0.7',
    help: 'ω(t) falls along a half cosine from 1 to this floor; 1 − ω is the weight of policy feedback.',
  },
  alpha: {
    type: 'number', min: 0, max: 1, step: 0.05, default: 0.3, group: 'R2M', effect: 'step', label: 'Entropy share', symbol: 'α', paper: '0.3',
    help: 'GREBT loss = (1 − α) Bradley–Terry + α group reward entropy.',
  },
  rewardLearningRate: {
    type: 'number', min: 0, max: 0.05, step: 1e-5, default: 5e-4, logarithmic: true, group: 'R2M', effect: 'step', label: 'Reward learning rate',
    help: 'Peak step size of Adam for the cross attention and the head, one step per RL step.',
  },
  rewardLearningRateSchedule: {
    type: 'choice', options: ['decay', 'constant'], default: 'decay', group: 'R2M', effect: 'step', label: 'Reward-rate schedule',
    help: 'decay: times max(0, 1 − t/(T/2)), gone by half time. constant: the peak throughout.', paper: 'constant',
  },
  attentionWidth: {
    type: 'integer', min: 4, max: 128, step: 4, default: 24, group: 'R2M', effect: 'run', label: 'Attention width', symbol: 'd',
    help: 'Inner width of the sequence-to-token cross attention.',
  },
  matchScale: {
    type: 'switch', default: false, group: 'R2M', effect: 'step', label: 'Match the frozen scale',
    help: 'Rescale R2M’s rewards to the frozen model’s spread within groups, so that RLOO cannot gain from smaller rewards alone.',
  },

  labels: {
    type: 'integer', min: 10, max: 2000, step: 5, default: 75, group: 'Labels and reward model', effect: 'labels', label: 'Labelled pairs', symbol: 'N',
    help: 'Pairs of SFT responses that gold compares. This is the gold budget; fewer labels are hacked sooner.', unit: 'pairs',
  },
  labelTemperature: {
    type: 'number', min: 0.01, max: 5, step: 0.05, default: 0.3, group: 'Labels and reward model', effect: 'labels', label: 'Label noise',
    help: 'A label is drawn with probability σ(gold difference / this): larger is noisier.',
  },
  trunkSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 600, group: 'Labels and reward model', effect: 'trunk', label: 'Trunk pre-training', unit: 'steps',
    help: 'Language-model steps of the reward trunk, on demonstrations of its own; then it is frozen.',
  },
  headSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 300, group: 'Labels and reward model', effect: 'head', label: 'Head steps', unit: 'steps',
    help: 'Bradley–Terry steps of the scoring head on the labelled pairs.',
  },
  headLearningRate: {
    type: 'number', min: 1e-5, max: 1, step: 1e-3, default: 1e-2, logarithmic: true, group: 'Labels and reward model', effect: 'head', label: 'Head learning rate',
    help: 'Step size of AdamW for the head; decays linearly to 10 %.',
  },
  headWeightDecay: {
    type: 'number', min: 0, max: 10, step: 0.01, default: 0.01, group: 'Labels and reward model', effect: 'head', label: 'Head weight decay',
    help: 'AdamW’s decoupled weight decay.',
  },

  demonstrations: {
    type: 'integer', min: 64, max: 50_000, step: 100, default: 4000, group: 'Supervised start', effect: 'policy', label: 'Demonstrations',
    help: 'Prompt and response pairs for SFT; the reward trunk gets as many of its own.',
  },
  sftSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 800, group: 'Supervised start', effect: 'policy', label: 'SFT steps', unit: 'steps',
    help: 'Supervised steps that make the starting policy, which is also the reference.',
  },
  sftLearningRate: {
    type: 'number', min: 1e-5, max: 0.1, step: 1e-4, default: 3e-3, logarithmic: true, group: 'Supervised start', effect: 'policy', label: 'SFT learning rate',
    help: 'Adam’s step size for SFT and trunk: 50 steps of warm-up, then linear decay to 10 %.',
  },
  supervisedBatch: {
    type: 'integer', min: 4, max: 256, step: 4, default: 64, group: 'Supervised start', effect: 'policy', label: 'Supervised batch',
    help: 'Demonstrations per supervised step, and pairs per step of the head.',
  },

  policyWidth: {
    type: 'integer', min: 16, max: 128, step: 16, default: 32, group: 'Models', effect: 'policy', label: 'Policy width', symbol: 'D_p',
    help: 'Hidden width; a multiple of the number of heads.',
  },
  policyLayers: {
    type: 'integer', min: 1, max: 4, step: 1, default: 2, group: 'Models', effect: 'policy', label: 'Policy layers',
    help: 'Transformer blocks of the policy.',
  },
  policyHeads: {
    type: 'integer', min: 1, max: 8, step: 1, default: 4, group: 'Models', effect: 'policy', label: 'Policy heads',
    help: 'Attention heads of the policy.',
  },
  trunkWidth: {
    type: 'integer', min: 8, max: 128, step: 8, default: 24, group: 'Models', effect: 'trunk', label: 'Trunk width', symbol: 'D_rm',
    help: 'Hidden width of the reward trunk; a multiple of its heads.',
  },
  trunkLayers: {
    type: 'integer', min: 1, max: 4, step: 1, default: 2, group: 'Models', effect: 'trunk', label: 'Trunk layers',
    help: 'Transformer blocks of the reward trunk.',
  },
  trunkHeads: {
    type: 'integer', min: 1, max: 8, step: 1, default: 2, group: 'Models', effect: 'trunk', label: 'Trunk heads',
    help: 'Attention heads of the reward trunk.',
  },

  styleLimit: {
    type: 'integer', min: 0, max: 16, step: 1, default: 2, group: 'Gold reward', effect: 'labels', label: 'Style words welcome',
    help: 'Style words beyond this many cost gold.', unit: 'words',
  },
  stylePenalty: {
    type: 'number', min: 0, max: 5, step: 0.1, default: 0.7, group: 'Gold reward', effect: 'labels', label: 'Price of a style word',
    help: 'Gold lost for each style word too many.',
  },
  lengthLimit: {
    type: 'integer', min: 1, max: 16, step: 1, default: 8, group: 'Gold reward', effect: 'labels', label: 'Free length', unit: 'words',
    help: 'Words beyond this many cost gold.',
  },
  lengthPenalty: {
    type: 'number', min: 0, max: 5, step: 0.05, default: 0.25, group: 'Gold reward', effect: 'labels', label: 'Price of a word',
    help: 'Gold lost for each word over the free length.',
  },
} as const satisfies Record<string, Field>;

type Table = typeof fields;
export type FieldKey = keyof Table;

type Value<F> = F extends { type: 'choice'; options: readonly (infer T)[] } ? T
  : F extends { type: 'arms'; options: readonly (infer T)[] } ? readonly T[]
  : F extends { type: 'seeds' } ? readonly number[]
  : F extends { type: 'switch' } ? boolean
  : number;

/** A run's whole configuration: a value for each field. */
export type Config = { readonly [K in FieldKey]: Value<Table[K]> };

export const fieldKeys = Object.keys(fields) as readonly FieldKey[];
