/** The command line's words. */
import { parseArgs } from 'node:util';
import { BadArguments } from '../headless/badArguments.ts';

export interface Request {
  readonly quick: boolean;
  /** The result alone on standard output, as JSON. */
  readonly json: boolean;
  /** Folder for bench.json and bench.md. */
  readonly out: string | null;
}

export const USAGE = `Usage: npm run -s bench -- [--quick] [--json] [--out DIR]

Times a policy step, a rollout and a whole RL step with R2M, each on plain tfjs, on the lab's engines and on jax-js, in a
headless browser: on WebGPU (the machine's own graphics processor, else Chromium's software one) and on wasm. All are
first checked to compute the same.

  --quick    two small problems in a few minutes; without it expect an hour or more where WebGPU is software
  --json     the result alone on standard output, as JSON
  --out DIR  writes bench.json and bench.md there

Exit status: 0, 1 when the benchmark failed, 2 for bad arguments.
`;

/** Reads the arguments that follow the command's name. @throws BadArguments */
export function readArguments(args: readonly string[]): Request | 'help' {
  const options = { quick: { type: 'boolean' }, json: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' } } as const;
  const allowed = '--quick, --json, --out DIR';
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  if (positionals.length > 0) throw new BadArguments(`got "${positionals.join(' ')}", allowed: ${allowed}`);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) throw new BadArguments(`${token.rawName}: no such option, allowed: ${allowed}`);
    if (token.name !== 'out' && token.value !== undefined) throw new BadArguments(`${token.rawName}: got "${token.value}", allowed: no value`);
    if (token.name === 'out' && (!token.value || token.value.startsWith('-'))) {
      throw new BadArguments(`--out: got ${token.value ? `"${token.value}"` : 'nothing'}, allowed: a folder`);
    }
  }
  if (values.help) return 'help';
  return { quick: values.quick === true, json: values.json === true, out: typeof values.out === 'string' ? values.out : null };
}
