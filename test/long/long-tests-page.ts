/** The table of docs/long-tests.md: test, date, commit, result. */

/** Cells of the rows, without the head. */
export function rowsOf(page: string): string[][] {
  const lines = page.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** The page with a row in the place of the one of the same name, or at the end. */
export function withRow(page: string, row: readonly string[]): string {
  const text = `| ${row.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = page.split('\n');
  const at = lines.findIndex((line) => line.split('|')[1]?.trim() === row[0]);
  if (at >= 0) lines[at] = text;
  else lines.splice(lines.findLastIndex((line) => line.startsWith('|')) + 1, 0, text);
  return lines.join('\n');
}
