/** What a manifest says of its experiment, for people; it does not matter which version of the engine has made it. */
import type { Manifest } from '../runner/manifest.js';
import { words } from './names.js';

export interface DescribedArm {
  readonly name: string;
  readonly description?: string;
  readonly against?: string;
}

export interface DescribedMetric {
  readonly name: string;
  readonly label: string;
  readonly final: boolean;
  /** The series, or the formula over series, that it is made of. */
  readonly source: string;
}

export interface Description {
  readonly title: string;
  readonly question?: string;
  readonly expectation?: string;
  readonly start: string;
  readonly ticks: number;
  readonly ticksPerYear: number;
  /** Arms of the experiment file. */
  readonly arms: readonly DescribedArm[];
  readonly metrics: readonly DescribedMetric[];
  /** Ticks between two rows. */
  readonly record: { readonly series: number; readonly balance: number; readonly attribution: number };
}

interface Written {
  readonly title?: string;
  readonly question?: string;
  readonly expectation?: string;
  readonly start: string;
  readonly ticks: number;
  readonly calendar: { readonly ticksPerYear: number };
  readonly arms?: Readonly<
    Record<string, { readonly description?: string; readonly against?: string } | null>
  >;
  readonly metrics?: Readonly<
    Record<string, { series?: string; formula?: string; label?: string; final?: boolean }>
  >;
  readonly record: Description['record'];
}

/** Texts of YAML files are broken into lines where the file ends them. */
function text(value: string | undefined): string | undefined {
  return value?.replace(/\s+/g, ' ').trim();
}

/** `waterLevel` as `water level`, as labels in experiment files are written. */
function plainWords(name: string): string {
  return words(name).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

export function descriptionOf(manifest: Manifest): Description {
  const written = manifest.configuration as unknown as Written;
  const [question, expectation] = [text(written.question), text(written.expectation)];
  return {
    title: text(written.title) ?? manifest.experiment,
    ...(question !== undefined && { question }),
    ...(expectation !== undefined && { expectation }),
    start: written.start,
    ticks: written.ticks,
    ticksPerYear: written.calendar.ticksPerYear,
    arms: Object.entries(written.arms ?? {}).map(([name, arm]) => ({ name, ...arm })),
    metrics: Object.entries(written.metrics ?? {}).map(([name, { series, formula, label, final }]) => ({
      name,
      label: label ?? plainWords(name),
      final: final ?? true,
      source: series ?? formula ?? '',
    })),
    record: written.record,
  };
}
