/**
 * Stands between the browser and the server, and counts what passes. A browser tells of its page's requests, but not of
 * those that a worker's worker makes.
 */
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { KINDS, type Bytes, type Kind } from './result.ts';

/** One answer that arrived whole. */
export interface Transfer {
  readonly kind: Kind;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly encoding: string;
  readonly body: Buffer;
}

export interface Traffic {
  /** In the place of the server's own address. */
  readonly address: string;
  /** Of all answers so far; forgets them. */
  take(): Transfer[];
  readonly close: () => Promise<void>;
}

/** `workerCode` holds the paths of workers' modules so far: a module that one of them imports is theirs, too. */
export function kindOf(path: string, headers: IncomingHttpHeaders, workerCode: ReadonlySet<string>): Kind {
  if (/\/recorded\//.test(path)) return 'recorded';
  if (/\/starts\//.test(path)) return 'weights';
  if (path.endsWith('.wasm')) return 'wasm';
  if (path.endsWith('.css')) return 'style';
  if (path.endsWith('.js')) {
    const importer = URL.canParse(headers.referer ?? '') ? new URL(headers.referer ?? '').pathname : '';
    return headers['sec-fetch-dest'] === 'worker' || workerCode.has(importer) ? 'worker' : 'script';
  }
  return headers['sec-fetch-dest'] === 'document' ? 'page' : 'other';
}

function decodedLength({ encoding, body }: Transfer): number {
  switch (encoding) {
    case 'gzip': return gunzipSync(body).length;
    case 'br': return brotliDecompressSync(body).length;
    case 'deflate': return inflateSync(body).length;
    default: return body.length;
  }
}

/** What arrived up to the time `until`, in milliseconds since the epoch. */
export function bytesByKind(transfers: readonly Transfer[], until: number): Record<Kind, Bytes> {
  const of = (kind: Kind): Bytes => {
    const own = transfers.filter((transfer) => transfer.kind === kind && transfer.at <= until);
    const sum = (length: (transfer: Transfer) => number) => own.reduce((all, transfer) => all + length(transfer), 0);
    return { requests: own.length, encoded: sum(({ body }) => body.length), decoded: sum(decodedLength) };
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<Kind, Bytes>;
}

/** Passes everything on to the server at `upstream`, and back. */
export async function countTraffic(upstream: string): Promise<Traffic> {
  let transfers: Transfer[] = [];
  const workerCode = new Set<string>();
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '/';
    const passed = request(new URL(path, upstream), { method: asked.method, headers: asked.headers }, (given) => {
      const kind = kindOf(path, asked.headers, workerCode);
      if (kind === 'worker') workerCode.add(path);
      const chunks: Buffer[] = [];
      given.on('data', (chunk: Buffer) => chunks.push(chunk));
      given.on('end', () => transfers.push({ kind, at: Date.now(), encoding: given.headers['content-encoding'] ?? '', body: Buffer.concat(chunks) }));
      given.on('error', () => answer.destroy());
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The counting server has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    take() {
      const taken = transfers;
      transfers = [];
      return taken;
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
