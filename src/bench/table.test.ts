import { describe, expect, it } from 'vitest';
import type { Row } from './result.ts';
import { benchTable, digits, speedUp } from './table.ts';

const row = (changes: Partial<Row>): Row => ({
  work: 'rlStep', model: 'width 32', lanes: 1, implementation: 'plain', backend: 'webgpu',
  medianMs: 1000, q1Ms: 900, q3Ms: 1100, dispatches: 3576, jsMs: 400, samples: 3, ...changes,
});

describe('digits', () => {
  it.each([[0, '0'], [0.04321, '0.0432'], [1.5, '1.50'], [42.12, '42.1'], [751.2, '751'], [15_132.4, '15132']])('writes %d as %s', (value, text) => {
    expect(digits(value)).toBe(text);
  });
});

describe('speedUp', () => {
  it('compares with plain tfjs on the same problem', () => {
    const fused = row({ implementation: 'fused', medianMs: 50 });
    const rows = [row({ lanes: 4, medianMs: 4000 }), row({ backend: 'wasm', medianMs: 1 }), row({ work: 'rollout', medianMs: 2 }), row({}), fused];
    expect(speedUp(fused, rows)).toBe(20);
  });

  it('says nothing where plain tfjs was not timed', () => {
    expect(speedUp(row({ implementation: 'jax' }), [row({ lanes: 16 })])).toBeNull();
  });
});

describe('benchTable', () => {
  const lines = benchTable({
    device: 'a device',
    rows: [row({}), row({ implementation: 'fused', medianMs: 50, q1Ms: 49.5, q3Ms: 51, dispatches: 15, jsMs: 1.6 })],
    leftOut: [{ implementation: 'plain', backend: 'webgpu', model: 'width 32', lanes: 16, reason: 'one piece of work would take about 240 s', failed: false }],
  }).split('\n');

  it('names the device', () => {
    expect(lines[0]).toBe('Device: a device');
  });

  it('has a line for each row, with its ratio to plain', () => {
    const cells = lines.filter((line) => line.startsWith('| rlStep')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
    expect(cells).toEqual([
      ['rlStep', 'width 32', '1', 'webgpu', 'plain', '1000', '900 – 1100', '1.00×', '3576', '400', '3'],
      ['rlStep', 'width 32', '1', 'webgpu', 'fused', '50.0', '49.5 – 51.0', '20.0×', '15', '1.60', '3'],
    ]);
  });

  it('says what was left out, and why', () => {
    expect(lines).toContain('Left out: plain on webgpu, width 32, 16 lanes: one piece of work would take about 240 s.');
  });

  it('keeps its columns in line', () => {
    const widths = lines.filter((line) => line.startsWith('|')).map((line) => line.length);
    expect(new Set(widths).size).toBe(1);
  });
});
