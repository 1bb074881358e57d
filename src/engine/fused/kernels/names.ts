/** What kernels of a shape are called, and how large their workgroups are. */
import type { FeedbackShape, TransformerShape } from '../../layout.ts';

/** Kernels of one name are one pipeline. */
export function nameOf(kernel: string, shape: TransformerShape | FeedbackShape, length: number): string {
  const sizes: readonly [string, number][] = Object.entries({ ...shape });
  return [kernel, ...sizes.toSorted(([a], [b]) => a.localeCompare(b)).map(([, size]) => size), length].join('-');
}

/** Enough invocations for the tiles of a wide layer, within what every device allows. */
export function workgroupFor({ width }: TransformerShape): number {
  if (width <= 32) return 64;
  return width <= 64 ? 128 : 256;
}

/** Which part of a lane's workgroups, or of all lanes', a dispatch computes: `across` of them from `first` on, in lanes from `firstLane` on. */
export const chunkSettings = { firstLane: 'u32', first: 'u32', across: 'u32' } as const;
