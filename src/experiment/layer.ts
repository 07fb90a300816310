/** One file of an experiment, and the files that it extends. */
import type { Catalogue } from './catalogue.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { didYouMean } from './nearest.js';
import { type GivenParameterFormula, type GivenParameters, ParameterReader } from './parameter-values.js';
import { ExperimentError, type Position, type Problems } from './problem.js';
import type { FileStructure } from './structure.js';
import { readStructure } from './structure-problems.js';

/** Gives the text of a file, or undefined if there is none. Paths are separated by `/`. */
export type ReadFile = (path: string) => string | undefined;

type Entry = NonNullable<FileStructure['schedule']>[number];

export interface GivenChange {
  readonly entry: Entry;
  readonly set: GivenParameters;
  readonly formulas: ReadonlyMap<string, GivenParameterFormula>;
  readonly positionOf: (...path: Path) => Position;
}

export interface GivenArm {
  readonly at: Position;
  readonly description?: string | undefined;
  readonly against?: { readonly name: string; readonly at: Position };
  readonly parameters: GivenParameters;
  readonly schedule: readonly GivenChange[];
}

export interface Layer {
  readonly document: SourceDocument;
  readonly structure: FileStructure;
  readonly parameters: GivenParameters;
  readonly schedule?: readonly GivenChange[];
  readonly arms?: ReadonlyMap<string, GivenArm>;
  /** True for `--set`, which changes single arms instead of replacing them all. */
  readonly isOverride: boolean;
}

function readSchedule(
  document: SourceDocument,
  path: Path,
  entries: readonly Entry[],
  catalogue: Catalogue,
  problems: Problems,
): GivenChange[] {
  return entries.map((entry, index) => {
    const reader = new ParameterReader(document, catalogue, problems, true);
    const set = reader.read(document.node([...path, index, 'set']));
    return {
      entry,
      set,
      formulas: reader.formulas,
      positionOf: (...below) => document.positionOf([...path, index, ...below]),
    };
  });
}

function readArms(
  document: SourceDocument,
  arms: NonNullable<FileStructure['arms']>,
  catalogue: Catalogue,
  problems: Problems,
): Map<string, GivenArm> {
  const given = new Map<string, GivenArm>();
  for (const [name, arm] of Object.entries(arms)) {
    const reader = new ParameterReader(document, catalogue, problems, false);
    const path = ['arms', name];
    given.set(name, {
      at: document.keyPosition(path),
      description: arm?.description,
      ...(arm?.against !== undefined && {
        against: { name: arm.against, at: document.positionOf([...path, 'against']) },
      }),
      parameters: reader.read(document.node([...path, 'parameters'])),
      schedule: readSchedule(document, [...path, 'schedule'], arm?.schedule ?? [], catalogue, problems),
    });
  }
  return given;
}

/** Reads one document; undefined if nothing can be made of its structure. `problems` holds what is wrong. */
export function readLayer(
  document: SourceDocument,
  catalogue: Catalogue,
  problems: Problems,
  isOverride = false,
): Layer | undefined {
  const structure = readStructure(document, problems);
  // Parameters are read all the same: one reading shall report everything that is wrong.
  const reader = new ParameterReader(document, catalogue, problems, false);
  const parameters = reader.read(document.node(['parameters']));
  if (structure === undefined) return undefined;
  return {
    document,
    structure,
    parameters,
    isOverride,
    ...(structure.schedule !== undefined && {
      schedule: readSchedule(document, ['schedule'], structure.schedule, catalogue, problems),
    }),
    ...(structure.arms !== undefined && { arms: readArms(document, structure.arms, catalogue, problems) }),
  };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash + 1);
}

function places(name: string, file: string, library: string): string[] {
  const withEnding = /\.ya?ml$/.test(name) ? name : `${name}.yaml`;
  if (withEnding.startsWith('/')) return [withEnding];
  return [`${folderOf(file)}${withEnding}`, `${library}/${withEnding}`];
}

/** Where `extends: NAME` is looked for: beside the file, then in the experiments that come with the program. */
export function candidates(name: string, file: string, library: string): string[] {
  return places(name, file, library).filter((path) => path !== file);
}

/** Where files are read from. */
export interface FileSource {
  readonly file: string;
  readonly readFile: ReadFile;
  /** Folder of the experiments that come with the program, for `extends: base`. */
  readonly library: string;
  /** Names of the experiments there, for hints. */
  readonly shipped?: () => readonly string[];
}

/** The file that another one extends; undefined, with a problem, if there is none. */
function parentOf(
  name: string,
  path: string,
  at: Position,
  { readFile, library, shipped }: FileSource,
  problems: Problems,
  notes: string[],
): string | undefined {
  const known = candidates(name, path, library);
  const found = known.filter((place) => readFile(place) !== undefined);
  if (found.length === 0) {
    const isItself = places(name, path, library).includes(path);
    const fault = isItself
      ? `'${name}' is this file itself`
      : `no file '${name}'; looked for ${known.join(' and ')}${didYouMean(name, shipped?.() ?? [])}`;
    problems.add(at, `extends: ${fault}`);
  }
  if (found.length > 1 && readFile(found[0]) !== readFile(found[1]))
    notes.push(
      `${path}:${at.line}: extends takes ${found[0]}, not the '${name}' that comes with the program`,
    );
  return found[0];
}

/** Reads a file and what it extends; the extended one comes first. One that nothing can be made of is left out. */
export function readLayers(
  source: FileSource,
  catalogue: Catalogue,
  problems: Problems,
  notes: string[],
): Layer[] {
  const { file, readFile } = source;
  const layers: Layer[] = [];
  const seen = new Set<string>();
  let path = file;
  let text = readFile(path);
  if (text === undefined)
    throw new ExperimentError([{ file, line: 0, column: 0, message: 'there is no such file' }]);
  while (text !== undefined) {
    seen.add(path);
    const document = readDocument(path, text);
    const layer = readLayer(document, catalogue, problems);
    if (layer !== undefined) layers.unshift(layer);
    const parent =
      document.node(['extends']) === undefined ? undefined : (document.data as FileStructure).extends;
    if (typeof parent !== 'string') break;
    const at = document.positionOf(['extends']);
    const found = parentOf(parent, path, at, source, problems, notes);
    if (found === undefined) break;
    if (seen.has(found)) {
      problems.add(at, `extends: '${parent}' extends this file in turn`);
      break;
    }
    path = found;
    text = readFile(found);
  }
  return layers;
}
