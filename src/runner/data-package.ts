/**
 * `datapackage.json`: what every column of every table of a result is, after the Data Package standard 2.0 (Frictionless).
 * Beyond the standard a number has its `unit` and its `quantity`: stock, flow, rate, index, count, or why it is none of these.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { releaseOf } from '../engine/version.js';
import type { Catalogue } from '../experiment/catalogue.js';
import { configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { CsvColumns } from './csv-columns.js';
import { FileError } from './file-error.js';
import { DATA_PACKAGE_FILE, STUDY_FILE } from './layout.js';
import { readJson } from './part-files.js';
import type { ResultFolder } from './result-folder.js';
import { STUDY_TABLES, studyColumnOf } from './study-columns.js';
import { type ColumnDeclaration, columnOf, RESULT_TABLES, type TableDeclaration } from './table-columns.js';

export interface PackageField {
  readonly name: string;
  readonly type: ColumnDeclaration['type'];
  readonly description?: string;
  readonly unit?: string;
  readonly quantity?: string;
  readonly constraints?: { readonly required: true };
}

export interface PackageTable {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly path: string;
  /** `sha256:` and the hash of the file. */
  readonly hash: string;
  readonly schema: { readonly fields: readonly PackageField[]; readonly primaryKey?: readonly string[] };
}

export interface DataPackage {
  readonly name: string;
  readonly engineVersion: string;
  readonly configurationHash: string;
  readonly resources: readonly PackageTable[];
}

const PROFILE = 'https://datapackage.org/profiles/2.0/datapackage.json';
const ENDING = '.csv';

/** The table of a file name; undefined if it holds none. */
export function tableOfFile(file: string): string | undefined {
  return file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : undefined;
}

function fieldOf({ name, type, meaning, unit, quantity, optional }: ColumnDeclaration): PackageField {
  // An empty text is a text, but the standard reads it as missing.
  const required = !optional && type !== 'string';
  return {
    name,
    type,
    ...(meaning !== '' && { description: meaning }),
    ...(unit !== undefined && { unit }),
    ...(quantity !== undefined && { quantity }),
    ...(required && { constraints: { required } }),
  };
}

type Declared = Pick<TableDeclaration, 'rows' | 'key'> | undefined;

function resourceOf(table: string, columns: readonly ColumnDeclaration[], hash: string, declared: Declared) {
  return {
    name: table,
    ...(declared !== undefined && { description: declared.rows }),
    path: `${table}${ENDING}`,
    type: 'table',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    hash: `sha256:${hash}`,
    schema: {
      fields: columns.map(fieldOf),
      ...(declared !== undefined && declared.key.length > 0 && { primaryKey: declared.key }),
    },
  };
}

function headerOf(path: string): readonly string[] {
  const table = new CsvColumns(path);
  table.close();
  return table.names;
}

type Identity = Pick<DataPackage, 'engineVersion' | 'configurationHash'>;

function packageText(
  { name, title, question }: ResolvedExperiment,
  { engineVersion, configurationHash: hash }: Identity,
  resources: readonly object[],
): string {
  const content = {
    $schema: PROFILE,
    name,
    ...(title !== undefined && { title }),
    ...(question !== undefined && { description: question }),
    // The manifest says which build: files with the same rows are the same.
    engineVersion: releaseOf(engineVersion),
    configurationHash: hash,
    resources,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * Writes `datapackage.json` for the tables of a result; returns its SHA-256.
 * @param files SHA-256 by name of the files in the folder; those that are no tables are passed over
 */
export function writeDataPackage(
  folder: ResultFolder,
  experiment: ResolvedExperiment,
  { engineVersion, catalogue }: { readonly engineVersion: string; readonly catalogue: Catalogue },
  files: Readonly<Record<string, string>>,
): string {
  const { metrics } = experiment;
  const resources = Object.entries(files).flatMap(([file, hash]) => {
    const table = tableOfFile(file);
    if (table === undefined) return [];
    const names = headerOf(join(folder.path, file));
    const columns = names.map((column) => columnOf(table, column, catalogue, metrics));
    return [resourceOf(table, columns, hash, RESULT_TABLES[table])];
  });
  const identity = { engineVersion, configurationHash: configurationHash(experiment) };
  return folder.writeText(DATA_PACKAGE_FILE, packageText(experiment, identity, resources));
}

/** A table of a study, as it was written. */
export interface StudyTableFile {
  readonly table: string;
  readonly columns: readonly string[];
  readonly hash: string;
}

/** Text of `datapackage.json` for the tables of a study. */
export function studyPackage(
  experiment: ResolvedExperiment,
  catalogue: Catalogue,
  identity: Identity,
  tables: readonly StudyTableFile[],
): string {
  const resources = tables.map(({ table, columns, hash }) => {
    const declared = columns.map((name) => studyColumnOf(table, name, catalogue, experiment.metrics));
    return resourceOf(table, declared, hash, STUDY_TABLES[table]);
  });
  return packageText(experiment, identity, resources);
}

/**
 * The data package of a result folder.
 * @throws FileError if there is none
 */
export function readDataPackage(folder: string): DataPackage {
  const file = join(folder, DATA_PACKAGE_FILE);
  if (!existsSync(file))
    throw new FileError(
      file,
      existsSync(join(folder, STUDY_FILE))
        ? 'there is no such file: the study is not finished, or its tables, as those of claims, are described by their first line alone'
        : 'there is no such file; is this a result of this version?',
    );
  const found = readJson<DataPackage>(file);
  if (!Array.isArray(found?.resources)) throw new FileError(file, 'is damaged: it tells of no tables');
  return found;
}
