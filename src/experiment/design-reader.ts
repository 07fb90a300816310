/** Reads `design`: every name, unit and range is checked; its points become arms. */
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import {
  type Design,
  type DesignPoints,
  type DesignRange,
  type DesignSteps,
  designPoints,
  pointCount,
  pointName,
} from './design.js';
import type { GivenDesign } from './design-structure.js';
import type { Path } from './document.js';
import { didYouMean } from './nearest.js';
import type { ParameterValue } from './parameter-value.js';
import type { Position, Problems } from './problem.js';
import type { ResolvedArm, ResolvedDesign } from './resolved.js';
import { parseParameter } from './units.js';

type GivenRange = Exclude<NonNullable<GivenDesign['parameters']>[string], readonly unknown[]>;

/** Keys that a type of design takes beside `type`. */
const KEYS: Readonly<Record<GivenDesign['type'], readonly string[]>> = {
  grid: ['parameters'],
  latinHypercube: ['points', 'seed', 'parameters'],
  sobol: ['points', 'parameters'],
  list: ['rows'],
};
const MAXIMUM_RUNS = 1_000_000;

export class DesignReader {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly problems: Problems,
    /** Place of a key below `design`. */
    private readonly positionOf: (...path: Path) => Position,
  ) {}

  /**
   * The points of a design; undefined, with problems, if it cannot be meant.
   *
   * @param runsAtPoint arms × seeds
   */
  read(given: GivenDesign, runsAtPoint: number): DesignPoints | undefined {
    const before = this.problems.list.length;
    this.checkKeys(given);
    if (this.problems.list.length > before) return undefined;
    const design = given.type === 'list' ? this.list(given) : this.varied(given);
    this.checkSize(pointCount(design) * runsAtPoint);
    if (this.problems.list.length > before) return undefined;
    try {
      return this.withWholeCounts(designPoints(design));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.problems.add(this.positionOf(), `design: ${error.message}`);
      return undefined;
    }
  }

  private checkKeys(given: GivenDesign): void {
    const takes = KEYS[given.type];
    for (const key of ['points', 'seed', 'parameters', 'rows'] as const) {
      if (given[key] !== undefined && !takes.includes(key))
        this.problems.add(this.positionOf(key), `design.${key}: does not go with the type ${given.type}`);
      if (given[key] === undefined && takes.includes(key) && key !== 'seed')
        this.problems.add(this.positionOf(), `design.${key}: is required for the type ${given.type}`);
    }
    if (given.parameters !== undefined && Object.keys(given.parameters).length === 0)
      this.problems.add(this.positionOf('parameters'), 'design.parameters: at least one is required');
  }

  private list({ rows = [] }: GivenDesign): Design {
    return {
      type: 'list',
      rows: rows.map((row, index) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            const at = this.positionOf('rows', index, name);
            const declaration = this.declaration(name, at);
            return [name, declaration === undefined ? 0 : this.value(value, declaration, at)];
          }),
        ),
      ),
    };
  }

  private varied({ type, points = 1, seed = 'design', parameters = {} }: GivenDesign): Design {
    const read: Record<string, ParameterValue[] | DesignSteps> = {};
    for (const [name, given] of Object.entries(parameters)) {
      const at = this.positionOf('parameters', name);
      const declaration = this.declaration(name, at);
      if (declaration === undefined) continue;
      if (!Array.isArray(given)) read[name] = this.range(given, declaration, type === 'grid');
      else if (type !== 'grid')
        this.problems.add(at, `${name}: expected { from, to }; a list of values goes with a grid`);
      else
        read[name] = given.map((value, index) =>
          this.value(value, declaration, this.positionOf('parameters', name, index)),
        );
    }
    if (type === 'grid') return { type, parameters: read };
    const ranges = read as Record<string, DesignRange>;
    return type === 'sobol'
      ? { type, points, parameters: ranges }
      : { type: 'latinHypercube', points, seed: String(seed), parameters: ranges };
  }

  private range(given: GivenRange, declaration: ParameterDeclaration, isGrid: boolean): DesignSteps {
    const { name, unit } = declaration;
    const at = (key: string) => this.positionOf('parameters', name, key);
    if (unit === 'switch' || unit === 'choice')
      this.problems.add(at('from'), `${name}: is a ${unit}; expected a list of values, in a grid`);
    if (isGrid && given.steps === undefined)
      this.problems.add(this.positionOf('parameters', name), `${name}: a range of a grid needs 'steps'`);
    if (!isGrid && given.steps !== undefined)
      this.problems.add(at('steps'), `${name}: 'steps' goes with a grid; 'points' says how many there are`);
    return {
      from: Number(this.value(given.from, declaration, at('from'))),
      to: Number(this.value(given.to, declaration, at('to'))),
      steps: given.steps ?? 2,
      ...(given.scale !== undefined && { scale: given.scale }),
    };
  }

  private declaration(name: string, at: Position): ParameterDeclaration | undefined {
    const found = this.catalogue.parameter(name);
    if (found === undefined)
      this.problems.add(
        at,
        `design: unknown parameter '${name}'${didYouMean(name, this.catalogue.parameterNames())}`,
      );
    return found;
  }

  private value(
    written: number | string | boolean,
    declaration: ParameterDeclaration,
    at: Position,
  ): ParameterValue {
    const parsed = parseParameter(written, declaration);
    if ('error' in parsed) this.problems.add(at, `${declaration.name}: ${parsed.error}`);
    return 'value' in parsed ? parsed.value : 0;
  }

  /** Points between two counts are rounded. */
  private withWholeCounts({ names, rows }: DesignPoints): DesignPoints {
    const isCount = names.map((name) => this.catalogue.parameter(name)?.unit === 'count');
    const whole = (value: ParameterValue, column: number) =>
      isCount[column] ? Math.round(Number(value)) : value;
    return { names, rows: rows.map((row) => row.map(whole)) };
  }

  /** Too many runs are a slip of the pen, which must not cost the memory of their points. */
  private checkSize(runs: number): void {
    if (runs > MAXIMUM_RUNS)
      this.problems.add(
        this.positionOf(),
        `design: makes ${runs} runs; at most ${MAXIMUM_RUNS} are possible`,
      );
  }
}

