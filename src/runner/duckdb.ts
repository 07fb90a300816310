/** DuckDB, which need not be installed: only what is used of it, so that this program is built and run without it. */
import { FileError } from './file-error.js';

export interface DuckDbResult {
  /** Names of the columns, no two alike. */
  deduplicatedColumnNames(): string[];
  columnTypes(): readonly { toString(): string }[];
  getRowsJS(): unknown[][];
}

export interface DuckDbConnection {
  run(sql: string): Promise<unknown>;
  extractStatements(sql: string): Promise<{
    readonly count: number;
    prepare(index: number): Promise<{
      readonly statementType: number;
      runAndReadAll(): Promise<DuckDbResult>;
    }>;
  }>;
  closeSync(): void;
}

export interface DuckDb {
  readonly DuckDBInstance: {
    create(
      path: string,
      options: Record<string, string>,
    ): Promise<{
      connect(): Promise<DuckDbConnection>;
      closeSync(): void;
    }>;
  };
  readonly StatementType: { readonly SELECT: number; readonly EXPLAIN: number; readonly CREATE: number };
}

const PACKAGE = '@duckdb/node-api';

/** @throws FileError with what to do if DuckDB is not installed or does not start here */
export async function loadDuckDb(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<DuckDb> {
  try {
    return (await load(PACKAGE)) as DuckDb;
  } catch (cause) {
    throw new FileError(
      PACKAGE,
      'DuckDB is not installed; it is only needed for queries: npm install --no-save @duckdb/node-api',
      { cause },
    );
  }
}
