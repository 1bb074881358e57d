import { describe, expect, it } from 'vitest';
import { nameOf, planOf } from './plan.ts';
import { WORKS } from './result.ts';

describe('the full plan', () => {
  const { cases } = planOf({ quick: false, lanes: null, widths: null, backends: null });
  const on = (backend: string) => cases.filter((entry) => entry.backend === backend);

  it.each(['webgpu', 'wasm'])('times the default model on 1, 4, 16 and 32 lanes on %s', (backend) => {
    const standard = on(backend).filter(({ model }) => model.policyWidth === 32);
    expect(standard.map(({ lanes, model }) => [lanes, model.responses])).toEqual([[1, 'real'], [1, 'full'], [4, 'full'], [16, 'full'], [32, 'full']]);
  });

  it.each(['webgpu', 'wasm'])('times widths 32, 64 and 128 on one lane on %s', (backend) => {
    expect(on(backend).filter(({ lanes }) => lanes === 1).map(({ model }) => model.policyWidth)).toEqual([32, 32, 64, 128]);
  });

  it('times all kinds of work on batches of 64', () => {
    for (const { model, works } of cases) {
      expect(works).toEqual(WORKS);
      expect(model.promptsPerStep * model.groupSize).toBe(64);
    }
  });

  it('has the fused engine on webgpu alone, the SIMD engine on wasm alone, and the others everywhere', () => {
    for (const { implementations } of on('webgpu')) expect(implementations).toEqual(['plain', 'ops', 'fused', 'jax']);
    for (const { implementations } of on('wasm')) expect(implementations).toEqual(['plain', 'ops', 'simd', 'jax']);
  });
});

describe('the quick plan', () => {
  it('keeps to one lane, and to narrow models', () => {
    const { cases } = planOf({ quick: true, lanes: null, widths: null, backends: null });
    expect(cases.map(({ model, lanes, backend }) => [model.policyWidth, lanes, backend])).toEqual([
      [16, 1, 'webgpu'], [32, 1, 'webgpu'], [16, 1, 'wasm'], [32, 1, 'wasm'],
    ]);
  });

  it('gives each of its models a name of its own', () => {
    expect(new Set(planOf({ quick: true, lanes: null, widths: null, backends: null }).cases.map(({ model }) => nameOf(model)))).toEqual(
      new Set(['width 16, 1 layer, batch 16', 'width 32, 2 layers, batch 16']),
    );
  });
});

describe('a choice of problems', () => {
  it('keeps those with the lanes and widths asked for, on both backends', () => {
    const { cases } = planOf({ quick: false, lanes: [1, 4], widths: [32], backends: null });
    expect(cases.map(({ model, lanes, backend }) => [model.policyWidth, lanes, backend])).toEqual([
      [32, 1, 'webgpu'], [32, 1, 'webgpu'], [32, 4, 'webgpu'], [32, 1, 'wasm'], [32, 1, 'wasm'], [32, 4, 'wasm'],
    ]);
  });

  it('keeps to the backends asked for', () => {
    const { cases } = planOf({ quick: true, lanes: null, widths: null, backends: ['wasm'] });
    expect(cases.map(({ model, backend }) => [model.policyWidth, backend])).toEqual([[16, 'wasm'], [32, 'wasm']]);
  });

  it('with a value that no problem has is refused', () => {
    expect(() => planOf({ quick: false, lanes: [1, 8], widths: null, backends: null })).toThrow('got 8 lanes, of which');
    expect(() => planOf({ quick: false, lanes: [4], widths: [32, 64], backends: null })).toThrow('got width 64, of which');
  });

  it('that leaves none is refused, with what there is', () => {
    expect(() => planOf({ quick: true, lanes: [4], widths: null, backends: null })).toThrow('allowed: lanes 1 at width 16, 1 at width 32');
  });
});
