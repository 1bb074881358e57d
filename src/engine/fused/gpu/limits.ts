/** What a device can be given at most. */
import { Explained } from '../../words.ts';

const MEBIBYTE = 2 ** 20;
/** More working memory gains nothing: this much work fills any GPU. */
const MOST_WORKSPACE = 256 * MEBIBYTE;

function largestArray({ limits: { maxStorageBufferBindingSize, maxBufferSize } }: GPUDevice): number {
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** @throws Explained where an array, of which `what` tells, would be larger than a kernel can be given. */
export function checkSize(device: GPUDevice, bytes: number, what: string): void {
  const most = largestArray(device);
  if (bytes <= most) return;
  const inMebibytes = (count: number) => `${(count / MEBIBYTE).toFixed(1)} MiB`;
  throw new Explained(
    `this graphics device takes arrays of at most ${inMebibytes(most)}, and ${what} would be ${inMebibytes(bytes)}`,
    'Fewer seeds, a smaller batch or a narrower model need less; so would wasm.',
  );
}

/** How many workgroups may work at once where each needs so many bytes. @throws Explained where not even one fits. */
export function mostWorkgroups(device: GPUDevice, bytes: number): number {
  checkSize(device, bytes, 'what one workgroup works in');
  return Math.max(1, Math.floor(Math.min(largestArray(device), MOST_WORKSPACE) / bytes));
}
