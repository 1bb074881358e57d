/** Which engine is taken in every kind of browser: each step absent, refusing, throwing or hanging. */
import { describe, expect, it } from 'vitest';
import { openDevice, type AnyAdapter, type GpuDoor } from './adapter.ts';
import { coresTold, workersFor, type EngineChoice } from './choose.ts';
import { deadEnd, Ladder } from './ladder.ts';
import { handClock } from './testing.ts';

const AUTO: EngineChoice = { backend: 'auto', engine: 'auto' };
const never = () => new Promise<never>(() => undefined);
const fails = (message: string) => { throw new Error(message); };

const adapter = (values: Partial<AnyAdapter> = {}): AnyAdapter => ({
  info: { vendor: 'nvidia', architecture: 'hopper', isFallbackAdapter: false }, requestDevice: never, ...values,
});

/** What is chosen where `navigator.gpu` is this, once all bounded waits are over. */
async function chosen(gpu: GpuDoor['gpu'], choice = AUTO, hasWebAssembly = true) {
  const { timer, advance, pending } = handClock();
  const ladder = new Ladder({ gpu, timer, hasWebAssembly: () => hasWebAssembly });
  const answer = ladder.choose(choice);
  answer.catch(() => undefined);
  await advance(5);
  await advance(5);
  expect(pending()).toBe(0);
  return answer;
}
const answering = (request: () => unknown): GpuDoor['gpu'] => () => ({ requestAdapter: request as () => Promise<AnyAdapter> });

describe('automatic choice', () => {
  it('takes WebGPU where the browser says that it is hardware, wherever it says so', async () => {
    for (const found of [adapter(), adapter({ info: { vendor: 'amd' }, isFallbackAdapter: false }), adapter({ info: undefined as never, isFallbackAdapter: false })]) {
      expect(await chosen(answering(async () => found))).toMatchObject({ backend: 'webgpu', engine: 'fused' });
    }
    expect(await chosen(answering(async () => adapter()), { backend: 'auto', engine: 'ops' })).toMatchObject({ backend: 'webgpu', engine: 'ops' });
  });

  it.each<[string, GpuDoor['gpu'], RegExp]>([
    ['there is no navigator.gpu', () => undefined, /offers no WebGPU adapter/],
    ['navigator.gpu throws', () => fails('denied'), /request for a WebGPU adapter failed \(denied\)/],
    ['it has no requestAdapter', () => ({}) as never, /request for a WebGPU adapter failed/],
    ['requestAdapter throws', answering(() => fails('boom')), /failed \(boom\)/],
    ['requestAdapter rejects', answering(async () => fails('rejected')), /failed \(rejected\)/],
    ['requestAdapter gives null', answering(async () => null), /offers no WebGPU adapter/],
    ['requestAdapter gives nothing', answering(async () => undefined), /offers no WebGPU adapter/],
    ['requestAdapter never settles', answering(never), /since the WebGPU adapter did not answer within 5 s\./],
    ['there is no info', answering(async () => adapter({ info: undefined as never })), /does not tell/],
    ['info is null', answering(async () => adapter({ info: null })), /does not tell/],
    ['info throws', answering(async () => Object.defineProperty({ ...adapter() }, 'info', { get: () => fails('private') })), /does not tell/],
    ['a name throws', answering(async () => adapter({ info: Object.defineProperty({}, 'vendor', { get: () => fails('private') }) })), /does not tell/],
    ['info says nothing of software', answering(async () => adapter({ info: { vendor: 'nvidia' } })), /does not tell/],
    ['info has to be asked for and hangs', answering(async () => adapter({ info: undefined as never, requestAdapterInfo: never })), /does not tell/],
    ['info has to be asked for and is refused', answering(async () => adapter({ info: undefined as never, requestAdapterInfo: async () => fails('no') })), /does not tell/],
    ['info says software', answering(async () => adapter({ info: { isFallbackAdapter: true } })), /only emulated in software/],
    ['the adapter says software', answering(async () => adapter({ info: {}, isFallbackAdapter: true })), /only emulated in software/],
    ...['SwiftShader Device (LLVM 10)', 'llvmpipe (LLVM 19)', 'lavapipe', 'Microsoft Basic Render Driver'].map((description): [string, GpuDoor['gpu'], RegExp] =>
      [`it is called ${description}`, answering(async () => adapter({ info: { description, isFallbackAdapter: false } })), /only emulated in software/]),
  ])('takes the processor and says why where %s', async (_, gpu, why) => {
    const { backend, engine, reason } = await chosen(gpu);
    expect({ backend, engine }).toEqual({ backend: 'wasm', engine: 'simd' });
    expect(reason).toMatch(/^WebAssembly on the processor, since /);
    expect(reason).toMatch(why);
  });

  it('goes on to plain JavaScript where there is no WebAssembly, or it failed', async () => {
    expect(await chosen(() => undefined, AUTO, false)).toEqual({
      backend: 'cpu', engine: 'ops', reason: 'Plain JavaScript, which is slow, since this browser offers no WebGPU adapter and this browser has no WebAssembly.',
    });
  });

  it('remembers what failed for the rest of the visit, and says so where nothing is left', async () => {
    const { timer } = handClock();
    let asked = 0;
    const ladder = new Ladder({ timer, hasWebAssembly: () => true, gpu: answering(async () => { asked++; return adapter(); }) });
    const roads = [];
    for (const why of ['the WebGPU device was refused (x)', 'the WebAssembly file is damaged', 'the WebAssembly file could not be loaded (the server answered 404)', 'there was not enough memory']) {
      const road = await ladder.choose(AUTO);
      roads.push(`${road.backend} ${road.engine}`);
      expect(ladder.close(AUTO, road, why)).toBe(true);
    }
    expect(roads).toEqual(['webgpu fused', 'wasm simd', 'wasm ops', 'cpu ops']);
    expect(asked).toBe(1);
    await expect(ladder.choose(AUTO)).rejects.toThrow(/^No engine could be started\. WebGPU: the WebGPU device was refused \(x\); WebAssembly, the SIMD engine: .*damaged; WebAssembly, tfjs’s operations: .*404.*; plain JavaScript: there was not enough memory\.$/);
    expect(await ladder.choose({ backend: 'wasm', engine: 'auto' })).toMatchObject({ backend: 'wasm', engine: 'simd' });
  });

  it('goes on to tfjs’s operations where the SIMD engine failed, and says why', async () => {
    const { timer } = handClock();
    const ladder = new Ladder({ timer, hasWebAssembly: () => true, gpu: () => undefined });
    ladder.close(AUTO, { backend: 'wasm', engine: 'simd' }, 'the WebAssembly file is damaged');
    expect(await ladder.choose(AUTO)).toEqual({
      backend: 'wasm', engine: 'ops',
      reason: 'WebAssembly on the processor, with tfjs’s slower operations, since this browser offers no WebGPU adapter and the WebAssembly file is damaged.',
    });
  });
});

