/**
 * The state of a run: typed columns in one ArrayBuffer, so that a snapshot is one copy.
 *
 * Every column is declared once with its unit and meaning; row i is the same agent in every row column.
 */

export interface StateColumn {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  readonly length: number;
}

/** Bytes of a snapshot with the header that says what they are. */
export interface Snapshot {
  readonly header: { readonly columns: readonly { readonly name: string; readonly length: number }[] };
  readonly bytes: ArrayBuffer;
}

/** Vector instructions read two numbers at a time. */
function evenLength(length: number): number {
  return length + (length & 1);
}

export class Columns {
  /** All columns, one behind the other. */
  readonly all: Float64Array;
  private readonly declared: readonly StateColumn[];
  private readonly views = new Map<string, Float64Array>();

  /**
   * Allocates all columns, filled with zeros, each at an even place. Throws if two have the same name.
   *
   * @param allocate gives memory for so many numbers
   */
  constructor(
    declared: readonly StateColumn[],
    allocate: (length: number) => Float64Array = (length) => new Float64Array(length),
  ) {
    this.declared = declared;
    this.all = allocate(Columns.length(declared));
    let offset = 0;
    for (const column of declared) {
      if (this.views.has(column.name)) throw new Error(`column '${column.name}' is declared twice`);
      this.views.set(column.name, this.all.subarray(offset, offset + column.length));
      offset += evenLength(column.length);
    }
  }

  /** Numbers that these columns take. */
  static length(declared: readonly StateColumn[]): number {
    let total = 0;
    for (const column of declared) total += evenLength(column.length);
    return total;
  }

  /** The view of a declared column; throws on an unknown name. */
  get(name: string): Float64Array {
    const view = this.views.get(name);
    if (view === undefined) throw new Error(`no column is named '${name}'`);
    return view;
  }

  has(name: string): boolean {
    return this.views.has(name);
  }

  list(): readonly StateColumn[] {
    return this.declared;
  }

  /** A copy of the whole state. */
  snapshot(): Snapshot {
    return {
      header: { columns: this.declared.map(({ name, length }) => ({ name, length })) },
      bytes: this.all.slice().buffer,
    };
  }

  /** Puts a snapshot back; throws if it was made by a state with other columns. */
  restore(snapshot: Snapshot): void {
    const same =
      snapshot.header.columns.length === this.declared.length &&
      this.declared.every((column, index) => {
        const other = snapshot.header.columns[index];
        return other.name === column.name && other.length === column.length;
      });
    if (!same) throw new Error('the snapshot was made by a state with other columns');
    this.all.set(new Float64Array(snapshot.bytes));
  }
}
