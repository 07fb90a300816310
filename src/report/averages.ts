/** Sums and means of values by a composed key, in the order in which the keys came. */

const SEPARATOR = '\n';

export class Sums {
  private readonly sums = new Map<string, number>();

  add(key: readonly string[], value: number): void {
    const text = key.join(SEPARATOR);
    this.sums.set(text, (this.sums.get(text) ?? 0) + value);
  }

  get(key: readonly string[]): number {
    return this.sums.get(key.join(SEPARATOR)) ?? 0;
  }

  *[Symbol.iterator](): Generator<readonly [readonly string[], number]> {
    for (const [key, value] of this.sums) yield [key.split(SEPARATOR), value];
  }
}

/** The names with the largest weights, largest first. */
export function largest(weights: Iterable<readonly [string, number]>, most: number): string[] {
  const sums = new Map<string, number>();
  for (const [name, weight] of weights) sums.set(name, (sums.get(name) ?? 0) + weight);
  return [...sums]
    .filter(([, weight]) => weight > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name]) => name);
}
