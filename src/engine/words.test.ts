import { describe, expect, it } from 'vitest';
import { deviceLost, explain, Explained, inOwnWords, workerFailure } from './words.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('the lab’s own words', () => {
  it.each([
    ['a lost device', new DOMException("Failed to execute 'mapAsync' on 'GPUBuffer': [Device] is lost.", 'AbortError'), /^The graphics device was lost \(.*mapAsync.*\)\. Run again, or choose wasm\.$/],
    ['another command to the device', new DOMException("Failed to execute 'mapAsync' on 'GPUBuffer': validation", 'OperationError'), /^The graphics device refused a command \(/],
    ['a failed fetch in Chromium', new TypeError('Failed to fetch'), /^A file could not be loaded \(Failed to fetch\)/],
    ['a failed fetch in Firefox', new TypeError('NetworkError when attempting to fetch resource.'), /^A file could not be loaded/],
    ['a failed fetch in WebKit', new TypeError('Load failed'), /^A file could not be loaded/],
    ['a chunk that is gone, Chromium', new TypeError('Failed to fetch dynamically imported module: http://x/assets/a.js'), /code could not be loaded, perhaps because the page is out of date .* Reload the page\.$/],
    ['a chunk that is gone, Firefox', new TypeError('error loading dynamically imported module: http://x/a.js'), /perhaps because the page is out of date/],
    ['a chunk that is gone, WebKit', new TypeError('Importing a module script failed.'), /perhaps because the page is out of date/],
    ['wasm that does not compile', new WebAssembly.CompileError('WebAssembly.instantiate(): expected magic word'), /^WebAssembly could not be started \(/],
    ['wasm that traps', new WebAssembly.RuntimeError('memory access out of bounds'), /^WebAssembly stopped \(/],
    ['a full heap', new RangeError('Array buffer allocation failed'), /^There was not enough memory \(/],
    ['a full wasm heap', new RangeError('WebAssembly.Memory(): could not allocate memory'), /^There was not enough memory \(/],
    ['a full GPU', named('GPUOutOfMemoryError', 'Not enough memory left'), /^There was not enough memory \(/],
    ['a fault of the code', new TypeError("Cannot read properties of undefined (reading 'x')"), /^Something in the lab’s code failed \(TypeError: Cannot read/],
    ['an object that is no error', { message: 'Make sure the server can serve the `.wasm` file' }, /^WebAssembly could not be started/],
  ])('say what %s is', (_, error, expected) => {
    expect(inOwnWords(error)).toMatch(expected);
  });

  it('leave a message alone that the lab wrote', () => {
    const own = 'frozen with seed 9 diverged at step 1: kl is no finite number. A smaller learning rate may help.';
    expect(inOwnWords(new Error(own))).toBe(own);
    expect(inOwnWords(new Error('the fused engine runs on webgpu only, not on wasm'))).toBe('the fused engine runs on webgpu only, not on wasm');
    expect(inOwnWords(new Explained('the WebGPU adapter did not answer within 5 s'))).toBe('The WebGPU adapter did not answer within 5 s.');
    expect(inOwnWords(deviceLost('A reason.'))).toBe('The graphics device was lost (A reason). Run again, or choose wasm.');
    expect(inOwnWords(deviceLost(''))).toBe('The graphics device was lost. Run again, or choose wasm.');
  });

  it.each([undefined, null, '', 7, {}, { message: 5 }, new Error('')])('say of %o that it gives no reason', (thrown) => {
    expect(inOwnWords(thrown)).toMatch(/something failed without a reason/i);
  });

  it('are bounded, whatever the browser says', () => {
    for (const error of [new Error('x'.repeat(5000)), new TypeError(`Failed to fetch ${'x'.repeat(5000)}`), deviceLost('y '.repeat(5000))]) {
      expect(inOwnWords(error).length).toBeLessThan(700);
      expect(explain(error).what).not.toContain('\n');
    }
  });

  it('say of a worker without a message that its code could not be loaded', () => {
    for (const silent of [undefined, '']) expect(workerFailure(silent)).toMatch(/code could not be loaded: reload the page\.$/);
    expect(workerFailure('Uncaught RangeError: Array buffer allocation failed')).toMatch(/^The worker stopped: there was not enough memory \(/);
  });
});
