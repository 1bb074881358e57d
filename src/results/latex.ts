/** A result's tables in LaTeX: plain `tabular`, which compiles without packages. */
import type { RunResult } from '../experiment/result.ts';
import { tableText, type Table } from './table.ts';

/** A fragment for a document's body. Ends in a newline. */
export function resultLatex(result: RunResult): string {
  const { heading, tables, notes } = tableText(result);
  return `${[...heading.map(escaped), ...tables.map(tabular), ...notes.map(escaped)].join('\n\n')}\n`;
}

function tabular({ header, rows }: Table): string {
  const line = (cells: readonly string[]) => `  ${cells.map(cell).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`, '  \\hline', line(header), '  \\hline', ...rows.map(line), '  \\hline', '\\end{tabular}',
  ].join('\n');
}

/** At the start of a row a bracket would be read as the distance that a line end may ask for. */
function cell(text: string): string {
  return text.startsWith('[') ? `{}${escaped(text)}` : escaped(text);
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', '$': '\\$', '#': '\\#', '_': '\\_', '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}', '−': '$-$', '±': '$\\pm$', '<': '$<$', '>': '$>$', '×': '$\\times$', '–': '--', '’': '\'', '·': '$\\cdot$',
  'α': '$\\alpha$', 'β': '$\\beta$', 'ω': '$\\omega$', 'Ω': '$\\Omega$', 'ρ': '$\\rho$', 'φ': '$\\phi$', 'π': '$\\pi$', 'ε': '$\\epsilon$',
};

/** Text that stands for itself. */
export function escaped(text: string): string {
  return Array.from(text, (character) => COMMANDS[character] ?? character).join('');
}
