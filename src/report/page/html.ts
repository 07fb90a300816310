/** Text and tables as HTML. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

export interface TableCell {
  readonly text: string;
  readonly strong?: boolean;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** Names stay on one line. */
  readonly whole?: boolean;
}

/** Longer names may break: a table must fit on paper. */
const LONGEST_WHOLE = 24;

function cellHtml({ text, strong, right, whole }: TableCell, tag: 'td' | 'th' = 'td'): string {
  const content = strong ? `<strong>${escaped(text)}</strong>` : escaped(text);
  const kind = right ? 'number' : whole && text.length <= LONGEST_WHOLE ? 'whole' : '';
  return `<${tag}${kind === '' ? '' : ` class="${kind}"`}>${content}</${tag}>`;
}

export function tableHtml(heads: readonly TableCell[], rows: readonly (readonly TableCell[])[]): string {
  const head = heads.map((cell) => cellHtml(cell, 'th')).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => cellHtml(cell)).join('')}</tr>`).join('\n');
  return `<div class="table"><table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
}

/** A part of the page with a heading; nothing if it is empty. */
export function section(id: string, title: string, content: string): string {
  return content === '' ? '' : `<section id="${id}"><h2>${escaped(title)}</h2>\n${content}\n</section>\n`;
}
