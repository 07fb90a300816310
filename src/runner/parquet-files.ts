/** Parquet copies of the tables of a result. */
import { join } from 'node:path';
import { readDataPackage } from './data-package.js';
import { withFile } from './file-error.js';
import { parquetFile } from './layout.js';
import { makeFolder } from './make-folder.js';
import { parquetOfCsv } from './parquet.js';
import { ResultFolder } from './result-folder.js';

/**
 * Copies the tables of a result that its data package names; each is written as a whole or not at all.
 * @param from result folder
 * @param to where the copies go, the same folder or another; made if it is not there
 * @returns SHA-256 by file
 */
export function writeParquetFiles(from: string, to: string): Record<string, string> {
  const described = readDataPackage(from);
  withFile(to, () => makeFolder(to));
  const folder = new ResultFolder(to);
  const files: Record<string, string> = {};
  for (const table of described.resources) {
    const file = parquetFile(table.path);
    files[file] = folder.write(file, (append) =>
      parquetOfCsv(join(from, table.path), described, table, append),
    );
  }
  return files;
}
