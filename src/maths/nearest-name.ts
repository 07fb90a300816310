/**
 * Number of insertions, deletions, replacements and swaps of neighbours that turn one name into the other (optimal
 * string alignment: no part is edited twice).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = last[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      let best = Math.min(last[j] + 1, current[j - 1] + 1, replaced);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        best = Math.min(best, beforeLast[j - 2] + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length];
}

/** In a name of fewer letters two edits leave little of it. */
const SHORT = 5;

/**
 * The known name most like a mistyped one, for "did you mean …?": upper and lower case count as equal, ties go to the
 * first in the list, and more than two edits and a third of the name is no likeness (undefined); of a short name, more
 * than one.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  const most = name.length < SHORT ? Math.min(1, name.length - 1) : Math.max(2, Math.floor(name.length / 3));
  let least = most + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}
