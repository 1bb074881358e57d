/** A worker that computes lanes: a thin shell around the protocol's worker end. */
/// <reference lib="webworker" />
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { createEngine } from '../engine/create.ts';
import { downloadIfThere } from '../engine/download.ts';
import kernelsUrl from '../engine/simd/kernels.wasm?url';
import { wasmFile } from '../engine/wasmFile.ts';
import { keptOn } from './keptStarts.ts';
import { browserShelf } from './shelf.ts';
import { serveCommands } from './workerEnd.ts';

const absolute = (url: string) => new URL(url, self.location.href).href;

const scope = self as unknown as DedicatedWorkerGlobalScope;

export const handle = serveCommands({
  createEngine: (choice) => createEngine(choice, { tfjs: absolute(wasmUrl), kernels: () => wasmFile(absolute(kernelsUrl)) }),
  // The worker's entry lies one folder below the page, in the source as in the build, wherever the lab is served from.
  readStarts: (name) => downloadIfThere(new URL(`../starts/${name}`, self.location.href).href),
  kept: keptOn(browserShelf()),
  post: (reports) => scope.postMessage(reports),
});
