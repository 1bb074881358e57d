/** A Markdown table and an empty line. Columns from `firstNumber` on hold numbers, and stand to the right. */
export function markdownTable(titles: readonly string[], body: readonly (readonly string[])[], firstNumber = 1): string[] {
  const widths = titles.map((title, column) => Math.max(3, title.length, ...body.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => (column < firstNumber ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column < firstNumber ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(titles), rule, ...body.map(line), ''];
}
