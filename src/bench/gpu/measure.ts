/** A graphics processor, for anyone who has one: RL steps a second on few and many lanes, and what each kernel takes. */
import { openInBrowser } from '../../headless/inBrowser.ts';
import { thisMachine, warningsOf } from '../machine.ts';
import { gpuPlan, nameOf } from '../plan.ts';
import { benchPage, runPlan } from '../run.ts';
import type { GpuResult, KernelTime, KernelTimes } from './result.ts';

type Note = (text: string) => void;

/** RL steps in which kernels are timed. */
const TIMED_STEPS = 10;

/** `onCase` hears after each case of all that was found so far. A case in which kernels cannot be timed is left out of their times. */
export async function measureGpu(quick: boolean, note: Note, onCase: (soFar: GpuResult) => void): Promise<GpuResult> {
  const before = thisMachine();
  warningsOf(before).forEach(note);
  const plan = gpuPlan(quick);
  const browser = await openInBrowser({ adapter: 'best', onNote: note });
  try {
    const call = <T>(name: string, ...args: readonly (string | number | object)[]) => browser.call<T>('/src/bench/page/kernelTimes.ts', name, ...args);
    const { device, timestamps } = await call<{ device: string; timestamps: boolean }>('describeGpu');
    note(`Device: ${device}${timestamps ? '' : ', which tells no times of its kernels'}`);
    const kernels: KernelTimes[] = [];
    const found = ({ rows, leftOut }: GpuResult['steps']): GpuResult => ({ machine: { ...before, browser: browser.browser }, device, steps: { rows, leftOut }, kernels: [...kernels] });
    for (const { model, lanes } of timestamps ? plan.cases.filter(({ backend }) => backend === 'webgpu') : []) {
      note(`Kernels of ${nameOf(model)}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`);
      await browser.page.reload();
      try {
        kernels.push({ model: nameOf(model), lanes, kernels: await call<KernelTime[]>('timeKernels', model, lanes, TIMED_STEPS) });
        onCase(found({ rows: [], leftOut: [] }));
      } catch (error) {
        note(`  they could not be timed: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`);
      }
    }
    return found(await runPlan(benchPage(browser), plan, note, (soFar) => onCase(found(soFar))));
  } finally {
    await browser.close();
  }
}
