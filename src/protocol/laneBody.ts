/** A worker that computes lanes: a thin shell around the protocol's worker end. */
/// <reference lib="webworker" />
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { createEngine } from '../engine/create.ts';
import { serveCommands } from './workerEnd.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

export const handle = serveCommands({
  createEngine: (choice) => createEngine(choice, new URL(wasmUrl, self.location.href).href),
  readStarts: async (name) => {
    // The worker's entry lies one folder below the page, in the source as in the build, wherever the lab is served from.
    const response = await fetch(new URL(`../starts/${name}`, self.location.href));
    // A development server answers an unknown path with the page.
    if (!response.ok || response.headers.get('content-type')?.startsWith('text/html')) return null;
    return response.arrayBuffer();
  },
  post: (report) => scope.postMessage(report),
});
