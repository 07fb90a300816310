/** Contrasts: arms added and subtracted seed by seed. */

export interface ContrastTerm {
  readonly arm: string;
  /** Metric of this term, if it is another than that of the effect. */
  readonly metric?: string;
  readonly weight: 1 | -1;
}

export type Contrast = readonly ContrastTerm[];

/**
 * Reads `a - b - c + d`, or `a@x - b@y` for terms with metrics of their own; undefined if it cannot be read. Names may
 * hold hyphens, so signs stand between spaces.
 */
export function parseContrast(text: string): Contrast | undefined {
  const words = text.trim().split(/\s+/);
  if (words[0] !== '+' && words[0] !== '-') words.unshift('+');
  if (words.length % 2 !== 0) return undefined;
  const terms: ContrastTerm[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [sign, term] = [words[i], words[i + 1]];
    const [arm, metric, ...more] = term.split('@');
    const isName = arm !== '+' && arm !== '-' && arm !== '' && metric !== '' && more.length === 0;
    if ((sign !== '+' && sign !== '-') || !isName) return undefined;
    terms.push({ arm, weight: sign === '+' ? 1 : -1, ...(metric !== undefined && { metric }) });
  }
  return terms;
}

/** The metrics of a contrast, that of its effect among them. */
export function metricsOfContrast(contrast: Contrast, metric: string): string[] {
  return contrast.map((term) => term.metric ?? metric);
}

/** The sum over the arms, seed by seed; NaN where any arm has no number. */
export function contrastBySeed(
  contrast: Contrast,
  metric: string,
  valuesOf: (arm: string, metric: string) => readonly number[],
): number[] {
  const columns = contrast.map(({ arm, weight, metric: own }) => ({
    weight,
    values: valuesOf(arm, own ?? metric),
  }));
  return columns[0].values.map((_, seed) =>
    columns.reduce((sum, { weight, values }) => sum + weight * values[seed], 0),
  );
}
