/** What starts the SIMD engine. */
export { createSimdEngine } from './engine.ts';
export { startKernels } from './kernels.ts';
