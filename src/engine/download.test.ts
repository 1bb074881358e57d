import { describe, expect, it } from 'vitest';
import { download, downloadIfThere, type DownloadTools } from './download.ts';
import { handClock } from './testing.ts';

const never = () => new Promise<never>(() => undefined);

function lab(fetch: DownloadTools['fetch']) {
  const { timer, advance, pending } = handClock();
  return { tools: { fetch, timer }, advance, pending };
}

/** A body that gives each part when it is asked for, and hangs where it is told to. */
const body = (...parts: (Uint8Array<ArrayBuffer> | 'hang' | 'break')[]) => new ReadableStream<Uint8Array>({
  pull(controller) {
    const part = parts.shift();
    if (part === undefined) controller.close();
    else if (part === 'break') controller.error(new TypeError('network error'));
    else if (part === 'hang') return never();
    else controller.enqueue(part);
    return undefined;
  },
});

describe('a download', () => {
  it('is the whole file', async () => {
    const { tools, pending } = lab(async () => new Response(body(Uint8Array.of(1, 2), Uint8Array.of(3))));
    expect([...new Uint8Array(await download('x', tools))]).toEqual([1, 2, 3]);
    expect(pending()).toBe(0);
  });

  it.each<[string, DownloadTools['fetch'], RegExp]>([
    ['missing', async () => new Response('', { status: 404 }), /^The server answered 404\.$/],
    ['refused', async () => new Response('', { status: 503 }), /^The server answered 503\.$/],
    ['answered with a page', async () => new Response('<p>', { headers: { 'content-type': 'text/html; charset=utf-8' } }), /^The server answered with a page\.$/],
    ['not reached', async () => { throw new TypeError('Failed to fetch'); }, /^The connection failed \(Failed to fetch\)\.$/],
    ['not asked for', () => { throw new Error('fetch is not allowed'); }, /^The connection failed/],
    ['dropped on the way', async () => new Response(body(Uint8Array.of(1), 'break')), /^The connection failed \(network error\)\.$/],
  ])('says so where the file is %s', async (_, fetch, message) => {
    await expect(download('x', lab(fetch).tools)).rejects.toThrow(message);
  });

  it.each<[string, DownloadTools['fetch']]>([
    ['before the first byte', never], ['after some', async () => new Response(body(Uint8Array.of(1), 'hang'))],
  ])('is given up and aborted where nothing comes %s', async (_, fetch) => {
    let signal: AbortSignal | null = null;
    const { tools, advance } = lab((url, options) => {
      signal = options.signal;
      return fetch(url, options);
    });
    const loading = download('x', tools);
    loading.catch(() => undefined);
    await advance(14);
    await advance(15);
    await expect(loading).rejects.toThrow('Nothing came for 15 s.');
    expect(signal!.aborted).toBe(true);
  });

  it('is null where that is asked for and the server has no such file, and fails in other ways as ever', async () => {
    expect(await downloadIfThere('x', lab(async () => new Response('', { status: 404 })).tools)).toBeNull();
    await expect(downloadIfThere('x', lab(async () => new Response('', { status: 500 })).tools)).rejects.toThrow('500');
  });
});
