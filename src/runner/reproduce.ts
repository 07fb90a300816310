/** Runs a result again and compares fingerprints. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { comparisonAdder } from './add-comparison.js';
import { type FileState, fileState } from './fingerprints.js';
import { COMPARISON_FILE } from './layout.js';
import type { Manifest } from './manifest.js';
import { folderOf } from './read-result.js';
import { type RunOptions, runExperiment } from './run-experiment.js';

export interface ComparedFile {
  readonly file: string;
  readonly expected: string;
  readonly found: string;
  /** Whether the file made again is that of the manifest. */
  readonly same: boolean;
  /** How the file stands in the folder of the result; there is no saying of one that the manifest does not name. */
  readonly held?: FileState;
}

/** How the files beside a manifest stand; undefined if none of them is there, as with a manifest alone. */
function heldFiles(path: string, { files }: Manifest): Map<string, FileState> | undefined {
  const folder = folderOf(path);
  const held = new Map(
    Object.entries(files).map(([file, expected]) => [file, fileState(folder, file, expected)]),
  );
  return [...held.values()].every((state) => state === 'missing') ? undefined : held;
}

/** A result with a comparison is reproduced with one. */
function comparison({ files, sequential }: Manifest, { catalogue }: Pick<RunOptions, 'catalogue'>) {
  if (files[COMPARISON_FILE] === undefined) return {};
  return { addFiles: comparisonAdder(catalogue, sequential === undefined ? 'fixed' : 'sequential') };
}

/**
 * Runs the experiment of a manifest into a folder (a temporary one by default, which is removed).
 * @param path of the manifest, or of the result folder
 */
export async function reproduce(
  path: string,
  manifest: Manifest,
  experiment: ResolvedExperiment,
  options: Omit<RunOptions, 'experiment' | 'out'> & { readonly out?: string },
): Promise<{ readonly files: ComparedFile[]; readonly interrupted: boolean }> {
  const held = heldFiles(path, manifest);
  const temporary = options.out === undefined ? mkdtempSync(join(tmpdir(), 'rqe-reproduce-')) : undefined;
  const out = options.out ?? (temporary as string);
  try {
    const again = await runExperiment({ ...options, ...comparison(manifest, options), experiment, out });
    const names = new Set([...Object.keys(manifest.files), ...Object.keys(again.manifest.files)]);
    const files = [...names].map((file) => {
      const [expected, found] = [manifest.files[file] ?? '', again.manifest.files[file] ?? ''];
      const state = held?.get(file);
      return { file, expected, found, same: expected === found, ...(state !== undefined && { held: state }) };
    });
    return { files, interrupted: again.manifest.status === 'interrupted' };
  } finally {
    if (temporary !== undefined && existsSync(temporary)) rmSync(temporary, { recursive: true, force: true });
  }
}
