/** Cuts memory that a call uses out of one piece, in whole cache lines. */
import { bytes } from './math';

let next: usize = 0;

/** Begins at that address. */
export function takeFrom(at: usize): void {
  next = at;
}

/** The address of that many floats. */
export function take(floats: i32): usize {
  const at = next;
  next += (bytes(floats) + 63) & ~63;
  return at;
}

/** Leaves that many bytes, for more of what was taken. */
export function skip(size: usize): void {
  next += size;
}

/** Behind all that was taken. */
export function taken(): usize {
  return next;
}
