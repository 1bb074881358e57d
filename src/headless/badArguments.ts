/** What the commands share in reading their arguments. */
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Arguments that cannot be used; each line of the message names the option or field, what was given and what is allowed. */
export class BadArguments extends Error {}

/**
 * The absolute path of `--out`'s folder, which is made where it is missing. npm changes into the package's folder; the
 * user's paths start where the user is.
 * @throws BadArguments where it cannot be made or written
 */
export function outputFolder(out: string): string {
  const folder = resolve(process.env.INIT_CWD ?? '.', out);
  try {
    mkdirSync(folder, { recursive: true });
    // Tried, not asked: permissions do not tell of a read-only or full disk.
    rmdirSync(mkdtempSync(join(folder, '.writable-')));
    return folder;
  } catch (error) {
    throw new BadArguments(`--out: got "${out}", allowed: a folder that can be written (${error instanceof Error ? error.message : String(error)})`);
  }
}
