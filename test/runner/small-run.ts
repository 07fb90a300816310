/** Runs the small engine into a temporary folder. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunOptions, runExperiment } from '../../src/runner/run-experiment.js';
import { CATALOGUE, resolveText } from '../experiment/small-model.js';

export const ENTRY = new URL('./small-worker.boot.mjs', import.meta.url);

export const EXPERIMENT = `name: small
extends: base
seeds: [a, b, "c,d"]
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
`;

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rqe-test-'));
}

export function run(out: string, options: Partial<RunOptions> & { set?: string[]; text?: string } = {}) {
  const { set, text, ...more } = options;
  const { experiment } = resolveText(text ?? EXPERIMENT, { ...(set && { set }) });
  const fixed = { engineVersion: '0', catalogue: CATALOGUE, entry: ENTRY, workers: 2 };
  return runExperiment({ experiment, out, ...fixed, ...more });
}

/** All files of a folder but those that may vary by machine. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter(
    (name) => name !== 'provenance.json' && !name.startsWith('.parts'),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
