/** The system's Firefox, driven over WebDriver BiDi. Playwright drives a build of its own, and Firefox itself only from versions to come. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import type { Driven } from './driven.ts';
import { begin, commandPath, end, saidBy } from './process.ts';

const APPLICATIONS = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

/** Mesa's Vulkan on the processor, where it is installed: WebGPU without a graphics processor. */
const LAVAPIPE = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';

const WEBGPU = ['dom.webgpu.enabled', 'dom.webgpu.workers.enabled', 'gfx.webgpu.ignore-blocklist'];

export const findFirefox = (): string | undefined => commandPath('firefox-esr', 'firefox') ?? APPLICATIONS.find((path) => existsSync(path));

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string; readonly message?: string };

/** Sends commands to a browser and gives its answers; events are passed over. */
async function connect(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let sent = 0;
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('message', (data: Buffer) => {
    const { id, result, error, message } = JSON.parse(data.toString()) as Answer;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`${error}: ${message ?? ''}`));
  });
  socket.on('close', () => { for (const { reject } of waiting.values()) reject(new Error('Firefox has gone.')); });
  return {
    send: <T>(method: string, params: object) => new Promise<T>((resolve, reject) => {
      const id = ++sent;
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      socket.send(JSON.stringify({ id, method, params }));
    }),
    close: () => socket.terminate(),
  };
}

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly type: string; readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** `webgpu`: with WebGPU on the processor. Throws where it does not start. */
export async function launchFirefox(path: string, { webgpu }: { readonly webgpu: boolean }): Promise<Driven> {
  const profile = mkdtempSync(join(tmpdir(), 'r2m-lab-firefox-'));
  writeFileSync(join(profile, 'user.js'), webgpu ? WEBGPU.map((name) => `user_pref("${name}", true);\n`).join('') : '');
  const child = begin(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(webgpu && existsSync(LAVAPIPE) && { VK_DRIVER_FILES: LAVAPIPE }) },
  });
  const close = async () => {
    await end(child);
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const bidi = await connect(`${await saidBy(child, child.stderr!, /WebDriver BiDi listening on (ws:\S+)/)}/session`);
    const { capabilities } = await bidi.send<{ capabilities: { browserVersion: string } }>('session.new', { capabilities: {} });
    const { contexts: [{ context }] } = await bidi.send<{ contexts: { context: string }[] }>('browsingContext.getTree', {});
    return {
      description: `Firefox ${capabilities.browserVersion} (${path}, WebDriver BiDi${webgpu ? ', WebGPU' : ''})`,
      goto: async (url) => { await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' }); },
      async evaluate(expression) {
        const answer = await bidi.send<Evaluated>('script.evaluate', { expression, target: { context }, awaitPromise: true });
        if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
        return answer.result.value ?? '';
      },
      async close() {
        bidi.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
