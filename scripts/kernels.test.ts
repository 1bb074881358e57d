import { describe, expect, it, vi } from 'vitest';
import { compileKernels, kernelsBinary, kernelsFile } from './kernels.ts';
import { kernels } from './kernelsPlugin.ts';

describe('the kernels’ compiler', () => {
  it('gives a module that imports nothing, and the same file each time', async () => {
    const module = await WebAssembly.compile(await kernelsBinary());
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    expect(WebAssembly.Module.exports(module)).toContainEqual({ name: 'memory', kind: 'memory' });
    expect(await kernelsFile()).toBe(await kernelsFile());
  });

  it('stops at a source that is wrong, with the compiler’s messages', async () => {
    const broken = new Map([['index.ts', "export { half } from './half';"], ['half.ts', 'export function half(x: f32): f32 { return x / two; }']]);
    await expect(compileKernels(broken)).rejects.toThrow(/the kernels do not compile:[\s\S]*Cannot find name 'two'[\s\S]*half\.ts/);
  });

  it('fails the build with them, and answers for the kernels’ address alone', async () => {
    const failing = kernels(() => Promise.reject(new Error('no kernels')));
    await expect((failing.buildStart as unknown as () => Promise<void>)()).rejects.toThrow('no kernels');
    const resolve = vi.fn(async (path: string) => ({ id: path }));
    const resolveId = kernels(async () => '/cache/kernels.wasm').resolveId as unknown as (source: string, importer: string) => Promise<unknown>;
    expect(await resolveId.call({ resolve }, '../engine/simd/kernels.wasm?url', '/src/lane.ts')).toEqual({ id: '/cache/kernels.wasm?url' });
    expect(await resolveId.call({ resolve }, './kernels.ts', '/src/engine/simd/engine.ts')).toBeNull();
  });
});
