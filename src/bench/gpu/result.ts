/** What is measured of a graphics processor: the shape of `--gpu --json` and of gpu.json. */
import type { Machine } from '../machine.ts';
import type { BenchResult } from '../result.ts';

export interface KernelTime {
  readonly kernel: string;
  /** In one RL step. */
  readonly dispatches: number;
  /** Of all its dispatches in a step: median over the steps, by the device's own clock. */
  readonly stepMs: number;
}

export interface KernelTimes {
  /** The policy's size in words. */
  readonly model: string;
  readonly lanes: number;
  /** The longest first. */
  readonly kernels: readonly KernelTime[];
}

export interface GpuResult {
  readonly machine: Machine;
  /** As the browser names it. */
  readonly device: string;
  /** RL steps of R2M, each way of making them. */
  readonly steps: Omit<BenchResult, 'device'>;
  /** Empty where the device tells no times. */
  readonly kernels: readonly KernelTimes[];
}
