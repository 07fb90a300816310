/**
 * Formulas in experiment files. mathjs reads the text; what it found is held against a closed list, its shape (number
 * or series) is checked, and it is evaluated here: nothing of mathjs runs when a formula does.
 */
import {
  FormulaError,
  type FormulaFunction,
  FUNCTIONS,
  OPERATORS,
  SEVERAL,
  type Shape,
  type Value,
} from './formula-functions.js';
import { didYouMean } from './nearest.js';

export interface Formula {
  /** Variables that it uses, sorted. */
  readonly uses: readonly string[];
  /** Throws a `FormulaError` for a tick that a series has not and for series of different lengths. */
  evaluate(variables: ReadonlyMap<string, Value>): number;
}

/** Names that a formula may use, and what they stand for. */
export type Variables = ReadonlyMap<string, Shape>;

/** Reads a formula that gives a number. Throws a `FormulaError` that says what cannot be meant. */
export type ReadFormula = (text: string, variables: Variables) => Formula;

/** As much of mathjs's syntax tree as is looked at. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly fn?: string | Node;
  readonly implicit?: boolean;
  readonly args?: readonly Node[];
  readonly object?: Node;
  readonly index?: Node & { readonly dotNotation?: boolean; getObjectProperty(): string };
  readonly optionalChaining?: boolean;
  readonly content?: Node;
  readonly condition?: Node;
  readonly trueExpr?: Node;
  readonly falseExpr?: Node;
  readonly conditionals?: readonly string[];
  readonly params?: readonly Node[];
  toString(): string;
}

interface Term {
  readonly shape: Shape;
  evaluate(variables: ReadonlyMap<string, Value>): Value;
}

/** `index.broad` is one name. */
function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'SymbolNode') return node.name;
  if (node?.type !== 'AccessorNode' || !node.index?.dotNotation || node.optionalChaining) return undefined;
  const object = nameOf(node.object);
  return object === undefined ? undefined : `${object}.${node.index.getObjectProperty()}`;
}

/** Applies a function of numbers tick by tick. */
function byTick(of: (...values: number[]) => number, values: readonly Value[], called: string): Value {
  const series = values.filter((value) => typeof value !== 'number');
  if (series.length === 0) return of(...(values as number[]));
  const { length } = series[0];
  const other = series.find((one) => one.length !== length);
  if (other !== undefined)
    throw new FormulaError(`series with ${length} and ${other.length} values cannot be combined`, called);
  return Float64Array.from({ length }, (_, i) =>
    of(...values.map((value) => (typeof value === 'number' ? value : value[i]))),
  );
}

class FormulaReader {
  private readonly used = new Set<string>();

  constructor(private readonly variables: Variables) {}

  formula(node: Node): Formula {
    const term = this.term(node);
    if (term.shape === 'series')
      throw new FormulaError(
        'gives a value for each tick; make it a number, with last(…) or mean(…) for instance',
      );
    return {
      uses: [...this.used].sort(),
      evaluate: (variables) => term.evaluate(variables) as number,
    };
  }

  private term(node: Node): Term {
    const { type, args = [] } = node;
    if (type === 'ParenthesisNode') return this.term(node.content as Node);
    if (type === 'ConstantNode') return this.constant(node);
    if (type === 'SymbolNode' || type === 'AccessorNode') return this.variable(node);
    if (type === 'FunctionNode') return this.call(node, args);
    if (type === 'OperatorNode') return this.operator(node, args);
    if (type === 'RelationalNode') return this.chain(node);
    if (type === 'ConditionalNode') {
      const parts = [node.condition, node.trueExpr, node.falseExpr] as Node[];
      return this.apply(
        OPERATORS.conditional,
        '?:',
        parts.map((part) => this.term(part)),
      );
    }
    throw new FormulaError(`'${node}' is nothing that a formula may hold`, String(node));
  }

