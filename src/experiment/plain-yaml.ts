/**
 * Plain data as a block of YAML, the same text as that of the YAML library: a configuration has some thousand lines,
 * and the library builds a tree of them first. What a scalar looks like the library says wherever that is not obvious.
 */
import { Document } from 'yaml';

/** Of such texts the library writes every one as it is, but for the words of {@link WORDS}. */
const OBVIOUS = /^[A-Za-z][A-Za-z0-9 .,;()/%+-]*[A-Za-z0-9.)%]$/;
const WORDS = /^(?:null|true|false)$/i;
/** Such texts it puts in quotes, as they are: sources begin with a word and a colon. */
const QUOTED = /^[A-Za-z][ !#-[\]-~]*: [ !#-[\]-~]*$/;

export function libraryYaml(value: unknown): Document {
  return new Document(value, { aliasDuplicateObjects: false });
}

export const YAML_STYLE = { lineWidth: 0, flowCollectionPadding: true } as const;

/** Texts of one document: sources stand there many times. */
class Scalars {
  private readonly known = new Map<string, string>();
  private readonly knownKeys = new Map<string, string>();

  value(value: unknown): string {
    if (typeof value === 'boolean' || value === null) return String(value);
    if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return String(value);
    if (typeof value !== 'string') return asInGroup(value);
    if (OBVIOUS.test(value) && !WORDS.test(value)) return value;
    if (QUOTED.test(value)) return `"${value}"`;
    return remembered(this.known, value, () => asInGroup(value));
  }

  key(key: string): string {
    if (OBVIOUS.test(key) && !WORDS.test(key)) return key;
    return remembered(this.knownKeys, key, () =>
      libraryYaml({ [key]: 0 })
        .toString(YAML_STYLE)
        .slice(0, -': 0\n'.length),
    );
  }
}

function asInGroup(value: unknown): string {
  return libraryYaml({ a: value }).toString(YAML_STYLE).slice('a: '.length, -1);
}

function remembered(known: Map<string, string>, text: string, make: () => string): string {
  let written = known.get(text);
  if (written === undefined) {
    written = make();
    known.set(text, written);
  }
  return written;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

/** How these are written depends on where they stand: nothing, several lines, what begins or ends a document. */
const PLACED = /[\n\r]|^(?:---|\.\.\.|$)/;

/** Whether no text depends on its place; a gap in a list is left to the library too. */
function isPlaceless(value: unknown): boolean {
  if (typeof value === 'string') return !PLACED.test(value);
  if (isScalar(value)) return value !== undefined;
  if (Array.isArray(value)) return value.every(isPlaceless);
  return Object.entries(value as object).every(
    ([key, entry]) => isPlaceless(key) && (entry === undefined || isPlaceless(entry)),
  );
}

/** Lines of a list or a group; the first one has no indent, for it may stand behind a dash. */
function block(value: object, indent: string, scalars: Scalars): string {
  const deeper = `${indent}  `;
  const lines: string[] = [];
  if (Array.isArray(value))
    for (const entry of value) lines.push(`- ${entryText(entry, deeper, scalars, '')}`);
  else
    for (const [key, entry] of Object.entries(value))
      if (entry !== undefined)
        lines.push(`${scalars.key(key)}:${entryText(entry, deeper, scalars, `\n${deeper}`, ' ')}`);
  return lines.join(`\n${indent}`);
}

/** What stands behind a dash or a colon; `before` parts a block from it, `space` anything else. */
function entryText(entry: unknown, indent: string, scalars: Scalars, before: string, space = ''): string {
  if (isScalar(entry)) return space + scalars.value(entry);
  if (isEmpty(entry as object)) return `${space}${Array.isArray(entry) ? '[]' : '{}'}`;
  return before + block(entry as object, indent, scalars);
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((entry) => entry === undefined);
}

/** The text of a group of plain data, as the YAML library writes it with {@link YAML_STYLE}. */
export function plainYaml(group: object): string {
  if (!isPlaceless(group) || isEmpty(group)) return libraryYaml(group).toString(YAML_STYLE);
  return `${block(group, '', new Scalars())}\n`;
}
