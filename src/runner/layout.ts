/** The files of a result folder. */
import { join } from 'node:path';

export const IDENTITY = ['run', 'arm', 'seed', 'tick', 'date'] as const;

/** Tables that every run contributes rows to, with the columns after the identity; `series` has its own. */
export const TABLES = {
  series: [],
  balance: ['kind', 'instrument', 'opening', 'postings', 'revaluation', 'closing'],
  flows: ['flow', 'kind', 'instrument', 'amount'],
  contracts: ['debtor', 'creditor', 'owes', 'outstanding', 'perYear', 'years'],
  events: ['type', 'kind', 'row', 'subject', 'amount', 'name', 'counterparty'],
  attribution: ['asset', 'kind', 'cause', 'lnPrice'],
} as const;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

export const CONFIGURATION_FILE = 'configuration.yaml';
export const RUNS_FILE = 'runs.csv';
export const METRICS_FILE = 'metrics.csv';
export const MANIFEST_FILE = 'manifest.json';
export const PROVENANCE_FILE = 'provenance.json';
export const COMPARISON_FILE = 'comparison.csv';
export const COMPARISON_BANDS_FILE = 'comparison-bands.csv';
export const DESIGN_FILE = 'design.csv';
export const DATA_PACKAGE_FILE = 'datapackage.json';
/** Of a sensitivity study, a calibration or a test of claims: of what it is, and the hashes of its tables. */
export const STUDY_FILE = 'study.json';
/** The snapshot from which all runs went on; folder of those that they left. */
export const START_SNAPSHOT_FILE = 'start.snapshot';
export const SNAPSHOTS_FOLDER = 'snapshots';

/** What goes on while runs are made: one folder a run, and who writes. */
export const PARTS_FOLDER = '.parts';
/** In it: the list of all runs. */
export const PLANNED_RUNS_FILE = 'planned-runs.csv';
/** Ending of the names of what is not complete yet. */
export const UNFINISHED = '.unfinished';

/** Files of a part beside its tables. */
export const OUTCOME_FILE = 'outcome.json';
export const SERIES_NAMES_FILE = 'series-names.json';
export const METRIC_SERIES_FILE = 'metric-series.f64';
export const PART_METRICS_FILE = 'metrics.json';
/** The run as it stood after a tick, if that was asked for. */
export const SNAPSHOT_FILE = 'run.snapshot';

export function tableFile(table: TableName): string {
  return `${table}.csv`;
}

/** The Parquet copy of a table. */
export function parquetFile(file: string): string {
  return file.replace(/\.csv$/, '.parquet');
}

const TABLE_FILES: readonly string[] = [
  ...TABLE_NAMES.map(tableFile),
  RUNS_FILE,
  METRICS_FILE,
  COMPARISON_FILE,
  COMPARISON_BANDS_FILE,
  DESIGN_FILE,
];

/**
 * All that this program writes into a result folder, and may therefore remove from it. The manifest comes first: a
 * result without it is none, whatever else is still there.
 */
export const OWN_FILES: readonly string[] = [
  MANIFEST_FILE,
  ...TABLE_FILES,
  ...TABLE_FILES.map(parquetFile),
  CONFIGURATION_FILE,
  DATA_PACKAGE_FILE,
  START_SNAPSHOT_FILE,
  PROVENANCE_FILE,
];

/** Folder of what one run has written. */
export function partFolder(out: string, part: number): string {
  return join(out, PARTS_FOLDER, String(part).padStart(6, '0'));
}
