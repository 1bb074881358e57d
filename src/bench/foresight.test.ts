import { describe, expect, it } from 'vitest';
import { foreseenSeconds, reasonToSkip } from './foresight.ts';
import { nameOf, planOf } from './plan.ts';
import type { Row } from './result.ts';

const entry = planOf({ quick: false, lanes: null, widths: null, backends: null }).cases.find(({ lanes }) => lanes === 16)!;

function row(lanes: number, medianMs: number, rest: Partial<Row> = {}): Row {
  return {
    work: 'rlStep', model: nameOf(entry.model), lanes, implementation: 'plain', backend: entry.backend,
    medianMs, q1Ms: medianMs, q3Ms: medianMs, dispatches: 1, jsMs: 1, samples: 3, ...rest,
  };
}

describe('foreseen seconds', () => {
  it('are in proportion to the lanes of the last timing', () => {
    expect(foreseenSeconds(entry, 'plain', [row(1, 9000), row(4, 20_000)])).toBe(80);
  });

  it('are those of the longest work', () => {
    expect(foreseenSeconds(entry, 'plain', [row(4, 20_000), row(4, 30_000, { work: 'rollout' }), row(4, 1000, { work: 'policyStep' })])).toBe(120);
  });

  it('are nothing where this was not timed', () => {
    expect(foreseenSeconds(entry, 'plain', [])).toBe(0);
    expect(foreseenSeconds(entry, 'plain', [row(4, 9000, { implementation: 'jax' }), row(4, 9000, { backend: 'cpu' }), row(4, 9000, { model: 'another' })])).toBe(0);
  });
});

describe('a reason to skip', () => {
  const failure = (lanes: number, failed: boolean) =>
    ({ model: nameOf(entry.model), lanes, implementation: 'jax', backend: entry.backend, reason: 'the device was lost', failed }) as const;
  const skipped = (rows: readonly Row[], leftOut: readonly ReturnType<typeof failure>[] = []) => reasonToSkip(entry, 'jax', { rows, leftOut }, 60);

  it('is that one piece of work would try the patience', () => {
    expect(skipped([row(4, 16_000, { implementation: 'jax' })])).toContain('about 64 s');
    expect(skipped([row(4, 14_000, { implementation: 'jax' })])).toBeNull();
  });

  it('is a failure on as many lanes or fewer, not on more, and not that it was skipped there', () => {
    expect(skipped([], [failure(4, true)])).toBe('it did not run with 4 either');
    expect(skipped([], [failure(32, true)])).toBeNull();
    expect(skipped([], [failure(4, false)])).toBeNull();
  });
});
