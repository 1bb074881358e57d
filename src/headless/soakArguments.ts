/** The words of `npm run -s soak`. */
import { parseArgs } from 'node:util';
import { BadArguments } from './badArguments.ts';

export interface SoakRequest {
  readonly losses: number;
  /** Of the random numbers. */
  readonly seed: number;
}

export const SOAK_USAGE = `Usage: npm run -s soak -- [--losses N] [--seed N]

Makes runs of the preset tiny in this process, on the SIMD engine and 1 to 3 workers, each of which loses its engine, a worker
or a state that is being written at a random moment, and compares their results with an undisturbed run's, to the last bit.

  --losses N  how many, the stages of a run in turn (default: 50)
  --seed N    the same seed makes the same losses (default: 1)
  --help      show this

Exit status: 0, 1 where a result differs or a run fails, 2 for bad arguments.
`;

const OPTIONS = { losses: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } } as const;
const LIMITS = { losses: { from: 1, to: 100_000, otherwise: 50 }, seed: { from: 0, to: 999_999, otherwise: 1 } } as const;
const ALLOWED = '--losses N, --seed N';

/** Reads the arguments that follow the command's name. @throws BadArguments */
export function readSoakArguments(args: readonly string[]): SoakRequest | 'help' {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  if (positionals.length > 0) throw new BadArguments(`got "${positionals.join(' ')}", allowed: ${ALLOWED}`);
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(OPTIONS, token.name)) throw new BadArguments(`${token.rawName}: no such option, allowed: ${ALLOWED}`);
  }
  if (values.help) return 'help';
  const number = (name: keyof typeof LIMITS): number => {
    const given = values[name];
    const { from, to, otherwise } = LIMITS[name];
    if (given === undefined) return otherwise;
    if (typeof given !== 'string' || !/^\d+$/.test(given) || Number(given) < from || Number(given) > to) {
      throw new BadArguments(`--${name}: got ${typeof given === 'string' && given !== '' ? `"${given}"` : 'nothing'}, allowed: a whole number from ${from} to ${to}`);
    }
    return Number(given);
  };
  return { losses: number('losses'), seed: number('seed') };
}
