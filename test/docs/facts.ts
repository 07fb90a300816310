/** Rows of docs/evidence/facts.csv. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages.js';

export interface FactRow {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
}

/** Key, value and unit stand before the first column that may be quoted. */
export function factRows(): FactRow[] {
  const [, ...lines] = readFileSync(join(ROOT, 'docs/evidence/facts.csv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [key, value, unit] = line.split(',');
    return { key, value, unit };
  });
}

export function factOf(key: string): number {
  const row = factRows().find((one) => one.key === key);
  if (row === undefined) throw new Error(`facts.csv has no ${key}`);
  return Number(row.value);
}
