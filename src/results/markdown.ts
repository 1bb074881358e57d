/** A result's tables in Markdown. */
import type { RunResult } from '../experiment/result.ts';
import { tableText, type Table } from './table.ts';

/** Ends in a newline. */
export function resultMarkdown(result: RunResult): string {
  const { heading, tables, notes } = tableText(result);
  return `${[...heading, ...tables.map(markdown), ...notes].join('\n\n')}\n`;
}

function markdown({ header, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Text that stands for itself in a cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
