/**
 * Products with weights. All of them work on tiles of 4 rows by 8 columns that stay in eight registers while the inner
 * dimension runs. Pitches are bytes from row to row. Columns (n) are multiples of 8, inner dimensions (k) of 4; rows (m)
 * are rounded up to a multiple of 4, so that up to three rows behind the last are read and written.
 */
import { bytes, multiplyAdd } from './math';

/**
 * Lays a weight (k x n, row by row) out as `product` reads it: panels of 8 columns, one behind the other, each k rows of
 * 8 floats. A panel is read front to back, whatever the weight's width.
 */
export function packPanels(weight: usize, k: i32, n: i32, panels: usize): void {
  const pitch = bytes(n);
  for (let j = 0; j < n; j += 8) {
    let from = weight + bytes(j);
    for (let row = 0; row < k; row++, from += pitch, panels += 32) {
      v128.store(panels, v128.load(from));
      v128.store(panels, v128.load(from, 16), 16);
    }
  }
}

/** The panels of a weight's transpose (n x k), from the weight itself (k x n). k is a multiple of 8. */
export function packTransposed(weight: usize, k: i32, n: i32, panels: usize): void {
  const pitch = bytes(n);
  for (let j = 0; j < k; j += 8) {
    const first = weight + <usize>j * pitch;
    for (let row = 0; row < n; row++, panels += 32) {
      let from = first + bytes(row);
      for (let column: usize = 0; column < 32; column += 4, from += pitch) store<f32>(panels + column, load<f32>(from));
    }
  }
}

/** c (m x n) = a (m x k) times a weight in panels, plus `bias` (n floats) in every row if there is one, plus c itself if `add`. */
export function product(
  a: usize, aPitch: usize, panels: usize, c: usize, cPitch: usize, m: i32, n: i32, k: i32, bias: usize, add: bool,
): void {
  const panel = bytes(8 * k);
  for (let j = 0; j < n; j += 8, panels += panel) {
    let left = f32x4.splat(0), right = left;
    if (bias != 0) {
      left = v128.load(bias + bytes(j));
      right = v128.load(bias + bytes(j), 16);
    }
    for (let i = 0; i < m; i += 4) {
      let a0 = a + <usize>i * aPitch, a1 = a0 + aPitch, a2 = a1 + aPitch, a3 = a2 + aPitch;
      const c0 = c + <usize>i * cPitch + bytes(j), c1 = c0 + cPitch, c2 = c1 + cPitch, c3 = c2 + cPitch;
      let s00 = left, s01 = right, s10 = left, s11 = right, s20 = left, s21 = right, s30 = left, s31 = right;
      if (add) {
        s00 = f32x4.add(s00, v128.load(c0)); s01 = f32x4.add(s01, v128.load(c0, 16));
        s10 = f32x4.add(s10, v128.load(c1)); s11 = f32x4.add(s11, v128.load(c1, 16));
        s20 = f32x4.add(s20, v128.load(c2)); s21 = f32x4.add(s21, v128.load(c2, 16));
        s30 = f32x4.add(s30, v128.load(c3)); s31 = f32x4.add(s31, v128.load(c3, 16));
      }
      const end = panels + panel;
      for (let b = panels; b < end; b += 128) {
        let b0 = v128.load(b), b1 = v128.load(b, 16);
        let x = v128.load32_splat(a0); s00 = multiplyAdd(x, b0, s00); s01 = multiplyAdd(x, b1, s01);
        x = v128.load32_splat(a1); s10 = multiplyAdd(x, b0, s10); s11 = multiplyAdd(x, b1, s11);
        x = v128.load32_splat(a2); s20 = multiplyAdd(x, b0, s20); s21 = multiplyAdd(x, b1, s21);
        x = v128.load32_splat(a3); s30 = multiplyAdd(x, b0, s30); s31 = multiplyAdd(x, b1, s31);
        b0 = v128.load(b, 32); b1 = v128.load(b, 48);
        x = v128.load32_splat(a0, 4); s00 = multiplyAdd(x, b0, s00); s01 = multiplyAdd(x, b1, s01);
        x = v128.load32_splat(a1, 4); s10 = multiplyAdd(x, b0, s10); s11 = multiplyAdd(x, b1, s11);
        x = v128.load32_splat(a2, 4); s20 = multiplyAdd(x, b0, s20); s21 = multiplyAdd(x, b1, s21);
        x = v128.load32_splat(a3, 4); s30 = multiplyAdd(x, b0, s30); s31 = multiplyAdd(x, b1, s31);
        b0 = v128.load(b, 64); b1 = v128.load(b, 80);
        x = v128.load32_splat(a0, 8); s00 = multiplyAdd(x, b0, s00); s01 = multiplyAdd(x, b1, s01);
        x = v128.load32_splat(a1, 8); s10 = multiplyAdd(x, b0, s10); s11 = multiplyAdd(x, b1, s11);
        x = v128.load32_splat(a2, 8); s20 = multiplyAdd(x, b0, s20); s21 = multiplyAdd(x, b1, s21);
        x = v128.load32_splat(a3, 8); s30 = multiplyAdd(x, b0, s30); s31 = multiplyAdd(x, b1, s31);
        b0 = v128.load(b, 96); b1 = v128.load(b, 112);
        x = v128.load32_splat(a0, 12); s00 = multiplyAdd(x, b0, s00); s01 = multiplyAdd(x, b1, s01);
        x = v128.load32_splat(a1, 12); s10 = multiplyAdd(x, b0, s10); s11 = multiplyAdd(x, b1, s11);
        x = v128.load32_splat(a2, 12); s20 = multiplyAdd(x, b0, s20); s21 = multiplyAdd(x, b1, s21);
        x = v128.load32_splat(a3, 12); s30 = multiplyAdd(x, b0, s30); s31 = multiplyAdd(x, b1, s31);
        a0 += 16; a1 += 16; a2 += 16; a3 += 16;
      }
      v128.store(c0, s00); v128.store(c0, s01, 16); v128.store(c1, s10); v128.store(c1, s11, 16);
      v128.store(c2, s20); v128.store(c2, s21, 16); v128.store(c3, s30); v128.store(c3, s31, 16);
    }
  }
}

