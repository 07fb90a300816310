/** Finds and resolves the experiment that a command names. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { modelNameOf } from '../experiment/model-name.js';
import { type Resolution, resolveWithFormulas } from '../experiment/resolve.js';
import { withFile } from '../runner/file-error.js';
import type { CliContext, Model } from './context.js';
import { UsageError } from './usage-error.js';

export interface ExperimentOptions {
  readonly set?: readonly string[];
  readonly seed?: readonly string[];
}

function readText(path: string): string | undefined {
  return withFile(path, () =>
    existsSync(path) && !statSync(path).isDirectory() ? readFileSync(path, 'utf8') : undefined,
  );
}

/** A path as short as possible, with `/` on every system. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  const shorter = near.startsWith('..') || isAbsolute(near) ? path : near;
  return shorter.replaceAll('\\', '/');
}

/** A path, or the name of an experiment that comes with the program. */
export function findExperiment(name: string, library: string): string {
  const places = [name, `${name}.yaml`, join(library, name), join(library, `${name}.yaml`)];
  const found = places.find((place) => existsSync(place) && !statSync(place).isDirectory());
  if (found === undefined)
    throw new UsageError(
      `there is no experiment '${name}'; 'rqe list' shows those that come with the program`,
    );
  return shownPath(found);
}

/** The model that an experiment is about. */
export async function loadModelOf(name: string, context: CliContext): Promise<Model> {
  const file = findExperiment(name, context.library);
  return context.loadModel(modelNameOf(file, readText, shownPath(context.library)));
}

/** Resolves an experiment and prints what is perhaps not meant. */
export async function loadExperiment(
  name: string,
  options: ExperimentOptions,
  model: Model,
  context: CliContext,
): Promise<Resolution> {
  const resolution = await resolveWithFormulas(
    {
      file: findExperiment(name, context.library),
      readFile: readText,
      library: shownPath(context.library),
      ...(options.set !== undefined && { set: options.set }),
      ...(options.seed !== undefined && options.seed.length > 0 && { seeds: options.seed }),
    },
    model.catalogue,
  );
  for (const note of resolution.notes) context.stderr(`note: ${note}\n`);
  return resolution;
}
