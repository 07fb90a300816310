/**
 * The resolved parameters of a run: names to numbers. Switches are 0 or 1, choices the index of the choice.
 * Values stand in one column of the state, so that scheduled changes belong to a snapshot.
 */

export type ParameterValue = number | string | boolean;

export class Parameters {
  private readonly index = new Map<string, number>();
  private readonly texts = new Map<string, readonly string[]>();
  /** Names that have been read, for the test that every parameter is used. */
  readonly used = new Set<string>();

  /**
   * @param names all names, in the order of `values`
   * @param values column of numbers
   * @param choices the texts of choice parameters
   */
  constructor(
    readonly names: readonly string[],
    readonly values: Float64Array,
    choices: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const [position, name] of names.entries()) this.index.set(name, position);
    for (const [name, list] of choices) this.texts.set(name, list);
  }

  /** Value of a number; throws on an unknown name. */
  number(name: string): number {
    const position = this.position(name);
    this.used.add(name);
    return this.values[position];
  }

  switch(name: string): boolean {
    return this.number(name) !== 0;
  }

  choice(name: string): string {
    const list = this.texts.get(name);
    if (list === undefined) throw new Error(`parameter '${name}' is not a choice`);
    return list[this.number(name)];
  }

  /** The values of a per-asset parameter, in the order of `assets`. */
  perAsset(name: string, assets: readonly string[]): Float64Array {
    return Float64Array.from(assets, (asset) => this.number(`${name}.${asset}`));
  }

  has(name: string): boolean {
    return this.index.has(name);
  }

  position(name: string): number {
    const position = this.index.get(name);
    if (position === undefined) throw new Error(`no parameter is named '${name}'`);
    return position;
  }
}
