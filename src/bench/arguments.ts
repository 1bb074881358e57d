/** The command line's words. */
import { parseArgs } from 'node:util';
import { BadArguments } from '../headless/badArguments.ts';
import { BACKENDS, type Backend } from './plan.ts';

export interface Request {
  readonly quick: boolean;
  /** Only problems with these numbers of lanes, and models of these widths; null is all. */
  readonly lanes: readonly number[] | null;
  readonly widths: readonly number[] | null;
  /** Null is both. */
  readonly backends: readonly Backend[] | null;
  /** The result alone on standard output, as JSON. */
  readonly json: boolean;
  /** Folder for bench.json and bench.md. */
  readonly out: string | null;
}

export const USAGE = `Usage: npm run -s bench -- [--quick] [--lanes LIST] [--widths LIST] [--backends LIST] [--json] [--out DIR]

Times a policy step, a rollout and a whole RL step with R2M, each on plain tfjs, on the lab's engines and on jax-js, in a
headless browser: on WebGPU (the machine's own graphics processor, else Chromium's software one) and on wasm. All are
first checked to compute the same.

  --quick    two small problems in a few minutes; without it expect an hour where WebGPU is software
  --lanes LIST, --widths LIST
             of all problems only those with these numbers of lanes, of these model widths: --lanes 1 --widths 32
  --backends LIST
             only on these: ${BACKENDS.join(',')}
  --json     the result alone on standard output, as JSON
  --out DIR  writes bench.json and bench.md there, anew after each problem

Exit status: 0, 1 when the benchmark failed, 2 for bad arguments.
`;

/** Reads the arguments that follow the command's name. @throws BadArguments */
export function readArguments(args: readonly string[]): Request | 'help' {
  const options = { quick: { type: 'boolean' }, lanes: { type: 'string' }, widths: { type: 'string' }, backends: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' } } as const;
  const allowed = '--quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR';
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  if (positionals.length > 0) throw new BadArguments(`got "${positionals.join(' ')}", allowed: ${allowed}`);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) throw new BadArguments(`${token.rawName}: no such option, allowed: ${allowed}`);
    if (tokens.filter((other) => other.kind === 'option' && other.name === token.name).length > 1) {
      throw new BadArguments(`${token.rawName}: got it more than once, allowed: once`);
    }
    const takesValue = options[token.name as keyof typeof options].type === 'string';
    if (!takesValue && token.value !== undefined) throw new BadArguments(`${token.rawName}: got "${token.value}", allowed: no value`);
    if (takesValue && (!token.value || token.value.startsWith('-'))) {
      throw new BadArguments(`${token.rawName}: got ${token.value ? `"${token.value}"` : 'nothing'}, allowed: ${WANTED[token.name as keyof typeof WANTED]}`);
    }
  }
  if (values.help) return 'help';
  return {
    quick: values.quick === true, lanes: numbersOf('lanes', values.lanes), widths: numbersOf('widths', values.widths), backends: backendsOf(values.backends),
    json: values.json === true, out: typeof values.out === 'string' ? values.out : null,
  };
}

const NUMBERS = 'whole numbers separated by commas';
const NAMES = `${BACKENDS.join(', ')}, separated by commas`;
const WANTED = { lanes: NUMBERS, widths: NUMBERS, backends: NAMES, out: 'a folder' } as const;

function backendsOf(text: string | boolean | undefined): Backend[] | null {
  if (typeof text !== 'string') return null;
  return text.split(',').map((name) => {
    const found = BACKENDS.find((backend) => backend === name);
    if (!found) throw new BadArguments(`--backends: got "${text}", allowed: ${NAMES}`);
    return found;
  });
}

function numbersOf(name: string, text: string | boolean | undefined): number[] | null {
  if (typeof text !== 'string') return null;
  if (!/^\d+(,\d+)*$/.test(text)) throw new BadArguments(`--${name}: got "${text}", allowed: ${NUMBERS}`);
  return text.split(',').map(Number);
}
