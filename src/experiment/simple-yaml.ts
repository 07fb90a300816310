/**
 * Reads the simple part of YAML in which experiments are written: block groups and lists, flow groups and lists within a
 * line, plain and quoted texts without escapes, folded texts of one paragraph. It makes the nodes that the YAML library
 * makes, in a tenth of its time; whatever else a text holds, it leaves the whole text to the library.
 */
import { type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

const UNUSUAL = /[\t\r\uFEFF]/;
const BETWEEN = /(?: *(?:#[^\n]*)?\n)*/y;
const SPACES = / */y;
const COMMENT = /(?: +#[^\n]*| *)(?:\n|$)/y;
const KEY = /(?:([A-Za-z][\w.-]*)|"([^"\\\n]*)")(?=:(?: |\n|$))/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'/y;
/** A plain text of characters that mean nothing to YAML inside of one; outside brackets, these too. */
function plainText(alsoInBlock: string): RegExp {
  const mark = `[\\w.?!&()/%+$*=<>;'"|~^@${alsoInBlock}-]`;
  return new RegExp(`(?:[A-Za-z0-9$]|[-+](?=\\d))${mark}*(?: +${mark}+)*`, 'y');
}
const FLOW_TEXT = plainText('');
const BLOCK_TEXT = plainText(',[\\]{}');
const FOLDED = />-\n/y;
const LINE = /( *)([^\n]*)(?:\n|$)/y;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[-+]?\d+)?$/;
/** May be a number, in a notation that is left to the library. */
const NUMERIC = /^[-+]?(?:0o[0-7]+|0x[\da-f]+|[\d.]+(?:e[-+]?\d+)?)$/i;
const WORD = /^(?:null|true|false)$/i;
/** The library refuses longer keys. */
const LONGEST_KEY = 1000;

class NotSimple extends Error {}

function scalar<T>(value: T, start: number, end: number): Scalar<T> {
  const node = new Scalar(value);
  node.range = [start, end, end];
  return node;
}

function scalarValue(text: string): unknown {
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (WORD.test(text) || NUMERIC.test(text)) throw new NotSimple();
  return text;
}

class SimpleReader {
  private at = 0;
  /** Spaces before what stands at `at`, at the start of a line; -1 at the end of the text. */
  private indent = -1;

  constructor(private readonly text: string) {}

  document(): Node {
    this.nextLine();
    const root = this.block(this.indent);
    if (this.indent !== -1) throw new NotSimple();
    return root;
  }

  /** Moves over what matches; undefined, and no move, if it does not. */
  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  private expect(pattern: RegExp): RegExpExecArray {
    const found = this.match(pattern);
    if (found === undefined) throw new NotSimple();
    return found;
  }

  /** From the start of a line to the next that says something. */
  private nextLine(): void {
    this.expect(BETWEEN);
    const spaces = this.expect(SPACES)[0].length;
    this.indent = this.at < this.text.length ? spaces : -1;
  }

  private endLine(): void {
    this.expect(COMMENT);
    this.nextLine();
  }

  private isDash(): boolean {
    return this.text.startsWith('- ', this.at);
  }

  private block(indent: number): Node {
    return this.isDash() ? this.list(indent) : this.group(indent);
  }

  private list(indent: number): Node {
    const start = this.at;
    const list = new YAMLSeq();
    do {
      if (!this.isDash()) throw new NotSimple();
      const dash = this.at++;
      this.expect(SPACES);
      list.items.push(this.entry(indent, indent + this.at - dash));
    } while (this.indent === indent);
    return this.ended(list, start, indent);
  }

  /** What stands behind a dash: a list or group whose lines begin in this column, or a value. */
  private entry(indent: number, column: number): Node {
    KEY.lastIndex = this.at;
    if (this.isDash() || KEY.test(this.text)) return this.block(column);
    const value = this.blockValue(indent);
    return value;
  }

  private group(indent: number): Node {
    const start = this.at;
    const group = new YAMLMap();
    const keys = new Set<string>();
    do group.items.push(this.blockPair(indent, keys));
    while (this.indent === indent);
    return this.ended(group, start, indent);
  }

  private ended<T extends YAMLMap | YAMLSeq>(node: T, start: number, indent: number): T {
    if (this.indent > indent) throw new NotSimple();
    node.range = [start, this.at, this.at];
    return node;
  }

  private key(known: Set<string>): Scalar<string> {
    const start = this.at;
    const [whole, plain, quoted] = this.expect(KEY);
    const key = plain ?? quoted;
    if (known.has(key) || whole.length > LONGEST_KEY || (plain !== undefined && WORD.test(plain)))
      throw new NotSimple();
    known.add(key);
    const node = scalar(key, start, this.at);
    this.at++;
    return node;
  }

  private blockPair(indent: number, known: Set<string>): Pair<Scalar, Node> {
    const key = this.key(known);
    if (this.match(COMMENT) === undefined) {
      this.expect(SPACES);
      return new Pair<Scalar, Node>(key, this.blockValue(indent));
    }
    this.nextLine();
    if (this.indent <= indent) throw new NotSimple();
    return new Pair<Scalar, Node>(key, this.block(this.indent));
  }

  /** A value and the end of its line. */
  private blockValue(indent: number): Node {
    if (this.text[this.at] === '>') return this.folded(indent);
    const value = this.flowValue(BLOCK_TEXT);
    this.endLine();
    return value;
  }

  private flowValue(plain: RegExp): Node {
    const first = this.text[this.at];
    if (first === '{') return this.flowGroup();
    if (first === '[') return this.flowList();
    const start = this.at;
    if (first === '"' || first === "'") {
      const [, double, single] = this.expect(QUOTED);
      return scalar(double ?? single, start, this.at);
    }
    const value = scalarValue(this.expect(plain)[0]);
    return scalar(value, start, this.at);
  }

  /** Reads what stands between brackets, up to the one that closes. */
  private between(close: string, readOne: () => void): void {
    this.at++;
    this.expect(SPACES);
    while (this.text[this.at] !== close) {
      readOne();
      this.expect(SPACES);
      if (this.text[this.at] === close) break;
      if (this.text[this.at++] !== ',') throw new NotSimple();
      this.expect(SPACES);
      if (this.text[this.at] === close) throw new NotSimple();
    }
    this.at++;
  }

  private flowGroup(): Node {
    const start = this.at;
    const group = new YAMLMap();
    group.flow = true;
    const keys = new Set<string>();
    this.between('}', () => {
      const key = this.key(keys);
      this.expect(SPACES);
      group.items.push(new Pair(key, this.flowValue(FLOW_TEXT)));
    });
    group.range = [start, this.at, this.at];
    return group;
  }

  private flowList(): Node {
    const start = this.at;
    const list = new YAMLSeq();
    list.flow = true;
    this.between(']', () => list.items.push(this.flowValue(FLOW_TEXT)));
    list.range = [start, this.at, this.at];
    return list;
  }

  /** `>-`: lines of one paragraph become one line. */
  private folded(indent: number): Node {
    const start = this.at;
    this.expect(FOLDED);
    const lines: string[] = [];
    let column = -1;
    for (;;) {
      const from = this.at;
      const [, spaces, line] = this.expect(LINE);
      if (column === -1) column = spaces.length;
      if (line !== '' && spaces.length < column) {
        this.at = from;
        break;
      }
      if (line === '' && from === this.text.length) break;
      if (line === '' || line.endsWith(' ') || spaces.length > column || column <= indent)
        throw new NotSimple();
      lines.push(line);
    }
    const node = scalar(lines.join(' '), start, this.at);
    this.nextLine();
    return node;
  }
}

/** The tree of a simple text; undefined for one that the library must read. */
export function readSimpleYaml(text: string): Node | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new SimpleReader(text).document();
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}
