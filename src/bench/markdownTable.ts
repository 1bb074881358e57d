/** A Markdown table; columns after the first hold numbers, and stand to the right. */
export function markdownTable(titles: readonly string[], body: readonly (readonly string[])[]): string[] {
  const widths = titles.map((title, column) => Math.max(3, title.length, ...body.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(titles), rule, ...body.map(line), ''];
}
