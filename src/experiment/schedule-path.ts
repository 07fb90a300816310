/** Values that change from tick to tick: written out in a file, or given by a formula of time. */
import type { Catalogue } from './catalogue.js';
import type { Formula, ReadFormula, Variables } from './formula.js';
import { FormulaError } from './formula-functions.js';
import { readFormula, withTicks } from './formula-source.js';
import type { GivenChange } from './layer.js';
import { didYouMean } from './nearest.js';
import type { GivenParameterFormula } from './parameter-values.js';
import type { Position, Problems } from './problem.js';
import type { Time } from './time.js';
import { parseParameter } from './units.js';

type Paths = Record<string, number[]>;

/** What a formula in a schedule may use: ticks since `from`, ticks since the opening, and `t` in years. */
const OF_TIME: Variables = new Map([
  ['t', 'number'],
  ['tick', 'number'],
  ['years', 'number'],
]);

export class PathReader {
  constructor(
    private readonly time: Time,
    private readonly catalogue: Catalogue,
    private readonly problems: Problems,
    private readonly formulas: ReadFormula | undefined,
  ) {}

  /** Values of every parameter with a path or a formula at `from`, `from` + 1, … */
  read(change: GivenChange, from: number, until: number | undefined): Paths {
    const { entry, formulas, positionOf } = change;
    const paths: Paths = {};
    for (const [name, values] of Object.entries(entry.path ?? {})) {
      const at = (index: number) => positionOf('path', name, index);
      paths[name] = this.written(name, values, positionOf('path', name), at);
      if (change.set.has(name) || formulas.has(name))
        this.problems.add(positionOf('path', name), `${name}: has both a path and a value`);
    }
    for (const [name, formula] of formulas) {
      this.refuseBeside(change, name, formula);
      const last = Math.min((until ?? this.time.ticks + 1) - 1, this.time.ticks);
      paths[name] = this.computed(formula, from, Math.max(last, from));
    }
    if (entry.path !== undefined && entry.over !== undefined)
      this.problems.add(positionOf('over'), "over: does not go with 'path', which gives every step itself");
    return paths;
  }

  private refuseBeside({ entry }: GivenChange, name: string, { positionOf }: GivenParameterFormula): void {
    if (entry.over !== undefined)
      this.problems.add(
        positionOf(''),
        `${name}: is a formula, which gives every step itself; leave out 'over'`,
      );
    if (entry.when !== undefined)
      this.problems.add(positionOf(''), `${name}: a formula goes with 'from', not with 'when'`);
  }

  private written(
    name: string,
    values: readonly (number | string)[],
    whole: Position,
    at: (index: number) => Position,
  ): number[] {
    const declaration = this.catalogue.parameter(name);
    if (declaration === undefined)
      this.problems.add(
        whole,
        `${name}: unknown parameter${didYouMean(name, this.catalogue.parameterNames())}`,
      );
    else if (declaration.schedulable !== true)
      this.problems.add(whole, `${name}: belongs to the start of the world and cannot change in a schedule`);
    else if (declaration.unit === 'switch' || declaration.unit === 'choice')
      this.problems.add(whole, `${name}: is a ${declaration.unit}; a path holds numbers`);
    else
      return values.map((value, index) => {
        const parsed = parseParameter(value, declaration);
        if ('error' in parsed) this.problems.add(at(index), `${name}: ${parsed.error}`);
        return 'value' in parsed ? Number(parsed.value) : 0;
      });
    return [];
  }

  private computed(given: GivenParameterFormula, from: number, last: number): number[] {
    const { declaration, positionOf } = given;
    const { name } = declaration;
    try {
      const formula = readFormula(withTicks(given.text, this.time), OF_TIME, this.formulas);
      const values: number[] = [];
      for (let tick = from; tick <= last; tick++) {
        const value = this.valueAt(formula, tick - from, tick);
        const parsed = parseParameter(value, declaration);
        if ('error' in parsed) throw new FormulaError(`at tick ${tick} ${parsed.error}`);
        values.push(Number(parsed.value));
      }
      return withoutRepeats(values);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.problems.add(positionOf(error.part), `${name}: ${error.message}`);
      return [];
    }
  }

  private valueAt(formula: Formula, t: number, tick: number): number {
    return formula.evaluate(
      new Map([
        ['t', t],
        ['tick', tick],
        ['years', t / this.time.ticksPerYear],
      ]),
    );
  }
}

/** The last value stays: those equal to it at the end need not be there. */
function withoutRepeats(values: readonly number[]): number[] {
  let length = values.length;
  while (length > 1 && values[length - 2] === values[length - 1]) length--;
  return values.slice(0, length);
}
