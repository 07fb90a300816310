/** Reads the `parameters` of a file and the `set` of a schedule: a tree of groups with values as leaves. */
import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import type { SourceDocument } from './document.js';
import type { GivenFormula } from './formula-source.js';
import { didYouMean } from './nearest.js';
import type { ParameterValue } from './parameter-value.js';
import type { Position, Problems } from './problem.js';
import { formatValue, parseParameter, parseValue } from './units.js';

export interface GivenParameter {
  readonly value: ParameterValue;
  readonly at: Position;
  readonly source?: string;
  /** Range over which the source allows it to be varied; within the declared range. */
  readonly range?: readonly [number, number];
}

export type GivenParameters = Map<string, GivenParameter>;

/** Notes beside a value: `{ value, unit, source, range }`. */
const NOTES = ['value', 'unit', 'source', 'range'];

interface Note {
  source?: string;
  range?: readonly [number, number];
}

export interface GivenParameterFormula extends GivenFormula {
  readonly declaration: ParameterDeclaration;
}

export class ParameterReader {
  private readonly given: GivenParameters = new Map();
  /** Formulas in place of values, by full name; only in a schedule. */
  readonly formulas = new Map<string, GivenParameterFormula>();

  /** @param onlySchedulable true in a schedule: refuses what belongs to the start of the world */
  constructor(
    private readonly document: SourceDocument,
    private readonly catalogue: Catalogue,
    private readonly problems: Problems,
    private readonly onlySchedulable: boolean,
  ) {}

  /** Values below a node, by full name. */
  read(node: unknown): GivenParameters {
    const tree = this.document.resolve(node);
    if (isMap(tree)) this.group('', tree);
    else if (tree !== null && !(isScalar(tree) && tree.value === null))
      this.problems.add(this.document.position(tree), 'expected parameters by name');
    return this.given;
  }

  private group(prefix: string, tree: YAMLMap): void {
    for (const { key, keyNode, value } of this.document.entries(tree)) {
      const name = prefix === '' ? key : `${prefix}.${key}`;
      const at = this.document.position(keyNode);
      const declaration = this.catalogue.parameter(name);
      if (declaration !== undefined) this.leaf(declaration, value, at);
      else if (this.catalogue.group(name) !== undefined) this.members(name, value, at);
      else this.unknown(name, at);
    }
  }

  private members(name: string, node: Node | null, at: Position): void {
    const everyAsset = this.catalogue.perAsset(name);
    if (!isMap(node)) {
      if (everyAsset === undefined || node === null || (isScalar(node) && node.value === null))
        this.problems.add(at, `${name}: is a group of parameters; expected its members by name`);
      else for (const member of everyAsset) this.leaf(this.declared(member), node, at);
      return;
    }
    const entries = this.document.entries(node);
    const values = entries.find(({ key }) => key === 'value');
    if (values === undefined || this.catalogue.parameter(`${name}.value`) !== undefined)
      this.group(name, node);
    else this.assetTable(name, entries, values.value, at);
  }

  /** `{ value: { treasuryBonds: 0.02, … }, unit, source }`: one note for a value for each asset. */
  private assetTable(
    name: string,
    entries: ReturnType<SourceDocument['entries']>,
    values: Node | null,
    at: Position,
  ): void {
    const first = this.declared((this.catalogue.group(name) as readonly string[])[0]);
    const note = this.note(name, first, entries);
    if (!isMap(values)) {
      const everyAsset = this.catalogue.perAsset(name);
      if (everyAsset === undefined)
        this.problems.add(at, `${name}: expected a value for each of its members`);
      else for (const member of everyAsset) this.value(this.declared(member), values, at, note);
      return;
    }
    for (const { key, keyNode, value } of this.document.entries(values)) {
      const member = `${name}.${key}`;
      const declaration = this.catalogue.parameter(member);
      const memberAt = this.document.position(keyNode);
      if (declaration === undefined) this.unknown(member, memberAt);
      else this.value(declaration, value, memberAt, note);
    }
  }

  private leaf(declaration: ParameterDeclaration, node: Node | null, at: Position): void {
    if (!isMap(node)) {
      this.value(declaration, node, at, {});
      return;
    }
    const entries = this.document.entries(node);
    if (entries.some(({ key }) => key === 'formula')) {
      this.formula(declaration, entries, at);
      return;
    }
    const note = this.note(declaration.name, declaration, entries);
    const value = entries.find(({ key }) => key === 'value');
    if (value === undefined) this.problems.add(at, `${declaration.name}: 'value' is required`);
    else this.value(declaration, value.value, at, note);
  }

