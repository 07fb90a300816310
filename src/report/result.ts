/** A finished result as figures see it: its arms, its completed runs, and its tables. */
import { join } from 'node:path';
import { type ArmPair, armPairs } from '../experiment/comparison/difference.js';
import { ArmSeries } from '../runner/arm-series.js';
import { type PackageTable, readDataPackage } from '../runner/data-package.js';
import { COMPARISON_FILE, DESIGN_FILE, type TableName, tableFile } from '../runner/layout.js';
import type { Manifest, ManifestRun } from '../runner/manifest.js';
import { type DescribedArm, type Description, descriptionOf } from './description.js';
import type { KindNames } from './names.js';
import { shortUnit } from './number-text.js';
import { eachRow, wholeTable } from './table-rows.js';

/** Arms that figures show; of more, such as the points of a design, the first. */
export const MOST_ARMS = 10;

/** Recorded series of one run. */
export interface RunRows {
  readonly arm: string;
  readonly seed: string;
  readonly ticks: readonly number[];
  readonly dates: readonly string[];
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** A row of comparison.csv. */
export interface ComparisonRow {
  readonly arm: string;
  readonly against: string;
  readonly metric: string;
  readonly final: boolean;
  readonly unit: string;
  readonly pairs: number;
  readonly missing: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  readonly adjustedPValue: number;
  readonly verdict: string;
}

function number(cell: string): number {
  return cell === '' ? Number.NaN : Number(cell);
}

export class Result {
  readonly description: Description;
  /** All arms that have run, those of a design too. */
  readonly arms: readonly DescribedArm[];
  /** Arms that figures show, in their order. */
  readonly shown: readonly string[];
  readonly pairs: readonly ArmPair[];
  /** Completed runs of the arms that are shown. */
  readonly runs: readonly ManifestRun[];
  private readonly tables: readonly PackageTable[];
  private readonly series: ArmSeries | undefined;
  private rows: readonly RunRows[] = [];
  private comparisons: readonly ComparisonRow[] | undefined;

  /** @throws FileError if the folder says nothing of its columns */
  constructor(
    readonly folder: string,
    readonly manifest: Manifest,
    readonly kinds: KindNames,
  ) {
    this.description = descriptionOf(manifest);
    this.tables = readDataPackage(folder).resources;
    this.arms = this.allArms();
    this.shown = this.arms.slice(0, MOST_ARMS).map(({ name }) => name);
    this.pairs = armPairs(this.arms);
    this.runs = manifest.runs.filter(({ arm, status }) => status === 'completed' && this.shown.includes(arm));
    this.series = this.hasTable('series') ? new ArmSeries(this.path('series')) : undefined;
  }

  /** Names of the recorded series. */
  get recorded(): readonly string[] {
    return this.series?.names ?? [];
  }

  /** Unit of a column of a table, as the result declares it. */
  unitOf(table: string, column: string): string {
    const fields = this.tables.find(({ name }) => name === table)?.schema.fields;
    return fields?.find(({ name }) => name === column)?.unit ?? '';
  }

  /** Value of a parameter of the experiment; undefined if it has none of this name. */
  parameter(path: string): unknown {
    let at: unknown = this.manifest.configuration.parameters;
    for (const step of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[step];
    return (at as { readonly value?: unknown } | undefined)?.value;
  }

  againstOf(arm: string): string | undefined {
    return this.pairs.find((pair) => pair.arm === arm)?.against;
  }

  /** The arm that most others are compared with; the first if none is. */
  get reference(): string {
    const counts = new Map<string, number>();
    for (const { against } of this.pairs) counts.set(against, (counts.get(against) ?? 0) + 1);
    const [first] = [...counts].sort(([, a], [, b]) => b - a);
    return first?.[0] ?? this.shown[0];
  }

  /** Completed runs of an arm. */
  runsOf(arm: string): readonly ManifestRun[] {
    return this.runs.filter((run) => run.arm === arm);
  }

  hasTable(table: TableName): boolean {
    return this.manifest.files[tableFile(table)] !== undefined;
  }

  path(table: TableName): string {
    return join(this.folder, tableFile(table));
  }

  /** Calls back with chosen columns of each row of the completed runs of arms that are shown. */
  eachRowOf(
    table: TableName,
    columns: readonly string[],
    take: (run: ManifestRun, cells: readonly string[]) => void,
  ): boolean {
    if (!this.hasTable(table)) return false;
    const byNumber = new Map(this.runs.map((run) => [String(run.run), run]));
    return eachRow(this.path(table), ['run', ...columns], (cells) => {
      const run = byNumber.get(cells[0]);
      if (run !== undefined) take(run, cells.slice(1));
    });
  }

  /** Reads these series of all runs that are shown, in one pass over the file. */
  load(names: readonly string[]): void {
    const { series } = this;
    if (series === undefined) return;
    const wanted = series.names.filter((name) =>
      names.some((one) => (one.endsWith('.') ? name.startsWith(one) : name === one)),
    );
    this.rows = this.runs.flatMap((run) => {
      const read = series.read(run, wanted);
      if (read === undefined) return [];
      const values = new Map(wanted.map((name, index) => [name, read.columns[index]]));
      return [{ arm: run.arm, seed: run.seed, ticks: read.ticks, dates: read.dates, values }];
    });
  }

  /** Loaded rows of the runs of an arm that have this series. */
  rowsOf(arm: string): readonly RunRows[] {
    return this.rows.filter((run) => run.arm === arm);
  }

  /** The comparison of arms; empty if there is none. */
  comparison(): readonly ComparisonRow[] {
    this.comparisons ??= (wholeTable(join(this.folder, COMPARISON_FILE)) ?? []).map((row) => ({
      arm: row.arm,
      against: row.against,
      metric: row.metric,
      final: row.final === 'true',
      unit: row.unit,
      pairs: Number(row.pairs),
      missing: Number(row.missing),
      difference: number(row.difference),
      low: number(row.low),
      high: number(row.high),
      pValue: number(row.pValue),
      adjustedPValue: number(row.adjustedPValue),
      verdict: row.verdict,
    }));
    return this.comparisons;
  }

  close(): void {
    this.series?.close();
  }

  /** What the arms of a design are: the arm of the file, and the values of the parameters. */
  private pointsOfDesign(): Map<string, string> {
    const rows = wholeTable(join(this.folder, DESIGN_FILE)) ?? [];
    return new Map(
      rows.map(({ arm, point: _, fileArm, ...values }) => {
        const set = Object.entries(values).map(([name, value]) =>
          `${name.slice(name.lastIndexOf('.') + 1)} ${value} ${shortUnit(this.unitOf('design', name))}`.trim(),
        );
        return [arm, `${fileArm === '' ? '' : `${fileArm}: `}${set.join(', ')}`];
      }),
    );
  }

  /** In the order of the runs. The arms of a design are compared as comparison.csv says. */
  private allArms(): DescribedArm[] {
    const names = [...new Set(this.manifest.runs.map(({ arm }) => arm))];
    const described = new Map(this.description.arms.map((arm) => [arm.name, arm]));
    const points = this.pointsOfDesign();
    return names.map((name) => {
      const against = this.comparison().find(({ arm }) => arm === name)?.against;
      const description = points.get(name);
      return (
        described.get(name) ?? {
          name,
          ...(description !== undefined && { description }),
          ...(against !== undefined && { against }),
        }
      );
    });
  }
}
