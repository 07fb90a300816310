// Parts of pages that are written by program, between `<!-- written: name -->` and `<!-- end -->`.

export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** The page with one part made anew. */
export function withPart(page, name, part) {
  const mark = `<!-- written: ${name} -->`;
  const start = page.indexOf(mark);
  const end = page.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`the page has no ${mark} … <!-- end -->`);
  return `${page.slice(0, start)}${mark}\n\n${part}\n\n${page.slice(end)}`;
}
