/** A run's checkpoints in its folder, and what else it takes to go on from them; a run in a browser reaches them by HTTP. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';
import type { Config } from '../config/fields.ts';
import type { EngineChoice } from '../protocol/messages.ts';
import { parseConfig } from '../settings/schema.ts';
import { BadArguments } from './badArguments.ts';
import { writeWhole } from './resultFiles.ts';

/** Below the folder of `--out`. */
const CHECKPOINTS = 'checkpoint';
const RUN = 'run.json';
/** Below the server's address. */
const SERVED = 'checkpoints/';

const runSchema = z.object({
  config: z.unknown(),
  choice: z.object({ backend: z.enum(['auto', 'webgpu', 'wasm', 'cpu']), engine: z.enum(['auto', 'ops', 'fused', 'simd']) }),
});

/** Forgets an earlier run of the folder, and notes what this one is. `choice`: the engine that computes it, once that is known. */
export function noteRun(folder: string, config: Config, choice: EngineChoice): void {
  mkdirSync(join(folder, CHECKPOINTS), { recursive: true });
  writeWhole(join(folder, CHECKPOINTS), RUN, `${JSON.stringify({ config, choice })}\n`);
}

export function forgetCheckpoints(folder: string): void {
  rmSync(join(folder, CHECKPOINTS), { recursive: true, force: true });
}

/**
 * The run that stopped in the folder.
 * @throws BadArguments where there is none to go on with
 */
export function stoppedRun(folder: string): { readonly config: Config; readonly choice: EngineChoice } {
  const path = join(folder, CHECKPOINTS, RUN);
  const refuse = (why: string) => new BadArguments(`--resume: got "${folder}", allowed: the --out folder of a run that did not finish (${why})`);
  if (!existsSync(path)) throw refuse('it holds no state of a run');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  const run = runSchema.safeParse(json);
  if (!run.success) throw refuse(z.prettifyError(run.error));
  const parsed = parseConfig(run.data.config);
  if (!parsed.ok) throw refuse(parsed.problems.map(({ message }) => message).join('; '));
  return { config: parsed.config, choice: run.data.choice };
}

/** Serves the checkpoints of the folder, below the address that `servedAt` gives: GET and PUT of a generation, DELETE of all. */
export function serveCheckpoints(folder: string): Plugin {
  return {
    name: 'checkpoints',
    configureServer(server) {
      server.middlewares.use(`/${SERVED}`, (request, response) => {
        answer(join(folder, CHECKPOINTS), request, response).catch((error: unknown) => {
          response.statusCode = 507;
          response.statusMessage = error instanceof Error ? error.message.replaceAll(/[^\x20-\x7e]/g, ' ') : 'failed';
          response.end();
        });
      });
    },
  };
}

export const servedAt = (address: string) => new URL(SERVED, address).href;

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const generation = /^\/([01])$/.exec(request.url ?? '')?.[1];
  const file = `${generation ?? ''}.bin`;
  if (request.method === 'DELETE') rmSync(folder, { recursive: true, force: true });
  else if (generation === undefined) response.statusCode = 404;
  else if (request.method === 'PUT') {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    mkdirSync(folder, { recursive: true });
    writeWhole(folder, file, Buffer.concat(parts));
  } else if (existsSync(join(folder, file))) {
    response.setHeader('content-type', 'application/octet-stream');
    response.end(readFileSync(join(folder, file)));
    return;
  } else response.statusCode = 404;
  response.end();
}
