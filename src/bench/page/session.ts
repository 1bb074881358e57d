/** The page's end of the benchmark: called from Node, one call at a time, on one problem. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { processorName } from '../../engine/choose.ts';
import { download, downloadIfThere } from '../../engine/download.ts';
import type { Engine } from '../../engine/engine.ts';
import { createFusedEngine } from '../../engine/fused/engine.ts';
import { startBackend } from '../../engine/ops/backend.ts';
import { createOpsEngine } from '../../engine/ops/opsEngine.ts';
import { createSimdEngine, startKernels } from '../../engine/simd/index.ts';
import kernelsUrl from '../../engine/simd/kernels.wasm?url';
import type { Case } from '../plan.ts';
import type { Implementation, Work } from '../result.ts';
import type { Sample } from '../rounds.ts';
import { differenceOf, disagreement } from './compare.ts';
import type { Contender, Outcome, Problem } from './contender.ts';
import { counted, dispatchesSoFar, kernelsOf, startCounting } from './counting.ts';
import { engineContender } from './engines.ts';
import { plainContender } from './plain/index.ts';
import { setUp, type Setup } from './setup.ts';

interface Session {
  readonly entry: Pick<Case, 'backend' | 'lanes'>;
  readonly device: string;
  readonly setup: Setup;
  readonly problem: Problem;
  readonly oracle: Outcome;
  readonly contenders: Map<Implementation, Contender>;
}

let session: Session | null = null;

function opened(): Session {
  if (!session) throw new Error('no problem has been opened');
  return session;
}

/**
 * Solves a problem on the ops engine on wasm, which is quick wherever this runs: the oracle for all contenders. Then starts
 * `backend`. Returns the device's name.
 */
export async function open(backend: Case['backend'], model: Case['model'], lanes: number): Promise<string> {
  startCounting();
  const start = (name: Case['backend']) => startBackend({ backend: name, wasmUrl: new URL(wasmUrl, location.href).href });
  const setup = await setUp(model, lanes, (name) => downloadIfThere(`/starts/${name}`));
  const solver = await engineContender(createOpsEngine('wasm', await start('wasm')), setup);
  const oracle = await solver.outcome();
  const problem = solver.problem();
  const device = await start(backend);
  session = { entry: { backend, lanes }, device, setup, problem, oracle, contenders: new Map() };
  return device;
}

/** What one needs to start. */
const starters: Readonly<Record<Implementation, (session: Session) => Promise<Contender>>> = {
  plain: ({ problem }) => Promise.resolve(plainContender(problem)),
  ops: ({ setup, entry, device }) => engineContender(createOpsEngine(entry.backend, device), setup),
  fused: ({ setup }) => engineContender(fusedEngine(), setup),
  async simd({ setup }) {
    const kernels = await startKernels(await download(new URL(kernelsUrl, location.href).href));
    return engineContender(createSimdEngine(counted(kernels), processorName('wasm')), setup);
  },
  async jax({ problem, entry }) {
    const { jaxContender } = await import('./jax/index.ts');
    return jaxContender(problem, entry.backend);
  },
};

function fusedEngine(): Engine {
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  return createFusedEngine(device, 'tfjs’s device');
}

export type Entry =
  /** `disagreement`: what is too far from the oracle, in words; empty where it computes the same. */
  | { readonly started: true; readonly disagreement: string }
  | { readonly started: false; readonly reason: string };

/**
 * Starts an implementation, has it solve the problem, which also compiles all it needs, and compares with the oracle.
 * One that computes something else is not entered.
 */
export async function enter(implementation: Implementation): Promise<Entry> {
  const { contenders, oracle, problem, entry } = opened();
  try {
    const contender = await starters[implementation](opened());
    const words = disagreement(differenceOf(oracle, await contender.outcome(), problem, entry.lanes), entry.lanes);
    if (!words) contenders.set(implementation, contender);
    return { started: true, disagreement: words };
  } catch (error) {
    return { started: false, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function contenderOf(implementation: Implementation): Contender {
  const found = opened().contenders.get(implementation);
  if (!found) throw new Error(`${implementation} has not been entered`);
  return found;
}

/** The tfjs kernels of one piece of work, where none is dispatched to a GPU. */
export function countKernels(implementation: Implementation, work: Work): Promise<number> {
  return kernelsOf(() => contenderOf(implementation).run(work));
}

/** Times one piece of work, in milliseconds: until all is enqueued, and until the device is done. */
export async function sample(implementation: Implementation, work: Work): Promise<Sample> {
  const contender = contenderOf(implementation);
  const before = dispatchesSoFar();
  const start = performance.now();
  const done = contender.run(work);
  const jsMs = performance.now() - start;
  await done;
  return { jsMs, ms: performance.now() - start, dispatches: dispatchesSoFar() - before };
}
