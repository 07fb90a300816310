/** Finds and resolves the experiment that a command names. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { modelNameOf } from '../experiment/model-name.js';
import { didYouMean } from '../experiment/nearest.js';
import { type Resolution, resolveWithFormulas } from '../experiment/resolve.js';
import { withFile } from '../runner/file-error.js';
import type { CliContext, Model } from './context.js';
import { experimentNames } from './experiment-list.js';
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

function isFile(place: string): boolean {
  return existsSync(place) && !statSync(place).isDirectory();
}

/** Whether the program comes with an experiment of this name. */
export function isShipped(name: string, library: string): boolean {
  return isFile(join(library, name)) || isFile(join(library, `${name}.yaml`));
}

function missing(name: string, library: string): UsageError {
  if (existsSync(name)) return new UsageError(`'${name}' is a folder; an experiment is a YAML file`);
  const here = readdirSync('.').filter((file) => file.endsWith('.yaml'));
  const names = [...experimentNames(library), ...here.map((file) => file.replace(/\.yaml$/, ''))];
  const hint = didYouMean(name.replace(/\.yaml$/, ''), names);
  return new UsageError(
    `there is no experiment '${name}'${hint || `; 'rqe list' shows those that come with the program`}`,
  );
}

/** A path, or the name of an experiment that comes with the program. */
export function findExperiment(name: string, library: string): string {
  const places = [name, `${name}.yaml`, join(library, name), join(library, `${name}.yaml`)];
  const found = places.find(isFile);
  if (found === undefined) throw missing(name, library);
  return shownPath(found);
}

/** Says when a file hides the experiment of its name that comes with the program. */
function noteShadow(name: string, file: string, library: string, context: CliContext): void {
  const ownText = readText(file);
  const other = [join(library, name), join(library, `${name}.yaml`)].find(isFile);
  if (other !== undefined && readText(other) !== ownText)
    context.stderr(`note: ${file} is taken, not the '${name}' that comes with the program\n`);
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
  const { library } = context;
  const file = findExperiment(name, library);
  noteShadow(name, file, library, context);
  const resolution = await resolveWithFormulas(
    {
      file,
      readFile: readText,
      library: shownPath(library),
      shipped: () => experimentNames(library),
      ...(options.set !== undefined && { set: options.set }),
      ...(options.seed !== undefined && options.seed.length > 0 && { seeds: options.seed }),
    },
    model.catalogue,
  );
  for (const note of resolution.notes) context.stderr(`note: ${note}\n`);
  return resolution;
}
