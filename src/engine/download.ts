/** Files, fetched whole: it says in the lab's words why one is not to be had, and never waits for ever. */
import { inBrackets, Explained } from './words.ts';
import { realTimer, type Timer } from './waiting.ts';

/** Seconds without a single byte after which a download is given up. */
const SILENCE = 15;

export interface DownloadTools {
  readonly fetch: (url: string, options: { signal: AbortSignal }) => Promise<Response>;
  readonly timer: Timer;
}

/** The server has no such file. */
class Missing extends Explained {}

const browserTools: DownloadTools = { fetch: (url, options) => fetch(url, options), timer: realTimer };

/** @throws Explained with a clause about the file: "the server answered 404". */
export async function download(url: string, { fetch, timer }: DownloadTools = browserTools): Promise<ArrayBuffer> {
  const abort = new AbortController();
  let stop = () => undefined as void;
  let silent: () => void = () => undefined;
  const silence = new Promise<never>((_, reject) => {
    silent = () => {
      reject(new Explained(`nothing came for ${SILENCE} s`));
      abort.abort();
    };
  });
  // It may come when nothing is awaited.
  silence.catch(() => undefined);
  const heard = () => {
    stop();
    stop = timer(SILENCE * 1000, silent);
  };
  try {
    heard();
    const response = await Promise.race([fetch(url, { signal: abort.signal }), silence]);
    if (response.status === 404 || response.status === 410) throw new Missing(`the server answered ${response.status}`);
    if (!response.ok) throw new Explained(`the server answered ${response.status}`);
    // Some servers answer an unknown path with the page.
    if (response.headers.get('content-type')?.startsWith('text/html')) throw new Explained('the server answered with a page');
    return await Promise.race([wholeBody(response, heard), silence]);
  } catch (error) {
    if (error instanceof Explained) throw error;
    throw new Explained(`the connection failed${inBrackets(error instanceof Error ? error.message : String(error))}`);
  } finally {
    stop();
  }
}

/** Null where the server has no such file; throws as `download` does. */
export async function downloadIfThere(url: string, tools: DownloadTools = browserTools): Promise<ArrayBuffer | null> {
  try {
    return await download(url, tools);
  } catch (error) {
    if (error instanceof Missing) return null;
    throw error;
  }
}

async function wholeBody(response: Response, heard: () => void): Promise<ArrayBuffer> {
  if (!response.body) return response.arrayBuffer();
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    heard();
    parts.push(part.value);
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}
