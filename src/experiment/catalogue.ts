/** All names an experiment may use: parameters and series of the engine and of the agent kinds. */
import type { ParameterDeclaration, SeriesDeclaration } from '../agent-kind.js';

export class Catalogue {
  private readonly byName = new Map<string, ParameterDeclaration>();
  private readonly seriesByName = new Map<string, SeriesDeclaration>();
  /** Declared names below a group: `hedgeFunds` and `market.haircut` are groups. */
  private readonly groups = new Map<string, string[]>();

  /** Throws if two declarations have one name: a programming error. */
  constructor(
    readonly parameters: readonly ParameterDeclaration[],
    readonly series: readonly SeriesDeclaration[],
    readonly assets: readonly string[],
    /** Published model whose names these are; absent: the economy. */
    readonly model?: string,
  ) {
    for (const declaration of parameters) this.addParameter(declaration);
    for (const declaration of series) this.seriesByName.set(declaration.name, declaration);
    for (const name of this.byName.keys())
      if (this.groups.has(name)) throw new Error(`'${name}' is both a parameter and a group of parameters`);
  }

  private addParameter(declaration: ParameterDeclaration): void {
    const { name } = declaration;
    if (this.byName.has(name)) throw new Error(`parameter '${name}' is declared twice`);
    this.byName.set(name, declaration);
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const group = name.slice(0, dot);
      const members = this.groups.get(group);
      if (members === undefined) this.groups.set(group, [name]);
      else members.push(name);
    }
  }

  parameter(name: string): ParameterDeclaration | undefined {
    return this.byName.get(name);
  }

  seriesOf(name: string): SeriesDeclaration | undefined {
    return this.seriesByName.get(name);
  }

  /** Names of the parameters in a group; undefined if there is no such group. */
  group(name: string): readonly string[] | undefined {
    return this.groups.get(name);
  }

  /** The parameters `name.<asset>`, if the group `name` has exactly one entry for each cleared asset. */
  perAsset(name: string): readonly string[] | undefined {
    const members = this.groups.get(name);
    if (members === undefined || members.length !== this.assets.length) return undefined;
    return this.assets.every((asset) => this.byName.has(`${name}.${asset}`)) ? members : undefined;
  }

  parameterNames(): string[] {
    return [...this.byName.keys()];
  }

  groupNames(): string[] {
    return [...this.groups.keys()];
  }

  seriesNames(): string[] {
    return [...this.seriesByName.keys()];
  }
}
