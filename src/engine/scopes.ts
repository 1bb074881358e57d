/** Arrays by the scopes that they were made in, for engines that give memory back themselves. */
import type { DeviceArray } from './engine.ts';

export class Scopes<A extends DeviceArray> {
  private readonly open: Set<A>[] = [];

  constructor(private readonly free: (array: A) => void) {}

  /** An array was made. */
  add(array: A): void {
    this.open.at(-1)?.add(array);
  }

  /** It is freed, by whomever. */
  forget(array: A): void {
    for (const scope of this.open) scope.delete(array);
  }

  /** Frees what `work` made but does not return; that goes to the scope around it. */
  run<T extends readonly DeviceArray[]>(work: () => T): T {
    const inner = new Set<A>();
    this.open.push(inner);
    try {
      const kept = work();
      // What an engine is handed is what it made.
      for (const array of kept as readonly DeviceArray[] as readonly A[]) if (inner.delete(array)) this.open.at(-2)?.add(array);
      return kept;
    } finally {
      this.open.pop();
      inner.forEach((array) => this.free(array));
    }
  }
}
