/**
 * The resolved parameters of a run: names to numbers. Switches are 0 or 1, choices the index of the choice.
 * Values stand in one column of the state, so that scheduled changes belong to a snapshot.
 */

export type ParameterValue = number | string | boolean;

/** A parameter found once. */
export class ParameterHandle {
  constructor(
    private readonly values: Float64Array,
    private readonly read: Uint8Array,
    private readonly position: number,
  ) {}

  /** Its value in this tick, scheduled changes included. */
  get now(): number {
    this.read[this.position] = 1;
    return this.values[this.position];
  }
}

/** Where the values of a per-asset parameter stand, and the list that was given out last. */
interface AssetPositions {
  readonly positions: Int32Array;
  values: Float64Array;
}

export class Parameters {
  private readonly index = new Map<string, number>();
  private readonly texts = new Map<string, readonly string[]>();
  private readonly assetPositions = new Map<string, AssetPositions>();
  /** 1 for parameters that have been read. */
  private readonly read: Uint8Array;

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
    this.read = new Uint8Array(names.length);
    for (const [position, name] of names.entries()) this.index.set(name, position);
    for (const [name, list] of choices) this.texts.set(name, list);
  }

  /** Value of a number; throws on an unknown name. */
  number(name: string): number {
    const position = this.position(name);
    this.read[position] = 1;
    return this.values[position];
  }

  /** Where a number stands, for code that reads it often; throws on an unknown name. */
  handle(name: string): ParameterHandle {
    return new ParameterHandle(this.values, this.read, this.position(name));
  }

  switch(name: string): boolean {
    return this.number(name) !== 0;
  }

  choice(name: string): string {
    const list = this.texts.get(name);
    if (list === undefined) throw new Error(`parameter '${name}' is not a choice`);
    return list[this.number(name)];
  }

  /** Names that have been read, for the test that every parameter is used. */
  get used(): Set<string> {
    return new Set(this.names.filter((_, position) => this.read[position] === 1));
  }

  /**
   * The values of a per-asset parameter, in the order of `assets`, the same list for every call with that name. Not to be written
   * to: who asks again before a value has changed gets the same array.
   */
  perAsset(name: string, assets: readonly string[]): Float64Array {
    let known = this.assetPositions.get(name);
    if (known === undefined) {
      known = this.lookUpAssets(name, assets);
      this.assetPositions.set(name, known);
    }
    const { positions } = known;
    for (let a = 0; a < positions.length; a++)
      if (known.values[a] !== this.values[positions[a]]) {
        known.values = Float64Array.from(positions, (position) => this.values[position]);
        break;
      }
    return known.values;
  }

  private lookUpAssets(name: string, assets: readonly string[]): AssetPositions {
    const positions = Int32Array.from(assets, (asset) => this.position(`${name}.${asset}`));
    for (const position of positions) this.read[position] = 1;
    return { positions, values: Float64Array.from(positions, (position) => this.values[position]) };
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
