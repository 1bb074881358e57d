/** The compiled kernels as TypeScript sees them. Addresses and sizes are whole numbers; flags are 0 or 1. */
type Call = (...numbers: number[]) => void;
type Measure = (...numbers: number[]) => number;

/** Their arguments are told in `kernels/*.ts`, where `index.ts` lists them. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly freeFrom: Measure;
  readonly transformerWorkBytes: Measure;
  readonly feedbackWorkBytes: Measure;
  readonly rollout: Call;
  readonly hiddenStates: Call;
  readonly finalStates: Call;
  readonly everything: Call;
  readonly logProbabilities: Call;
  readonly tokenLogProbabilities: Call;
  readonly divergence: Call;
  readonly policyGradient: Call;
  readonly languageGradient: Call;
  readonly feedbackRewards: Call;
  readonly feedbackBackward: Call;
  readonly feedbackStates: Call;
  readonly headRewards: Call;
  readonly matchScale: Call;
  readonly rloo: Call;
  readonly grpo: Call;
  readonly remax: Call;
  readonly reinforcePlusPlus: Call;
  readonly grebt: Call;
  readonly bradleyTerry: Call;
  readonly adam: Call;
  readonly logSoftmaxRows: Call;
  readonly objectiveOf: Call;
}

/** What a call is about to do with a transformer, as `Use` in `kernels/work.ts` numbers it. */
export const USE = { read: 0, train: 1, sample: 2 } as const;

/** An instance of the kernels, with a memory of its own. Rejects with the browser's error where the binary is not valid. */
export async function startKernels(binary: BufferSource): Promise<Kernels> {
  const { instance } = await WebAssembly.instantiate(binary, {});
  return instance.exports as unknown as Kernels;
}