  private constant(node: Node): Term {
    const { value } = node;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new FormulaError(
        value === undefined ? 'is empty' : `'${value}' is neither a number nor a date`,
        String(value ?? ''),
      );
    return { shape: 'number', evaluate: () => value };
  }

  private variable(node: Node): Term {
    const name = nameOf(node);
    const shape = name === undefined ? undefined : this.variables.get(name);
    if (name === undefined || shape === undefined) throw this.unknown(name ?? String(node));
    this.used.add(name);
    return { shape, evaluate: (variables) => variables.get(name) as Value };
  }

  private unknown(name: string): FormulaError {
    const hint = Object.hasOwn(FUNCTIONS, name)
      ? `; '${name}' is a function: ${name}(…)`
      : didYouMean(name, [...this.variables.keys(), ...Object.keys(FUNCTIONS)]);
    return new FormulaError(`unknown name '${name}'${hint}`, name);
  }

  private call(node: Node, args: readonly Node[]): Term {
    const name = nameOf(node.fn as Node) ?? String(node.fn);
    const found = args.length > 1 && Object.hasOwn(SEVERAL, name) ? SEVERAL[name] : FUNCTIONS[name];
    if (!Object.hasOwn(FUNCTIONS, name))
      throw new FormulaError(`unknown function '${name}'${didYouMean(name, Object.keys(FUNCTIONS))}`, name);
    return this.apply(
      found,
      name,
      args.map((arg) => this.term(arg)),
    );
  }

  private operator(node: Node, args: readonly Node[]): Term {
    const name = String(node.fn);
    if (node.implicit) throw new FormulaError(`'${node}': write the multiplication as *`);
    if (!Object.hasOwn(OPERATORS, name))
      throw new FormulaError(`'${node}': there is no operator like that`, String(node));
    return this.apply(
      OPERATORS[name],
      name,
      args.map((arg) => this.term(arg)),
    );
  }

  /** `a < b <= c`: each pair holds. */
  private chain({ conditionals = [], params = [] }: Node): Term {
    const terms = params.map((param) => this.term(param));
    return conditionals
      .map((name, index) => this.apply(OPERATORS[name], name, [terms[index], terms[index + 1]]))
      .reduce((all, pair) => this.apply(OPERATORS.and, 'and', [all, pair]));
  }

  private apply(found: FormulaFunction, name: string, terms: readonly Term[]): Term {
    const { takes, gives, repeats } = found;
    if (terms.length < takes.length || (terms.length > takes.length && !repeats))
      throw new FormulaError(`${name}: takes ${takes.length} value(s), not ${terms.length}`, name);
    const wrong = terms.findIndex(
      ({ shape }, i) => takes[i] !== undefined && takes[i] !== 'each' && takes[i] !== shape,
    );
    if (wrong >= 0)
      throw new FormulaError(
        `${name}: value ${wrong + 1} is a ${terms[wrong].shape}, not a ${takes[wrong]}`,
        name,
      );
    if (gives !== 'each') {
      const of = found.of as (...values: Value[]) => Value;
      return { shape: gives, evaluate: (variables) => of(...terms.map((term) => term.evaluate(variables))) };
    }
    const of = found.of as (...values: number[]) => number;
    return {
      shape: terms.some(({ shape }) => shape === 'series') ? 'series' : 'number',
      evaluate: (variables) =>
        byTick(
          of,
          terms.map((term) => term.evaluate(variables)),
          name,
        ),
    };
  }
}

/** Loads what reads formulas. mathjs takes about a second to load: called only where there is a formula. */
export async function loadFormulas(): Promise<ReadFormula> {
  const { create, parseDependencies } = await import('mathjs/number');
  const { parse } = create({ parseDependencies }, {});
  return (text, variables) => {
    let node: Node;
    try {
      node = (parse as (text: string) => unknown)(text) as Node;
    } catch (error) {
      throw new FormulaError(`cannot be read: ${(error as Error).message}`);
    }
    return new FormulaReader(variables).formula(node);
  };
}
