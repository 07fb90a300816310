/**
 * Parquet copies of CSV tables, with the same numbers: typed columns, row groups of a fixed size, and in the
 * key-value metadata what result they belong to and what the columns mean. The same table gives the same bytes.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ColumnFormat, ColumnType, ColumnValues } from './csv-cells.js';
import { CsvColumns } from './csv-columns.js';
import type { DataPackage, PackageField, PackageTable } from './data-package.js';
import { FileError } from './file-error.js';
import { DATA_PACKAGE_FILE } from './layout.js';

/** Cells and rows that are held in memory at a time. */
const GROUP_CELLS = 1 << 21;
const GROUP_ROWS = 1 << 17;

const ELEMENTS: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  date: { type: 'INT32', converted_type: 'DATE' },
};

/** Hands on what is written, row group by row group. */
class ForwardingWriter extends ByteWriter {
  constructor(private readonly append: (bytes: Uint8Array) => void) {
    super(GROUP_CELLS);
  }

  flush(): void {
    this.append(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}

export function rowsOfGroup(columns: number): number {
  return Math.max(1, Math.min(GROUP_ROWS, Math.floor(GROUP_CELLS / columns)));
}

function formatOf({ type, constraints }: PackageField): ColumnFormat {
  return { type, optional: constraints?.required !== true };
}

function schemaOf(fields: readonly PackageField[]): SchemaElement[] {
  const elements = fields.map((field): SchemaElement => {
    const isRequired = field.type === 'string' || !formatOf(field).optional;
    return {
      name: field.name,
      ...ELEMENTS[field.type],
      repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL',
    };
  });
  return [{ name: 'root', num_children: fields.length }, ...elements];
}

/** What a copy says of where its numbers are from. */
export interface CopyOrigin {
  /** With the fingerprint of the code. */
  readonly engineVersion: string;
  /** `sha256:` and the hash of the manifest; absent in copies that the manifest itself has the hashes of. */
  readonly manifestHash?: string;
}

/** Key-value metadata: the result, the fingerprint of the CSV, and the fields with unit and meaning. */
function metadataOf({ name, configurationHash }: DataPackage, table: PackageTable, origin: CopyOrigin) {
  const { engineVersion, manifestHash } = origin;
  const pairs = {
    experiment: name,
    engineVersion,
    configurationHash,
    ...(manifestHash !== undefined && { manifestHash }),
    source: table.path,
    sourceHash: table.hash,
    schema: JSON.stringify(table.schema),
  };
  return Object.entries(pairs).map(([key, value]) => ({ key, value }));
}

/** A Parquet file that is written block by block. Doubles are stored plainly: looking for repeats costs more than it saves. */
export class ParquetTable {
  private readonly writer: ParquetWriter;

  constructor(
    private readonly fields: readonly PackageField[],
    metadata: { key: string; value: string }[],
    append: (bytes: Uint8Array) => void,
  ) {
    this.writer = new ParquetWriter({
      writer: new ForwardingWriter(append),
      schema: schemaOf(fields),
      kvMetadata: metadata,
      createdBy: 'reverse-qe',
    });
  }

  /** Adds one row group. */
  add(columns: readonly ColumnValues[]): void {
    const columnData = this.fields.map(({ name, type }, index) => {
      const data = columns[index] as Float64Array;
      return type === 'number'
        ? { name, data, encoding: 'PLAIN' as const, statistics: false }
        : { name, data };
    });
    this.writer.write({ columnData, rowGroupSize: columns[0].length });
  }

  finish(): void {
    this.writer.finish();
  }
}

/**
 * Reads a CSV table and gives its bytes as Parquet.
 * @throws FileError if the table is not what its description says
 */
export function parquetOfCsv(
  path: string,
  dataPackage: DataPackage,
  table: PackageTable,
  origin: CopyOrigin,
  append: (bytes: Uint8Array) => void,
): void {
  const { fields } = table.schema;
  const parquet = new ParquetTable(fields, metadataOf(dataPackage, table, origin), append);
  const csv = new CsvColumns(path);
  if (csv.names.join() !== fields.map(({ name }) => name).join()) {
    csv.close();
    throw new FileError(path, `has other columns than ${DATA_PACKAGE_FILE} says`);
  }
  for (const { columns } of csv.blocks(fields.map(formatOf), rowsOfGroup(fields.length)))
    parquet.add(columns);
  parquet.finish();
}
