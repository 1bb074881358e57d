/** A device with everything that kernels share: its queue, its arrays, its workspace. */
import { Memory } from './gpu/memory.ts';
import { Queue } from './gpu/queue.ts';
import { Workspace } from './gpu/workspace.ts';

export class FusedDevice {
  readonly queue: Queue;
  readonly memory: Memory;
  readonly workspace: Workspace;
  private blank: GPUBuffer | null = null;

  constructor(readonly device: GPUDevice) {
    this.queue = new Queue(device);
    this.memory = new Memory(device);
    this.workspace = new Workspace(device, () => this.queue.submit());
  }

  /** Stands where a kernel's binding is not used by this dispatch. Only for bindings that are read. */
  get unused(): GPUBuffer {
    this.blank ??= this.memory.keep([1]).buffer;
    return this.blank;
  }

  dispose(): void {
    this.queue.dispose();
    this.memory.dispose();
    this.workspace.dispose();
  }
}
