/** One line of a replication: what a paper says of its model against what this engine obtains. */

/** `shown`: nothing was published for these parameters, so nothing is judged. */
export type RowVerdict = 'pass' | 'miss' | 'shown' | 'missing';

export interface ReplicationRow {
  readonly quantity: string;
  /** Arm of the experiment, if the row is about one. */
  readonly arm: string;
  /** What the paper says, or what its equations give for these parameters; null: only a direction. */
  readonly published: number | null;
  readonly obtained: number | null;
  readonly unit: string;
  /** Of `obtained`, from the spread over seeds; null where seeds do not matter. */
  readonly standardError: number | null;
  /** Judged by an equation, which holds for any draws. */
  readonly isExact: boolean;
  /** Closed range in which `obtained` passes; null: none, the row is shown. */
  readonly band: readonly [number, number] | null;
  /** How far outside the band; 0 inside. */
  readonly distance: number | null;
  readonly verdict: RowVerdict;
  /** Where the published value is from, or which equation gives it. */
  readonly source: string;
}

interface Said {
  readonly quantity: string;
  readonly arm?: string;
  readonly unit?: string;
  readonly source: string;
  readonly obtained: number;
}

function row(
  { quantity, arm = '', unit = '', source, obtained }: Said,
  published: number | null,
  band: readonly [number, number] | null,
  isExact = false,
): ReplicationRow {
  const own = { quantity, arm, published, unit, standardError: null, isExact, band, source };
  const known = Number.isFinite(obtained) ? obtained : null;
  if (band === null) return { ...own, obtained: known, distance: null, verdict: 'shown' };
  if (known === null) return { ...own, obtained: null, distance: null, verdict: 'missing' };
  const distance = Math.max(band[0] - obtained, obtained - band[1], 0);
  return { ...own, obtained, distance, verdict: distance === 0 ? 'pass' : 'miss' };
}

/** What an equation of the paper gives for the parameters of the run, to within `tolerance`. */
export function exact(said: Said, published: number, tolerance: number): ReplicationRow {
  return row(said, published, [published - tolerance, published + tolerance], true);
}

/** What an equation of the paper bounds from below. */
export function atLeast(said: Said, least: number): ReplicationRow {
  return row(said, null, [least, Number.POSITIVE_INFINITY], true);
}

/** A published number with a band; where the run has other parameters than the paper, it is only shown. */
export function published(
  said: Said,
  value: number | null,
  band: readonly [number, number],
  asPublished: boolean,
): ReplicationRow {
  return row(said, value, asPublished ? band : null);
}

/** A number that no paper gives. */
export function shown(said: Said): ReplicationRow {
  return row(said, null, null);
}
