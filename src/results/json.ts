/** A result as JSON, as the page and the command line write it. */
import type { ExportedResult } from './provenance.ts';

/** One line; what is no number is null. */
export function resultJson(result: ExportedResult): string {
  return `${JSON.stringify(result)}\n`;
}
