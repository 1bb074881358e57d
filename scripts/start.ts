/** `npm start [-- --port N --host NAME --no-open]`: builds the page if needed, serves it, prints its address and opens it. */
import { parseArgs } from 'node:util';
import { BadArguments } from '../src/headless/badArguments.ts';
import { ensureBuilt, servePage } from './build.ts';

const USAGE = 'Usage: npm start [-- --port NUMBER] [--host NAME] [--no-open]';

function readArguments() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: { port: { type: 'string', default: '4173' }, host: { type: 'string', default: 'localhost' }, open: { type: 'boolean' } },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new BadArguments(`--port: got "${values.port}", allowed: a whole number from 0 to 65535`);
    return { port, host: values.host, open: values.open ?? hasDesktop() };
  } catch (error) {
    throw new BadArguments(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function hasDesktop(): boolean {
  const { CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI || SSH_CONNECTION) return false;
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
}

try {
  const wishes = readArguments();
  await ensureBuilt();
  const { address } = await servePage(wishes);
  process.stdout.write(`R2M Lab is at ${address}\nCtrl-C stops it.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof BadArguments ? 2 : 1);
}