  /** `{ formula: "..." }`, in a schedule. */
  private formula(
    declaration: ParameterDeclaration,
    entries: ReturnType<SourceDocument['entries']>,
    at: Position,
  ): void {
    const { name, unit } = declaration;
    if (!this.onlySchedulable) this.problems.add(at, `${name}: a formula belongs into a schedule`);
    if (!this.isNew(declaration, at) || !this.onlySchedulable) return;
    const other = entries.find(({ key }) => key !== 'formula');
    const node = entries.find(({ key }) => key === 'formula')?.value ?? null;
    const text = this.document.plain(node);
    if (other !== undefined)
      this.problems.add(
        this.document.position(other.keyNode),
        `${name}: '${other.key}' does not go with a formula`,
      );
    else if (unit === 'switch' || unit === 'choice')
      this.problems.add(at, `${name}: is a ${unit}; a formula gives a number`);
    else if (node === null || typeof text !== 'string')
      this.problems.add(at, `${name}: a formula is a text in quotes`);
    else
      this.formulas.set(name, {
        declaration,
        text,
        positionOf: (part) => this.document.positionWithin(node, part),
      });
  }

  /** False, with a problem, for what cannot be scheduled or is there already. */
  private isNew({ name, schedulable }: ParameterDeclaration, key: Position): boolean {
    if (this.onlySchedulable && schedulable !== true)
      this.problems.add(key, `${name}: belongs to the start of the world and cannot change in a schedule`);
    const isThere = this.given.has(name) || this.formulas.has(name);
    if (isThere) this.problems.add(key, `${name}: is given twice in this file`);
    return !isThere;
  }

  private value(declaration: ParameterDeclaration, node: Node | null, key: Position, note: Note): void {
    const { name } = declaration;
    const written = this.document.plain(node);
    const at = written === null ? key : this.document.position(node, key);
    if (!this.isNew(declaration, key)) return;
    const parsed = written === null ? { error: 'a value is required' } : parseParameter(written, declaration);
    if ('error' in parsed) this.problems.add(at, `${name}: ${parsed.error}`);
    else this.given.set(name, { value: parsed.value, at, ...note });
  }

  private note(
    name: string,
    declaration: ParameterDeclaration,
    entries: ReturnType<SourceDocument['entries']>,
  ): Note {
    const note: Note = {};
    for (const { key, keyNode, value } of entries) {
      const at = this.document.position(keyNode);
      const plain = key === 'value' ? null : this.document.plain(value);
      if (!NOTES.includes(key))
        this.problems.add(at, `${name}: unknown key '${key}'${didYouMean(key, NOTES)}`);
      else if (key === 'unit' && plain !== declaration.unit)
        this.problems.add(this.document.position(value, at), `${name}: its unit is '${declaration.unit}'`);
      else if (key === 'source') note.source = String(plain);
      else if (key === 'range') this.range(declaration, plain, this.document.position(value, at), note);
    }
    return note;
  }

  private range(declaration: ParameterDeclaration, written: unknown, at: Position, note: Note): void {
    const { name, unit } = declaration;
    const ends = Array.isArray(written) ? written.map((end) => parseValue(end, unit)) : [];
    const [low, high] = ends.map((end) => ('value' in end ? end.value : undefined));
    if (ends.length !== 2 || typeof low !== 'number' || typeof high !== 'number' || low > high) {
      this.problems.add(at, `${name}: a range is [smallest, largest] in the unit '${unit}'`);
      return;
    }
    const declared = declaration.range;
    if (declared !== undefined && (low < declared[0] || high > declared[1])) {
      const bounds = `${formatValue(declared[0], unit)} to ${formatValue(declared[1], unit)}`;
      this.problems.add(at, `${name}: the range is wider than what is allowed (${bounds})`);
    } else note.range = [low, high];
  }

  private declared(name: string): ParameterDeclaration {
    return this.catalogue.parameter(name) as ParameterDeclaration;
  }

  private unknown(name: string, at: Position): void {
    const names = [...this.catalogue.parameterNames(), ...this.catalogue.groupNames()];
    this.problems.add(at, `${name}: unknown parameter${didYouMean(name, names)}`);
  }
}
