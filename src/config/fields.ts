/**
 * What a field is, and the fields of every run. Controls, links, validation, the command line, run diffs and the README's
 * table read them; a hyper-parameter is declared here, or with the method that alone has it, and nowhere else.
 */
import { ADVANTAGES, type ArmName } from './names.ts';

/**
 * The first stage that a change of the field touches. `step` applies to a run in progress, from its next step;
 * everything else needs a new run (from that stage on).
 */
export type Effect = 'policy' | 'trunk' | 'labels' | 'head' | 'run' | 'step';

export type Group = 'Comparison' | 'Reinforcement learning' | 'R2M' | 'Labels and reward model' | 'Supervised start' | 'Models' | 'Gold reward' | 'Method';

interface Common {
  readonly label: string;
  /** What it does, shown under the control: also what the code decides beyond the name. */
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
  /** Controls move in ratios rather than differences; zero, where the range has it, is a place of its own at the lower end. */
  readonly logarithmic?: boolean;
  /** Values that the slider marks and meets exactly. */
  readonly detents?: readonly number[];
}
export interface ChoiceField<T extends string = string> extends Common {
  readonly type: 'choice';
  readonly options: readonly T[];
  /** The options as the page names them; one that is missing is named by its value. */
  readonly titles?: Readonly<Partial<Record<T, string>>>;
  readonly default: T;
}
export interface SwitchField extends Common {
  readonly type: 'switch';
  readonly default: boolean;
}
export interface ArmsField extends Common {
  readonly type: 'arms';
  readonly default: readonly ArmName[];
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
    type: 'arms', default: ['frozen', 'r2m'], group: 'Comparison', effect: 'run', label: 'Methods',
    help: 'What is compared: methods, each with settings of its own where it is to differ, as in r2m{alpha=0}. All methods of a seed share prompts, labels, starting weights and random numbers.',
  },
  seeds: {
    type: 'seeds', min: 0, max: 999_999, most: 64, default: [8, 9], group: 'Comparison', effect: 'run', label: 'Seeds',
    help: 'Repetitions of the whole experiment: each seed has a starting policy, labels and a judge (reward model) of its own. Written 8, 8-19 or 3,5,9.',
  },
  steps: {
    type: 'integer', min: 1, max: 2000, step: 10, default: 160, logarithmic: true, detents: [40, 160, 400], group: 'Comparison', effect: 'run', label: 'RL steps', symbol: 'T',
    help: 'Length of the run. Schedules of the learning rates and of ω stretch with it.',
  },
  evaluateEvery: {
    type: 'integer', min: 1, max: 200, step: 1, default: 10, logarithmic: true, group: 'Comparison', effect: 'run', label: 'Evaluate every', unit: 'steps',
    help: 'Fresh samples of every prompt are scored by gold this often, and at the start and the last step in any case. It never changes training.',
  },
  evaluationSamples: {
    type: 'integer', min: 1, max: 32, step: 1, default: 6, group: 'Comparison', effect: 'run', label: 'Samples per prompt',
    help: 'Responses drawn for each of the 30 prompts at an evaluation, always at temperature 1.',
  },

  advantage: {
    type: 'choice', options: ADVANTAGES, titles: { grpo: 'GRPO', rloo: 'RLOO', remax: 'ReMax', reinforcePlusPlus: 'REINFORCE++' }, default: 'grpo',
    group: 'Reinforcement learning', effect: 'step', label: 'Advantage', symbol: 'A', paper: 'RLOO',
    help: 'How rewards become “better or worse than expected”. GRPO divides by the group’s spread and REINFORCE++ by the batch’s, so both ignore the reward’s scale. '
      + 'RLOO (minus the mean of the group’s others) and ReMax (minus the most probable response’s reward, one more response per prompt) keep it.',
  },
  learningRate: {
    type: 'number', min: 0, max: 0.01, step: 1e-5, default: 3e-4, logarithmic: true, detents: [0, 1e-4, 3e-4, 1e-3], group: 'Reinforcement learning', effect: 'step', label: 'Learning rate',
    help: 'Peak step size of Adam for the policy. With the ramp it is reached at half time.',
  },
  learningRateSchedule: {
    type: 'choice', options: ['ramp', 'constant'], titles: { ramp: 'Ramp: slow start', constant: 'Constant' }, default: 'ramp',
    group: 'Reinforcement learning', effect: 'step', label: 'Learning-rate schedule', paper: 'constant',
    help: 'Ramp: times ((t + 1)/(T/2))² at step t = 0, 1, 2 …, and the peak from half time on. Constant: the peak from the first step.',
  },
  beta: {
    type: 'number', min: 0, max: 5, step: 0.01, default: 0.15, logarithmic: true, detents: [0, 0.05, 0.15, 0.5], group: 'Reinforcement learning', effect: 'step', label: 'KL weight', symbol: 'β',
    help: 'Price of moving away from the starting policy, per nat of KL (a measure of distance). The KL is exact, summed over a response’s words, and part of the loss, not of the reward.',
  },
  clip: {
    type: 'number', min: 0.01, max: 1, step: 0.01, default: 0.2, logarithmic: true, group: 'Reinforcement learning', effect: 'step', label: 'Clip', symbol: 'ε',
    help: 'What a word (or response) gains by the ratio of its new to its old probability counts only within 1 ± ε. The ratio is 1 in the first epoch: with one epoch this does nothing.',
  },
  ratio: {
    type: 'choice', options: ['token', 'sequence'], titles: { token: 'Of each word', sequence: 'Of the whole response' }, default: 'token',
    group: 'Reinforcement learning', effect: 'step', label: 'Ratio', symbol: 'ρ', paper: 'sequence',
    help: 'Clip the ratio of each word, or of the whole response as the paper does.',
  },
  epochs: {
    type: 'integer', min: 1, max: 8, step: 1, default: 2, group: 'Reinforcement learning', effect: 'step', label: 'Epochs', symbol: 'k', paper: '2',
    help: 'Passes over each batch, each with one step of Adam. R2M reads the policy’s states of the last pass, before that pass’s own step; with one epoch they are those of sampling.',
  },
  promptsPerStep: {
    type: 'integer', min: 1, max: 30, step: 1, default: 8, group: 'Reinforcement learning', effect: 'run', label: 'Prompts per step', symbol: 'n',
    help: 'Different prompts, of the 30, drawn for each RL step.',
  },
  groupSize: {
    type: 'integer', min: 2, max: 32, step: 1, default: 8, group: 'Reinforcement learning', effect: 'run', label: 'Responses per prompt', symbol: 'K',
    help: 'Responses sampled for each prompt: a group. R2M learns from the best and the worst of each.',
  },
  temperature: {
    type: 'number', min: 0.1, max: 3, step: 0.05, default: 1, detents: [1], group: 'Reinforcement learning', effect: 'step', label: 'Temperature',
    help: 'Softmax temperature of the training samples alone. Loss, ratio, KL and gradient are those of temperature 1, so at any other value the gradient is taken on samples of a '
      + 'different distribution than its own. Evaluation and labelled pairs are always sampled at 1.',
  },
  gradientNorm: {
    type: 'number', min: 0.01, max: 100, step: 0.1, default: 1, logarithmic: true, group: 'Reinforcement learning', effect: 'step', label: 'Gradient norm',
    help: 'Each seed’s policy gradient is scaled down to at most this norm before Adam. It is the gradient of the loss divided by 8.',
  },

  omegaMin: {
    type: 'number', min: 0, max: 1, step: 0.05, default: 0.6, group: 'R2M', effect: 'step', label: 'Floor of ω', symbol: 'Ω', paper: '0.6, 0.7',
    help: 'R2M may lean on the policy’s own states by at most 1 − Ω: ω(t) falls along a half cosine from 1 to this floor and stays there; 1 − ω(t) is the weight of those states. '
      + 'Also the least factor of the smaller-reward control; ordinary RLHF has none.',
  },
  alpha: {
    type: 'number', min: 0, max: 1, step: 0.05, default: 0.3, group: 'R2M', effect: 'step', label: 'Entropy share', symbol: 'α', paper: '0.3',
    help: 'R2M’s loss (GREBT) is (1 − α) times Bradley–Terry, which tells the best from the worst of a group, plus α times the group reward entropy (GRE), which makes few rewards of a group stand out.',
  },
  rewardLearningRate: {
    type: 'number', min: 0, max: 0.05, step: 1e-5, default: 5e-4, logarithmic: true, detents: [0, 5e-4], group: 'R2M', effect: 'step', label: 'Reward learning rate',
    help: 'Peak step size of Adam for R2M’s cross attention and head, one step per RL step. With the decay it is zero from half time on: R2M’s reward then stays as it is.',
  },
  rewardLearningRateSchedule: {
    type: 'choice', options: ['decay', 'constant'], titles: { decay: 'Decay: zero from half time', constant: 'Constant' }, default: 'decay',
    group: 'R2M', effect: 'step', label: 'Reward-rate schedule', paper: 'constant',
    help: 'Decay: times 1 − t/(T/2) at step t = 0, 1, 2 …, zero from half time on. Constant: the peak throughout.',
  },
  attentionWidth: {
    type: 'integer', min: 4, max: 128, step: 4, default: 24, group: 'R2M', effect: 'run', label: 'Attention width', symbol: 'd',
    help: 'Inner width of the cross attention by which R2M’s judge reads the policy’s states.',
  },
  matchScale: {
    type: 'switch', default: false, group: 'R2M', effect: 'step', label: 'Match the frozen scale',
    help: 'Rescale the rewards that R2M trains on to the frozen judge’s spread within groups, so that RLOO cannot gain from smaller rewards alone. Charts show R2M’s own reward unscaled at evaluations.',
  },

  labels: {
    type: 'integer', min: 10, max: 2000, step: 5, default: 75, logarithmic: true, detents: [75, 750], group: 'Labels and reward model', effect: 'labels', label: 'Labelled pairs', symbol: 'N',
    help: 'Pairs of the starting policy’s responses that gold compares, bought once for each seed and shared by the methods. This is the gold budget, but for methods that buy more on the way. 150 more pairs per seed only measure accuracy and set the judge’s scale.',
    unit: 'pairs',
  },
  labelTemperature: {
    type: 'number', min: 0.01, max: 5, step: 0.05, default: 0.3, logarithmic: true, group: 'Labels and reward model', effect: 'labels', label: 'Label noise',
    help: 'The first of a pair is preferred with probability σ(its gold minus the other’s, divided by this): larger is noisier.',
  },
  trunkSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 600, logarithmic: true, group: 'Labels and reward model', effect: 'trunk', label: 'Trunk pre-training', unit: 'steps',
    help: 'Language-model steps of the judge’s trunk, on demonstrations of its own, with the batch and the learning rate of the supervised start; then it is frozen.',
  },
  headSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 300, logarithmic: true, group: 'Labels and reward model', effect: 'head', label: 'Head steps', unit: 'steps',
    help: 'Bradley–Terry steps of the scoring head on the labelled pairs, drawn with replacement. Afterwards it is scaled to mean 0 and standard deviation 1 over the starting policy’s held-out responses.',
  },
  headLearningRate: {
    type: 'number', min: 1e-5, max: 1, step: 1e-3, default: 1e-2, logarithmic: true, group: 'Labels and reward model', effect: 'head', label: 'Head learning rate',
    help: 'Step size of AdamW for the head, decaying linearly towards 10 %.',
  },
  headWeightDecay: {
    type: 'number', min: 0, max: 10, step: 0.01, default: 0.01, logarithmic: true, group: 'Labels and reward model', effect: 'head', label: 'Head weight decay',
    help: 'AdamW’s weight decay, applied beside the gradient (decoupled) and times the learning rate.',
  },

  demonstrations: {
    type: 'integer', min: 64, max: 50_000, step: 100, default: 4000, logarithmic: true, group: 'Supervised start', effect: 'policy', label: 'Demonstrations',
    help: 'Prompts with responses that the policy learns to imitate; the judge’s trunk gets as many of its own.',
  },
  sftSteps: {
    type: 'integer', min: 1, max: 5000, step: 50, default: 800, logarithmic: true, group: 'Supervised start', effect: 'policy', label: 'SFT steps', unit: 'steps',
    help: 'Supervised steps that make the starting policy, from which KL is measured.',
  },
  sftLearningRate: {
    type: 'number', min: 1e-5, max: 0.1, step: 1e-4, default: 3e-3, logarithmic: true, group: 'Supervised start', effect: 'policy', label: 'SFT learning rate',
    help: 'Adam’s peak step size for SFT and trunk: 50 steps of warm-up (all of a shorter training), then linear decay to 10 %.',
  },
  supervisedBatch: {
    type: 'integer', min: 4, max: 256, step: 4, default: 64, logarithmic: true, group: 'Supervised start', effect: 'policy', label: 'Supervised batch',
    help: 'Demonstrations per step of SFT and of the trunk, and labelled pairs per step of the head.',
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
    help: 'Attention heads of the policy; the width is a multiple of them.',
  },
  trunkWidth: {
    type: 'integer', min: 8, max: 128, step: 8, default: 24, group: 'Models', effect: 'trunk', label: 'Trunk width', symbol: 'D_rm',
    help: 'Hidden width of the judge’s trunk; a multiple of its heads.',
  },
  trunkLayers: {
    type: 'integer', min: 1, max: 4, step: 1, default: 2, group: 'Models', effect: 'trunk', label: 'Trunk layers',
    help: 'Transformer blocks of the judge’s trunk.',
  },
  trunkHeads: {
    type: 'integer', min: 1, max: 8, step: 1, default: 2, group: 'Models', effect: 'trunk', label: 'Trunk heads',
    help: 'Attention heads of the judge’s trunk; the width is a multiple of them.',
  },

  styleLimit: {
    type: 'integer', min: 0, max: 16, step: 1, default: 2, group: 'Gold reward', effect: 'labels', label: 'Style words welcome',
    help: 'Style words beyond this many cost gold. The first earns .8 and the second .6 whatever the limit.', unit: 'words',
  },
  stylePenalty: {
    type: 'number', min: 0, max: 5, step: 0.1, default: 0.7, detents: [0, 0.7], group: 'Gold reward', effect: 'labels', label: 'Price of a style word',
    help: 'Gold lost for each style word (✨, !, **, •, sure, sorry) over the limit.',
  },
  lengthLimit: {
    type: 'integer', min: 1, max: 16, step: 1, default: 8, group: 'Gold reward', effect: 'labels', label: 'Free length', unit: 'words',
    help: 'Words beyond this many cost gold; the end mark is no word.',
  },
  lengthPenalty: {
    type: 'number', min: 0, max: 5, step: 0.05, default: 0.25, group: 'Gold reward', effect: 'labels', label: 'Price of a word',
    help: 'Gold lost for each word over the free length.',
  },
} as const satisfies Record<string, Field>;

type Table = typeof fields;
export type FieldKey = keyof Table;

/** Rows of a table: those of every run, or a method's own. */
export type FieldTable = Readonly<Record<string, Field>>;

type Value<F> = F extends { type: 'choice'; options: readonly (infer T)[] } ? T
  : F extends { type: 'arms' } ? readonly ArmName[]
  : F extends { type: 'seeds' } ? readonly number[]
  : F extends { type: 'switch' } ? boolean
  : number;

/** A value for each field of a table. */
export type Values<T extends FieldTable> = { readonly [K in keyof T]: Value<T[K]> };

/** A run's whole configuration. */
export type Config = Values<Table>;

export const fieldKeys = Object.keys(fields) as readonly FieldKey[];
