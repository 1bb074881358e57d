/** What is measured: models, lanes and backends, and how long each may take. */
import { BadArguments } from '../headless/badArguments.ts';
import type { EngineRequest } from './arguments.ts';
import { WORKS, type Implementation, type Work } from './result.ts';
import type { Limits } from './rounds.ts';

export interface Model {
  readonly policyWidth: number;
  readonly policyLayers: number;
  /** n and K: a batch is n x K responses. */
  readonly promptsPerStep: number;
  readonly groupSize: number;
  /** `full`: those of an untrained policy, nearly all as long as they may get; `real`: those of the starting weights that are shipped. */
  readonly responses: 'full' | 'real';
}

export const BACKENDS = ['webgpu', 'wasm'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Contenders that take turns on the same problem, in one fresh page. */
export interface Case {
  readonly backend: Backend;
  readonly model: Model;
  readonly lanes: number;
  readonly implementations: readonly Implementation[];
  readonly works: readonly Work[];
}

export interface Plan {
  readonly cases: readonly Case[];
  readonly limits: Limits;
}

const CONTENDERS: Readonly<Record<Backend, readonly Implementation[]>> = {
  webgpu: ['plain', 'ops', 'fused', 'jax'],
  wasm: ['plain', 'ops', 'simd', 'jax'],
};

const BATCH_64 = { promptsPerStep: 8, groupSize: 8, responses: 'full' } as const;
const BATCH_16 = { promptsPerStep: 4, groupSize: 4, responses: 'full' } as const;
const ofWidth = (policyWidth: number): Model => ({ policyWidth, policyLayers: 2, ...BATCH_64 });
const STANDARD = ofWidth(32);

/** For people, and unique among the models of a plan. */
export function nameOf({ policyWidth, policyLayers, promptsPerStep, groupSize, responses }: Model): string {
  const lengths = responses === 'real' ? ', real response lengths' : '';
  return `width ${policyWidth}, ${policyLayers} ${policyLayers === 1 ? 'layer' : 'layers'}, batch ${promptsPerStep * groupSize}${lengths}`;
}

type Problem = Pick<Case, 'model' | 'lanes' | 'works'>;

const FULL: readonly Problem[] = [
  { model: { ...STANDARD, responses: 'real' }, lanes: 1, works: WORKS },
  ...[1, 4, 16, 32].map((lanes) => ({ model: STANDARD, lanes, works: WORKS })),
  ...[64, 128].map((width) => ({ model: ofWidth(width), lanes: 1, works: WORKS })),
];
/** All kinds of work on a tiny model, and the policy step of the default one, on small batches. */
const QUICK: readonly Problem[] = [
  { model: { policyWidth: 16, policyLayers: 1, ...BATCH_16 }, lanes: 1, works: WORKS },
  { model: { ...STANDARD, ...BATCH_16 }, lanes: 1, works: ['policyStep'] },
];

/** `lanes`, `widths`, `backends`: only problems with these, null for all. Throws BadArguments where one of them is in no problem. */
export function planOf({ quick, lanes, widths, backends }: Pick<EngineRequest, 'quick' | 'lanes' | 'widths' | 'backends'>): Plan {
  const all = quick ? QUICK : FULL;
  const problems = all.filter((problem) =>
    (lanes?.includes(problem.lanes) ?? true) && (widths?.includes(problem.model.policyWidth) ?? true));
  const unused = [
    ...(lanes ?? []).filter((count) => !problems.some((problem) => problem.lanes === count)).map((count) => `${count} lanes`),
    ...(widths ?? []).filter((width) => !problems.some(({ model }) => model.policyWidth === width)).map((width) => `width ${width}`),
  ];
  if (unused.length > 0) {
    const offered = [...new Set(all.map((problem) => `${problem.lanes} at width ${problem.model.policyWidth}`))].join(', ');
    throw new BadArguments(`--lanes, --widths: got ${unused.join(', ')}, of which the plan has no problem, allowed: lanes ${offered}`);
  }
  const cases = BACKENDS.filter((backend) => backends?.includes(backend) ?? true).flatMap((backend) =>
    problems.map((problem): Case => ({ backend, ...problem, implementations: CONTENDERS[backend] })));
  return {
    cases,
    limits: quick
      ? { seconds: 2, leastSamples: 3, mostSamples: 10, patience: 10 }
      : { seconds: 12, leastSamples: 3, mostSamples: 15, patience: 60 },
  };
}

/**
 * RL steps of R2M on few and many lanes and on wide models, against plain tfjs and jax-js; and on the processor, which they
 * have to beat. What takes longer than a few seconds a step is left out.
 */
export function gpuPlan(quick: boolean): Plan {
  const works = ['rlStep'] as const;
  const problems = quick ? [{ model: QUICK[0].model, lanes: 1 }] : [
    ...[1, 4, 16, 64].map((lanes) => ({ model: STANDARD, lanes })),
    ...[64, 128].flatMap((width) => [1, 16].map((lanes) => ({ model: ofWidth(width), lanes }))),
  ];
  return {
    cases: [
      ...problems.map((problem): Case => ({ backend: 'webgpu', ...problem, works, implementations: ['plain', 'fused', 'jax'] })),
      ...problems.filter(({ lanes }) => lanes === 1).map((problem): Case => ({ backend: 'wasm', ...problem, works, implementations: ['simd'] })),
    ],
    limits: { seconds: 6, leastSamples: 3, mostSamples: 15, patience: 10 },
  };
}
