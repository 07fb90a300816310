/** How a part says that it is whole: its last file holds how the run ended and the size of every other file. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFile } from './file-error.js';
import { METRIC_SERIES_FILE, OUTCOME_FILE } from './layout.js';
import type { Ending } from './messages.js';

interface PartEnding extends Ending {
  /** Bytes by file name. */
  readonly files: Readonly<Record<string, number>>;
}

/** The content of a JSON file; undefined if there is none or it is cut off. */
export function readJson<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

export function writePartEnding(folder: string, ending: Ending): void {
  const path = join(folder, OUTCOME_FILE);
  withFile(path, () => {
    const names = readdirSync(folder).filter((name) => name !== OUTCOME_FILE);
    const files = Object.fromEntries(names.sort().map((name) => [name, statSync(join(folder, name)).size]));
    writeFileSync(path, JSON.stringify({ ...ending, files } satisfies PartEnding));
  });
}

/** How the run of a part ended; undefined if the part is not whole, as after a power cut. */
export function readPartEnding(folder: string): Ending | undefined {
  const ending = readJson<PartEnding>(join(folder, OUTCOME_FILE));
  if (ending === undefined) return undefined;
  const isWhole = Object.entries(ending.files).every(([name, size]) => {
    // The series of the metrics go when the metrics are known; whoever needs them looks whether they are there.
    const bytes = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    return bytes === size || (bytes === undefined && name === METRIC_SERIES_FILE);
  });
  const { status, reason, ticks } = ending;
  return isWhole ? { status, reason, ticks } : undefined;
}
