/** The files of a result folder. */
import { join } from 'node:path';

export const IDENTITY = ['run', 'arm', 'seed', 'tick', 'date'] as const;

/** Tables that every run contributes rows to, with the columns after the identity; `series` has its own. */
export const TABLES = {
  series: [],
  balance: ['kind', 'instrument', 'opening', 'postings', 'revaluation', 'closing'],
  flows: ['flow', 'kind', 'instrument', 'amount'],
  events: ['type', 'kind', 'row', 'subject', 'amount'],
  attribution: ['asset', 'kind', 'cause', 'lnPrice'],
} as const;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

export const CONFIGURATION_FILE = 'configuration.yaml';
export const RUNS_FILE = 'runs.csv';
export const MANIFEST_FILE = 'manifest.json';
export const PROVENANCE_FILE = 'provenance.json';
export const PARTS_FOLDER = '.parts';
export const OUTCOME_FILE = 'outcome.json';

export function tableFile(table: TableName): string {
  return `${table}.csv`;
}

/** All that this program writes into a result folder, and may therefore remove from it. */
export const OWN_FILES: readonly string[] = [
  ...TABLE_NAMES.map(tableFile),
  CONFIGURATION_FILE,
  RUNS_FILE,
  MANIFEST_FILE,
  PROVENANCE_FILE,
];

/** Folder of what one run has written. */
export function partFolder(out: string, run: number): string {
  return join(out, PARTS_FOLDER, String(run).padStart(6, '0'));
}
