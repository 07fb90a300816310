/** Parquet copies of the tables of a result. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readDataPackage } from './data-package.js';
import { withFile } from './file-error.js';
import { fileHash } from './fingerprints.js';
import { MANIFEST_FILE, parquetFile } from './layout.js';
import { makeFolder } from './make-folder.js';
import { type CopyOrigin, parquetOfCsv } from './parquet.js';
import { readManifest } from './read-result.js';
import { ResultFolder } from './result-folder.js';

/**
 * Copies the tables of a result that its data package names; each is written as a whole or not at all.
 * @param from result folder
 * @param to where the copies go, the same folder or another; made if it is not there
 * @param kept copies that are there and stay
 * @returns SHA-256 by file
 */
export function writeParquetFiles(
  from: string,
  to: string,
  origin: CopyOrigin,
  kept: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const described = readDataPackage(from);
  withFile(to, () => makeFolder(to));
  const folder = new ResultFolder(to);
  const files: Record<string, string> = {};
  for (const table of described.resources) {
    const file = parquetFile(table.path);
    files[file] =
      kept[file] ??
      folder.write(file, (append) => parquetOfCsv(join(from, table.path), described, table, origin, append));
  }
  return files;
}

/**
 * Copies the tables of a finished result, with the hash of its manifest in every copy. Those that the result itself
 * has (`record.parquet`) stay in its folder as they are: the manifest has their hashes.
 */
export function exportParquetFiles(from: string, to: string): Record<string, string> {
  const { engineVersion, files } = readManifest(from);
  const manifestHash = `sha256:${fileHash(join(from, MANIFEST_FILE))}`;
  const isSame = existsSync(to) && realpathSync(to) === realpathSync(from);
  return writeParquetFiles(from, to, { engineVersion, manifestHash }, isSame ? files : {});
}
