/** A device with everything that kernels share: its queue, its arrays, its workspace. */
import { cut, type Chunk } from './gpu/chunks.ts';
import type { Kernel } from './gpu/kernel.ts';
import { mostWorkgroups } from './gpu/limits.ts';
import { Memory } from './gpu/memory.ts';
import { PACE, Pace, type PaceLimits } from './gpu/pace.ts';
import { Queue } from './gpu/queue.ts';
import type { DispatchTimer } from './gpu/timestamps.ts';
import { Workspace } from './gpu/workspace.ts';

/** What a kernel's workgroups need, and how many there are. */
export interface Need {
  readonly lanes: number;
  /** Workgroups of a lane. */
  readonly groups: number;
  /** Of the workspace, for each workgroup. */
  readonly floats: number;
  /** Arithmetic of each workgroup, roughly. */
  readonly flops: number;
}

export interface FusedOptions {
  /** Bounds single dispatches. */
  readonly pace?: PaceLimits;
  /** Times them. */
  readonly timer?: DispatchTimer | null;
}

export class FusedDevice {
  readonly queue: Queue;
  readonly memory: Memory;
  readonly workspace: Workspace;
  private readonly pace: Pace;
  private blank: GPUBuffer | null = null;

  constructor(readonly device: GPUDevice, { pace = PACE, timer = null }: FusedOptions = {}) {
    this.queue = new Queue(device, timer);
    this.memory = new Memory(device);
    this.workspace = new Workspace(device, () => this.queue.submit());
    this.pace = new Pace(pace);
  }

  /** Stands where a kernel's binding is not used by this dispatch. Only for bindings that are read. */
  get unused(): GPUBuffer {
    this.blank ??= this.memory.keep([1]).buffer;
    return this.blank;
  }

  /**
   * Has `dispatch` run the kernel on one part of its grid after the other, so that no part is more than the device can
   * hold or do in reasonable time. All of the grid is one part where it is small, as at the default sizes. Returns the workspace.
   *
   * @throws Explained where not even one workgroup can be given what it needs.
   */
  inChunks({ name }: Kernel, { lanes, groups, floats, flops }: Need, dispatch: (chunk: Chunk, work: GPUBuffer) => void): GPUBuffer {
    const most = Math.min(mostWorkgroups(this.device, floats * 4), this.pace.most(name) / flops);
    const chunks = cut(lanes, groups, most);
    const work = this.workspace.of(chunks[0].lanes * chunks[0].count * floats);
    const total = lanes * groups * flops;
    const timed = this.pace.times(total);
    if (timed) this.queue.submit();
    const begin = performance.now();
    for (const chunk of chunks) {
      dispatch(chunk, work);
      // By themselves: a device may take what is handed over together as one piece of work.
      if (timed) this.queue.submit();
    }
    // A device that is lost meanwhile is reported where results are read.
    if (timed) void this.queue.done().then(() => this.pace.observe(name, total, performance.now() - begin), () => undefined);
    return work;
  }

  /** Gives memory back that nothing uses: another configuration needs other sizes. */
  drop(): void {
    this.workspace.dispose();
    this.memory.drop();
    this.queue.forget();
  }

  dispose(): void {
    this.workspace.dispose();
    this.queue.dispose();
    this.memory.dispose();
  }
}
