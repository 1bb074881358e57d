/** Entry of a worker that computes lanes: a thin shell around the protocol's worker end. */
/// <reference lib="webworker" />
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { createEngine } from './engine/create.ts';
import { downloadIfThere } from './engine/download.ts';
import { keptOn } from './protocol/keptStarts.ts';
import type { Command } from './protocol/messages.ts';
import { browserShelf } from './protocol/shelf.ts';
import { serveCommands } from './protocol/workerEnd.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

const handle = serveCommands({
  createEngine: (choice) => createEngine(choice, new URL(wasmUrl, self.location.href).href),
  // This file lies one folder below the page, in the source as in the build, wherever the lab is served from.
  readStarts: (name) => downloadIfThere(new URL(`../starts/${name}`, self.location.href).href),
  kept: keptOn(browserShelf()),
  post: (reports) => scope.postMessage(reports),
});

scope.onmessage = (event: MessageEvent<Command>) => handle(event.data);