/**
 * A weight's gradient: c (m x n, row by row) += the sum over `rows` of a's row (m floats) times b's row (n floats). Here m
 * is a multiple of 4 itself, and exactly `rows` rows are read.
 */
export function addOuterProducts(a: usize, aPitch: usize, b: usize, bPitch: usize, c: usize, m: i32, n: i32, rows: i32): void {
  const cPitch = bytes(n);
  for (let j = 0; j < n; j += 8) {
    for (let i = 0; i < m; i += 4) {
      let x = a + bytes(i), y = b + bytes(j);
      const c0 = c + <usize>i * cPitch + bytes(j), c1 = c0 + cPitch, c2 = c1 + cPitch, c3 = c2 + cPitch;
      let s00 = v128.load(c0), s01 = v128.load(c0, 16), s10 = v128.load(c1), s11 = v128.load(c1, 16);
      let s20 = v128.load(c2), s21 = v128.load(c2, 16), s30 = v128.load(c3), s31 = v128.load(c3, 16);
      for (let row = 0; row < rows; row++, x += aPitch, y += bPitch) {
        const y0 = v128.load(y), y1 = v128.load(y, 16);
        let factor = v128.load32_splat(x); s00 = multiplyAdd(factor, y0, s00); s01 = multiplyAdd(factor, y1, s01);
        factor = v128.load32_splat(x, 4); s10 = multiplyAdd(factor, y0, s10); s11 = multiplyAdd(factor, y1, s11);
        factor = v128.load32_splat(x, 8); s20 = multiplyAdd(factor, y0, s20); s21 = multiplyAdd(factor, y1, s21);
        factor = v128.load32_splat(x, 12); s30 = multiplyAdd(factor, y0, s30); s31 = multiplyAdd(factor, y1, s31);
      }
      v128.store(c0, s00); v128.store(c0, s01, 16); v128.store(c1, s10); v128.store(c1, s11, 16);
      v128.store(c2, s20); v128.store(c2, s21, 16); v128.store(c3, s30); v128.store(c3, s31, 16);
    }
  }
}

/** A bias's gradient: sums (n floats) += the sum over `rows` of a's row. n is a multiple of 4. */
export function addColumnSums(a: usize, aPitch: usize, sums: usize, rows: i32, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    let from = a + bytes(j);
    let sum = v128.load(sums + bytes(j));
    for (let row = 0; row < rows; row++, from += aPitch) sum = f32x4.add(sum, v128.load(from));
    v128.store(sums + bytes(j), sum);
  }
}
