/**
 * SQL over the tables of a result: each table is a view of its name. DuckDB reads the files and nothing else, in one
 * thread, so that the last digit of a sum does not depend on the machine.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ColumnType } from './csv-cells.js';
import { type PackageTable, readDataPackage } from './data-package.js';
import type { DuckDb, DuckDbConnection, DuckDbResult } from './duckdb.js';
import { FileError } from './file-error.js';
import { requireFiles } from './fingerprints.js';
import { DATA_PACKAGE_FILE, MANIFEST_FILE, parquetFile } from './layout.js';
import { readManifest } from './read-result.js';

/** What is wrong with a query, in the words of DuckDB; exit code 2 on the command line. */
export class QueryError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueryError';
  }
}

/** Whole numbers as numbers while they are exact, dates as `2026-01-31`, lists and structures as they are. */
export type Cell = string | number | boolean | null | object;

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const EMPTY = 'there is no statement in the query';

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  integer: 'INTEGER',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  date: 'DATE',
};

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function identifier(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The copy as Parquet if there is one that is not older than the table: it is read much faster. */
function fileOf(folder: string, table: PackageTable): string {
  const csv = join(folder, table.path);
  const parquet = join(folder, parquetFile(table.path));
  return existsSync(parquet) && statSync(parquet).mtimeMs >= statSync(csv).mtimeMs ? parquet : csv;
}

function viewOf({ name, schema }: PackageTable, file: string): string {
  const view = `create view ${identifier(name)} as select`;
  if (file.endsWith('.parquet')) return `${view} * from read_parquet(${literal(file)})`;
  const columns = schema.fields.map((field) => `${literal(field.name)}: '${SQL_TYPES[field.type]}'`);
  // An empty text is a text; only numbers can be missing.
  const texts = schema.fields
    .filter(({ type }) => type === 'string')
    .map((field) => identifier(field.name))
    .map((column) => `coalesce(${column}, '') as ${column}`);
  const format = `auto_detect=false, header=true, delim=',', quote='"', escape='"', nullstr=''`;
  const all = texts.length > 0 ? `* replace (${texts.join(', ')})` : '*';
  return `${view} ${all} from read_csv(${literal(file)}, ${format}, columns={${columns.join(', ')}})`;
}

interface TableFile {
  readonly table: PackageTable;
  readonly file: string;
}

/** Files that a folder has its tables in. */
function filesOf(folder: string): TableFile[] {
  return readDataPackage(folder).resources.map((table) => {
    const file = fileOf(resolve(folder), table);
    if (!existsSync(file)) throw new FileError(file, 'is gone from the result');
    return { table, file };
  });
}

/**
 * Holds the files of the tables that a query names against the manifest, which tells nothing of copies made later. A data
 * package without one is read as it is.
 */
function requireRead(folder: string, tables: readonly TableFile[], sql: string): void {
  if (!existsSync(join(folder, MANIFEST_FILE))) return;
  const read = tables.filter(({ table }) => sql.toLowerCase().includes(table.name));
  requireFiles(folder, readManifest(folder), [DATA_PACKAGE_FILE, ...read.map(({ file }) => basename(file))]);
}

/** Views of the tables, and the door closed behind them. */
async function openTables(connection: DuckDbConnection, tables: readonly TableFile[]): Promise<void> {
  const files = tables.map(({ file }) => file);
  for (const { table, file } of tables) await connection.run(viewOf(table, file));
  await connection.run(`set allowed_paths = [${files.map(literal).join(', ')}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
}

function cellOf(value: unknown, type: string): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) {
    const time = value.toISOString();
    return type === 'DATE' ? time.slice(0, 10) : time;
  }
  if (Array.isArray(value)) return value.map((one) => cellOf(one, type.replace(/\[\d*\]$/, '')));
  return (value ?? null) as Cell;
}

function resultOf(result: DuckDbResult): QueryResult {
  const types = result.columnTypes().map(String);
  return {
    columns: result.deduplicatedColumnNames(),
    rows: result.getRowsJS().map((row) => row.map((value, column) => cellOf(value, types[column]))),
  };
}

/** Runs a query. DuckDB makes several statements of some, as of a pivot: those before the last create what it reads. */
async function ask(
  { StatementType: { SELECT, EXPLAIN, CREATE } }: DuckDb,
  connection: DuckDbConnection,
  sql: string,
): Promise<QueryResult> {
  // DuckDB gives no message for a text without statements.
  const text = sql.replace(/--.*$/gm, '').trim();
  if (text === '') throw new QueryError(EMPTY);
  const statements = await connection.extractStatements(sql);
  let result: QueryResult | undefined;
  for (let index = 0; index < statements.count; index++) {
    const statement = await statements.prepare(index);
    if (![SELECT, EXPLAIN, CREATE].includes(statement.statementType))
      throw new QueryError('a query reads: select, with, from, describe, summarize, pivot, explain');
    if (index < statements.count - 1 && statement.statementType !== CREATE)
      throw new QueryError('several queries at once: ask them one by one');
    result = resultOf(await statement.runAndReadAll());
  }
  if (result === undefined) throw new QueryError(EMPTY);
  return result;
}

/** The error if it is of a file that is not as it was written: DuckDB names it, and the line. */
function damageIn(files: readonly string[], error: Error): FileError | undefined {
  const file = files.find((name) => error.message.includes(name));
  if (file === undefined) return undefined;
  const line = /\bon Line: (\d+)/.exec(error.message)?.[1];
  return new FileError(file, `${line === undefined ? '' : `line ${line}: `}is damaged`, { cause: error });
}

/**
 * The answer to a query over the tables of a result folder.
 * @throws QueryError if the query is wrong; FileError if the folder holds no result
 */
export async function queryResult(folder: string, sql: string, duckDb: DuckDb): Promise<QueryResult> {
  const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  let files: string[] = [];
  try {
    const tables = filesOf(folder);
    requireRead(folder, tables, sql);
    files = tables.map(({ file }) => file);
    await openTables(connection, tables);
    return await ask(duckDb, connection, sql);
  } catch (error) {
    // What DuckDB throws are plain errors.
    if ((error as Error).name !== 'Error') throw error;
    throw damageIn(files, error as Error) ?? new QueryError((error as Error).message, { cause: error });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
