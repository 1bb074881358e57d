/** A graphics processor, for anyone who has one: RL steps a second on few and many lanes, and what each kernel takes. */
import { openInBrowser } from '../../headless/inBrowser.ts';
import { thisMachine, warningsOf } from '../machine.ts';
import { gpuPlan, nameOf } from '../plan.ts';
import { runPlan } from '../run.ts';
import type { GpuResult, KernelTime, KernelTimes } from './result.ts';

type Note = (text: string) => void;

/** RL steps in which kernels are timed. */
const TIMED_STEPS = 10;

export async function measureGpu(quick: boolean, note: Note): Promise<GpuResult> {
  const before = thisMachine();
  warningsOf(before).forEach(note);
  const plan = gpuPlan(quick);
  const browser = await openInBrowser({ adapter: 'best', onNote: note });
  try {
    const call = <T>(name: string, ...args: readonly (string | number | object)[]) => browser.call<T>('/src/bench/page/kernelTimes.ts', name, ...args);
    const { device, timestamps } = await call<{ device: string; timestamps: boolean }>('describeGpu');
    note(`Device: ${device}${timestamps ? '' : ', which tells no times of its kernels'}`);
    const kernels: KernelTimes[] = [];
    for (const { model, lanes } of timestamps ? plan.cases.filter(({ backend }) => backend === 'webgpu') : []) {
      note(`Kernels of ${nameOf(model)}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`);
      await browser.page.reload();
      kernels.push({ model: nameOf(model), lanes, kernels: await call<KernelTime[]>('timeKernels', model, lanes, TIMED_STEPS) });
    }
    const { rows, leftOut } = await runPlan({
      reload: () => browser.page.reload(), call: (name, ...args) => browser.call('/src/bench/page/session.ts', name, ...args),
    }, plan, note, () => undefined);
    return { machine: { ...before, browser: browser.browser }, device, steps: { rows, leftOut }, kernels };
  } finally {
    await browser.close();
  }
}
