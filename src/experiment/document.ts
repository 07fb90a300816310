/** A YAML text with the place of everything in it. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { ExperimentError, type Position } from './problem.js';
import { readSimpleYaml } from './simple-yaml.js';

export type Path = readonly (string | number)[];

/** A name that JavaScript has for something else: plain data would lose what it is given. */
const PROTOTYPE = '__proto__';

/** Text of a key, whatever scalar it was written as. */
function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

type LibraryDocument = ReturnType<typeof parseDocument>;

/** Plain data of a tree without aliases, the same as the library's. */
function plainData(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map(plainData);
  const group: Record<string, unknown> = {};
  for (const { key, value } of (node as YAMLMap).items) group[keyText(key)] = plainData(value);
  return group;
}

function startsOfLines(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start !== 0 || lines.lineStarts.length === 0; start = text.indexOf('\n', start) + 1)
    lines.addNewLine(start);
  return lines;
}

export class SourceDocument {
  private readonly lines: LineCounter;
  /** Absent where the text is simple. */
  private readonly library?: LibraryDocument;
  private readonly contents: unknown;
  /** The whole text as plain data. */
  readonly data: unknown;

  /** Throws an `ExperimentError` if the text is not YAML: positions of later checks would mean nothing. */
  constructor(
    readonly file: string,
    private readonly text: string,
    /** False for a text that no file holds (`--set`): its problems name no line. */
    private readonly hasLines = true,
  ) {
    this.lines = startsOfLines(text);
    const simple = text.includes(PROTOTYPE) ? undefined : readSimpleYaml(text);
    if (simple !== undefined) {
      this.contents = simple;
      this.data = plainData(simple);
    } else {
      this.library = parseDocument(text, { prettyErrors: false });
      this.contents = this.library.contents;
      this.data = this.checked(this.library);
    }
  }

  private checked(document: LibraryDocument): unknown {
    const syntax = [...document.errors, ...document.warnings];
    if (syntax.length > 0)
      throw new ExperimentError(
        syntax.map((error) => ({ ...this.at(error.pos[0]), message: `not valid YAML: ${error.message}` })),
      );
    visit(document, {
      Pair: (_, { key }) => {
        if (isScalar(key) && key.value === PROTOTYPE)
          throw new ExperimentError([
            { ...this.position(key), message: `nothing can have the name ${PROTOTYPE}` },
          ]);
      },
    });
    try {
      return document.toJS();
    } catch (error) {
      throw new ExperimentError([{ ...this.at(0), message: `not valid YAML: ${(error as Error).message}` }]);
    }
  }

  private at(offset: number): Position {
    if (!this.hasLines) return { file: this.file, line: 0, column: 0 };
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line, column: col };
  }

  /** Follows `*alias` to what it stands for. */
  resolve(node: unknown): Node | null {
    if (isAlias(node)) return (this.library && node.resolve(this.library)) ?? null;
    return isNode(node) ? node : null;
  }

  get root(): Node | null {
    return this.resolve(this.contents);
  }

  position(node: unknown, otherwise?: Position): Position {
    const range = isNode(node) ? node.range : undefined;
    return range === undefined || range === null ? (otherwise ?? this.at(0)) : this.at(range[0]);
  }

  /** Place of a word inside a written text; of the text as a whole if it does not stand there as one word. */
  positionWithin(node: unknown, word: string): Position {
    const whole = this.position(node);
    const range = isNode(node) ? node.range : undefined;
    if (range === undefined || range === null || word === '') return whole;
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`).exec(this.text.slice(range[0], range[1]));
    return found === null ? whole : this.at(range[0] + found.index);
  }

  /** Node at a path; undefined if there is none. */
  node(path: Path): unknown {
    let node: unknown = this.root;
    for (const step of path) {
      const parent = this.resolve(node);
      if (isMap(parent)) node = pairOf(parent, String(step))?.value;
      else if (isSeq(parent)) node = parent.items[Number(step)];
      else return undefined;
      if (node === undefined) return undefined;
    }
    return node;
  }

  /** Place of the value at a path, or of the nearest parent that exists. */
  positionOf(path: Path): Position {
    for (let length = path.length; length >= 0; length--) {
      const node = this.node(path.slice(0, length));
      if (node === undefined) continue;
      // An empty value (`key:`) has no place of its own worth showing: the key is where to look.
      if (node === null || (isScalar(node) && node.value === null))
        return length === 0 ? this.at(0) : this.keyPosition(path.slice(0, length));
      return this.position(node);
    }
    return this.at(0);
  }

  /** Place of the key at a path. */
  keyPosition(path: Path): Position {
    const parent = this.resolve(this.node(path.slice(0, -1)));
    const key = path.at(-1);
    const pair = isMap(parent) && key !== undefined ? pairOf(parent, String(key)) : undefined;
    return pair === undefined ? this.positionOf(path.slice(0, -1)) : this.position(pair.key);
  }

  /** Keys and values of a map, aliases followed. */
  entries(map: YAMLMap): { key: string; keyNode: unknown; value: Node | null }[] {
    return map.items.map((pair) => ({
      key: keyText(pair.key),
      keyNode: pair.key,
      value: this.resolve(pair.value),
    }));
  }

  /** A node as plain data. */
  plain(node: Node | null): unknown {
    if (node === null) return null;
    return this.library === undefined ? plainData(node) : node.toJS(this.library);
  }
}

function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => keyText(pair.key) === key);
}

/** Documents read last: what a file extends is read for its model, its own sake and often the next file's. */
const lastRead = new Map<string, { readonly text: string; readonly document: SourceDocument }>();
const KEPT = 4;

/** The document of a file; the same one while its text is the same. */
export function readDocument(file: string, text: string): SourceDocument {
  const known = lastRead.get(file);
  const document = known?.text === text ? known.document : new SourceDocument(file, text);
  lastRead.delete(file);
  lastRead.set(file, { text, document });
  for (const oldest of lastRead.keys()) if (lastRead.size > KEPT) lastRead.delete(oldest);
  return document;
}
