/** The dotted name somebody probably meant. */
import { editDistance, nearestName } from '../maths/nearest-name.js';

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Most similar whole name; failing that, the name whose last part is the most similar. */
export function nearestPath(name: string, names: readonly string[]): string | undefined {
  const whole = nearestName(name, names);
  const ending = lastPart(name);
  // A name of three levels may differ in a third of its letters and still be another parameter altogether.
  if (whole !== undefined && editDistance(lastPart(whole), ending) <= ending.length / 2) return whole;
  const wanted = nearestName(ending, new Set(names.map(lastPart)));
  const sameEnding = wanted === undefined ? [] : names.filter((candidate) => lastPart(candidate) === wanted);
  let best = whole;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of sameEnding) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** `; did you mean 'x'?`, or nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  const found = nearestPath(name, names);
  return found === undefined ? '' : `; did you mean '${found}'?`;
}

/** Most names that an error lists. */
const LISTED = 40;

/** `didYouMean`, or all names where none is alike: `; arms: a, b`. */
export function didYouMeanOrAll(name: string, names: readonly string[], what: string): string {
  const hint = didYouMean(name, names);
  if (hint !== '' || names.length === 0) return hint;
  const more = names.length - LISTED;
  return `; ${what}: ${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