describe('a road that is asked for by name', () => {
  it.each<[EngineChoice, string]>([
    [{ backend: 'webgpu', engine: 'auto' }, 'webgpu fused'], [{ backend: 'webgpu', engine: 'ops' }, 'webgpu ops'],
    [{ backend: 'auto', engine: 'fused' }, 'webgpu fused'], [{ backend: 'wasm', engine: 'ops' }, 'wasm ops'], [{ backend: 'auto', engine: 'simd' }, 'wasm simd'], [{ backend: 'wasm', engine: 'simd' }, 'wasm simd'], [{ backend: 'cpu', engine: 'auto' }, 'cpu ops'],
  ])('is taken without a question: %o', async (choice, expected) => {
    const { backend, engine, reason } = await chosen(() => fails('asked'), choice);
    expect(`${backend} ${engine}`).toBe(expected);
    expect(reason).toMatch(/was asked for\.$/);
    expect(new Ladder().close(choice, { backend, engine }, 'it failed')).toBe(false);
  });

  it('may have two roads, of which the second is taken where the first failed, and both are tried again later', async () => {
    const wasm: EngineChoice = { backend: 'wasm', engine: 'auto' };
    const ladder = new Ladder({ timer: handClock().timer, hasWebAssembly: () => true, gpu: () => fails('asked') });
    const simd = await ladder.choose(wasm);
    expect(simd).toEqual({ backend: 'wasm', engine: 'simd', reason: 'WebAssembly was asked for.' });
    expect(ladder.close(wasm, simd, 'the WebAssembly file is damaged')).toBe(true);
    const ops = await ladder.choose(wasm);
    expect(ops).toEqual({ backend: 'wasm', engine: 'ops', reason: 'WebAssembly was asked for, with tfjs’s slower operations, since the WebAssembly file is damaged.' });
    expect(ladder.close(wasm, ops, 'there was not enough memory')).toBe(true);
    await expect(ladder.choose(wasm)).rejects.toThrow(
      'No engine could be started. WebAssembly, the SIMD engine: the WebAssembly file is damaged; WebAssembly, tfjs’s operations: there was not enough memory; choose cpu or Automatic.',
    );
    expect(await ladder.choose(wasm)).toMatchObject({ engine: 'simd' });
  });

  it('names what to choose instead where it leads nowhere', () => {
    expect(deadEnd({ backend: 'webgpu', engine: 'fused' }, 'this browser offers no WebGPU adapter')).toBe('This browser offers no WebGPU adapter; choose wasm or Automatic.');
  });

  it('may be impossible', async () => {
    await expect(chosen(() => undefined, { backend: 'wasm', engine: 'fused' })).rejects.toThrow('the fused engine runs on webgpu only, not on wasm');
    await expect(chosen(() => undefined, { backend: 'cpu', engine: 'simd' })).rejects.toThrow('the simd engine runs on wasm only, not on cpu');
  });
});

describe('a device', () => {
  const opened = async (requestDevice: () => unknown) => {
    const { timer, advance } = handClock();
    const opening = openDevice({ timer, gpu: answering(async () => adapter({ requestDevice: requestDevice as AnyAdapter['requestDevice'] })) });
    opening.catch(() => undefined);
    await advance(10);
    await advance(10);
    return opening;
  };
  it.each<[string, () => unknown, string]>([
    ['refuses', async () => fails('lost'), 'The WebGPU device was refused (lost).'],
    ['throws', () => fails('boom'), 'The WebGPU device was refused (boom).'],
    ['gives nothing', async () => null, 'The WebGPU device was refused.'],
    ['never settles', never, 'The WebGPU device did not answer within 10 s.'],
  ])('that %s says so', async (_, requestDevice, message) => {
    await expect(opened(requestDevice)).rejects.toThrow(message);
  });
});

describe('cores', () => {
  it('that the browser does not tell are unknown, and two are taken', () => {
    const told = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    for (const value of [undefined, 0, NaN, -1, '8', Infinity]) {
      Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: value }, configurable: true });
      expect(coresTold()).toBeNull();
    }
    Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: 3 }, configurable: true });
    expect(coresTold()).toBe(3);
    if (told) Object.defineProperty(globalThis, 'navigator', told);
    const wasm = { backend: 'wasm', engine: 'ops' } as const;
    expect([null, 1, 3, 64].map((cores) => workersFor(wasm, cores))).toEqual([2, 1, 3, 8]);
    expect(workersFor({ backend: 'webgpu', engine: 'fused' }, 64)).toBe(1);
  });
});
