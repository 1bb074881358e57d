/** Serves the source to a browser on this machine, without a build. */
import { fileURLToPath } from 'node:url';
import { createServer, type Plugin } from 'vite';

export interface Server {
  /** Ends in a slash. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** An empty page of the server: WebGPU and modules need one. */
export const blankPage = ({ address }: Server) => new URL('src/headless/pages/blank.html', address).href;

/** Serves the source on a free port of the loopback interface, and what `plugins` serve beside it. */
export async function serveSource(plugins: readonly Plugin[] = []): Promise<Server> {
  const others = process.listeners('SIGTERM');
  const server = await createServer({
    root,
    plugins: [...plugins],
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    clearScreen: false,
    // Apart from the development server's, which prepares packages in another mode and would pull these from under a run.
    cacheDir: fileURLToPath(new URL('../../node_modules/.vite-headless', import.meta.url)),
    // A run must not be cut short because a file changes under it.
    server: { port: 0, host: '127.0.0.1', strictPort: false, hmr: false, watch: null, open: false },
  });
  // Vite ends the process at this signal, and with it a run whose numbers are not written yet. Signals are the caller's.
  for (const listener of process.listeners('SIGTERM')) if (!others.includes(listener)) process.off('SIGTERM', listener);
  await server.listen();
  const address = server.httpServer?.address();
  if (address === null || address === undefined || typeof address === 'string') throw new Error('The server for the page has no port.');
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
