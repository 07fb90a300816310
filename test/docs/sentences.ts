/** The sentences of the model document, as the model map lists them. */

/** Body of the section `## <number>. …`, without its heading. */
export function sectionOf(document: string, number: number): string {
  const found = new RegExp(`^## ${number}\\. [^\\n]*\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(
    document,
  );
  if (found === null) throw new Error(`the document has no section ${number}`);
  return found[1];
}

/** What the heading of a section says in parentheses, clause by clause; it is part of what the section says. */
export function headingClauses(document: string, number: number): string[] {
  const said = new RegExp(`^## ${number}\\. [^(\\n]*\\((.*)\\)$`, 'm').exec(document);
  return said === null ? [] : pieces(said[1]);
}

/** One space for each gap, one sort of emphasis, no full stop, semicolon or colon at the end. */
export function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<!\w)_([^_]+)_(?!\w)/g, '*$1*')
    .trim()
    .replace(/[.;:]$/, '');
}

/** Pieces of a text at `; ` and at the end of a sentence, outside parentheses. */
function pieces(text: string): string[] {
  const list: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    const ends = text[i] === ';' || (text[i] === '.' && /^\.\s+(\*\*)?[A-Z0-9]/.test(text.slice(i)));
    if (depth > 0 || !ends || !/\s/.test(text[i + 1] ?? '')) continue;
    list.push(text.slice(start, i));
    start = i + 1;
  }
  list.push(text.slice(start));
  return list.map(tidy).filter((piece) => piece !== '');
}

/** Sentences of a section; a line of an indented block is one, with its continuations. */
export function sentencesOf(section: string): string[] {
  const list: string[] = [];
  for (const block of section.split(/\n(?=- )|\n\s*\n|\n(?! {4})(?=e_a|Keep )/)) {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    const formulas = lines.filter((line) => line.startsWith('    '));
    for (const line of formulas) list.push(tidy(line));
    const text = lines.filter((line) => !line.startsWith('    ')).join(' ');
    list.push(...pieces(text.replace(/^- /, '')));
  }
  return list;
}
