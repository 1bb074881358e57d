import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesByKind, countTraffic, kindOf, type Traffic, type Transfer } from './traffic.ts';

describe('what a request is for', () => {
  const from = (path: string) => ({ referer: `http://here/${path}`, 'sec-fetch-dest': 'script' });
  const workerCode = new Set(['/assets/lab.worker-1.js', '/assets/chunk-2.js']);

  it.each([
    ['/', { 'sec-fetch-dest': 'document' }, 'page'],
    ['/assets/index-1.js', from(''), 'script'],
    ['/assets/lazy-1.js', from('assets/index-1.js'), 'script'],
    ['/assets/lab.worker-1.js', { ...from(''), 'sec-fetch-dest': 'worker' }, 'worker'],
    ['/assets/chunk-2.js', from('assets/lab.worker-1.js'), 'worker'],
    ['/assets/chunk-3.js', from('assets/chunk-2.js'), 'worker'],
    ['/assets/chunk-3.js', {}, 'script'],
    ['/assets/index-1.css', { 'sec-fetch-dest': 'style' }, 'style'],
    ['/recorded/default.json', { 'sec-fetch-dest': 'empty' }, 'recorded'],
    ['/starts/8.bin', { 'sec-fetch-dest': 'empty' }, 'weights'],
    ['/assets/simd-1.wasm', { 'sec-fetch-dest': 'empty' }, 'wasm'],
    ['/icon.svg', { 'sec-fetch-dest': 'image' }, 'other'],
  ] as const)('%s with %j is of the kind %s', (path, headers, kind) => {
    expect(kindOf(path, headers, workerCode)).toBe(kind);
  });
});

describe('bytes', () => {
  it('are counted as sent and unpacked, up to a time', () => {
    const body = Buffer.alloc(1000);
    const packed = gzipSync(body);
    const transfers: Transfer[] = [
      { kind: 'script', at: 10, encoding: 'gzip', body: packed }, { kind: 'script', at: 20, encoding: '', body }, { kind: 'wasm', at: 21, encoding: '', body },
    ];
    const bytes = bytesByKind(transfers, 20);
    expect(bytes.script).toEqual({ requests: 2, encoded: packed.length + 1000, decoded: 2000 });
    expect(bytes.wasm).toEqual({ requests: 0, encoded: 0, decoded: 0 });
  });
});

describe('the counting server', () => {
  let upstream: Server;
  let traffic: Traffic;
  beforeAll(async () => {
    upstream = createServer((asked, answer) => {
      if (asked.url === '/broken.css') return answer.destroy();
      if (asked.url === '/missing.js') return answer.writeHead(404).end();
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000)));
    });
    await new Promise<void>((resolve) => { upstream.listen(0, '127.0.0.1', resolve); });
    const address = upstream.address();
    traffic = await countTraffic(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  });
  afterAll(async () => {
    await traffic.close();
    upstream.close();
  });

  it('passes answers on as they are, and tells of each once', async () => {
    const answer = await fetch(`${traffic.address}recorded/default.json`);
    expect(await answer.text()).toBe('x'.repeat(5000));
    expect((await fetch(`${traffic.address}missing.js`)).status).toBe(404);
    const taken = traffic.take();
    expect(taken.map(({ kind }) => kind)).toEqual(['recorded', 'script']);
    expect(bytesByKind(taken, Infinity).recorded.decoded).toBe(5000);
    expect(traffic.take()).toEqual([]);
  });

  it('lets what fails fail, and goes on', async () => {
    await expect(fetch(`${traffic.address}broken.css`)).rejects.toThrow();
    expect((await fetch(`${traffic.address}a.css`)).status).toBe(200);
    expect(traffic.take().map(({ kind }) => kind)).toEqual(['style']);
  });
});