/** Every arm at every point, the arms of a point together; without arms one for each point. */
export function expand(
  points: DesignPoints,
  arms: readonly ResolvedArm[],
): { design: ResolvedDesign; arms: ResolvedArm[] } {
  const { names, rows } = points;
  const all: readonly (ResolvedArm | undefined)[] = arms.length === 0 ? [undefined] : arms;
  const expanded = rows.flatMap((row, index) => {
    const point = pointName(index, rows.length);
    const own = Object.fromEntries(names.map((name, column) => [name, row[column]]));
    return all.map((arm) => ({
      name: arm === undefined ? point : `${point}-${arm.name}`,
      ...(arm?.description !== undefined && { description: arm.description }),
      ...(arm?.against !== undefined && { against: `${point}-${arm.against}` }),
      parameters: { ...own, ...arm?.parameters },
      schedule: arm?.schedule ?? [],
    }));
  });
  return { design: { names, rows, arms }, arms: expanded };
}

/** `design.csv`: which point and arm of the file each arm of the result stands for. */
export function designTable({ names, rows, arms }: ResolvedDesign): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ParameterValue[])[];
} {
  const all = arms.length === 0 ? [''] : arms.map(({ name }) => name);
  return {
    columns: ['arm', 'point', 'fileArm', ...names],
    rows: rows.flatMap((row, index) => {
      const point = pointName(index, rows.length);
      return all.map((arm) => [arm === '' ? point : `${point}-${arm}`, point, arm, ...row]);
    }),
  };
}
