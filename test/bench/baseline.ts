/** Figures of an earlier build, kept in the repository. `npm run bench -- --store` writes those that it measures. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figure, Measured } from './figures.js';

const FILE = fileURLToPath(new URL('./baseline.json', import.meta.url));

interface StoredFigure {
  readonly value: number;
  readonly unit: string;
  readonly yardstick: number;
  /** Where it was taken. */
  readonly machine: string;
}

export type Baseline = Readonly<Record<string, StoredFigure>>;

export function readBaseline(): Baseline {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Baseline) : {};
}

function stored({ value, unit }: Figure, yardstick: number): StoredFigure {
  const digits = (number: number) => Number(number.toPrecision(4));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  return { value: digits(value), unit, yardstick: digits(yardstick), machine };
}

/** Replaces the figures of the same name; others stay. */
export function storeBaseline(measured: readonly Measured[]): void {
  const figures = measured.flatMap(({ figures, yardstick }) =>
    figures.map((figure) => [figure.name, stored(figure, yardstick)] as const),
  );
  const all: Baseline = { ...readBaseline(), ...Object.fromEntries(figures) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}
