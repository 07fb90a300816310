/** Turns what zod found into problems with a place and a hint. */
import type * as z from 'zod';
import type { Path, SourceDocument } from './document.js';
import { didYouMean, didYouMeanOrAll } from './nearest.js';
import type { Problems } from './problem.js';
import { FILE_SCHEMA, type FileStructure } from './structure.js';

interface Definition {
  type: string;
  innerType?: Schema;
  element?: Schema;
  valueType?: Schema;
  options?: Schema[];
  shape?: Record<string, Schema>;
}

interface Schema {
  _zod: { def: Definition };
}

/** Keys that the schema knows at a path. */
function knownKeys(path: Path): string[] {
  let schema: Schema | undefined = FILE_SCHEMA as unknown as Schema;
  for (const step of [...path, undefined]) {
    while (schema?._zod.def.innerType !== undefined) schema = schema._zod.def.innerType;
    let definition: Definition | undefined = schema?._zod.def;
    if (definition?.type === 'union')
      definition = definition.options?.find((option) => option._zod.def.shape !== undefined)?._zod.def;
    if (step === undefined) return Object.keys(definition?.shape ?? {});
    schema = definition?.shape?.[String(step)] ?? definition?.element ?? definition?.valueType;
  }
  return [];
}

function dotted(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** A union that holds an object says only that nothing fits: the fault inside the object says more. */
function inner(issue: z.core.$ZodIssue): { issue: z.core.$ZodIssue; below: Path } {
  if (issue.code === 'invalid_union') {
    const all = issue.errors.flat();
    const unknown = all.find((found) => found.code === 'unrecognized_keys');
    const deeper = unknown ?? all.find((found) => found.path.length > 0);
    if (deeper !== undefined) return { issue: deeper, below: deeper.path as Path };
  }
  return { issue, below: [] };
}

function message(issue: z.core.$ZodIssue): string {
  const missing = issue.input === undefined && /received undefined/.test(issue.message);
  if (missing) return 'is required';
  if (issue.input === null) return 'a value is required';
  if (issue.code === 'invalid_value' && typeof issue.input === 'string') {
    const choices = issue.values.map(String);
    return `'${issue.input}' is not one of ${choices.join(', ')}${didYouMean(issue.input, choices)}`;
  }
  return issue.message.replace(/^Invalid input: /, '') + hint(issue);
}

/** What a value that fits no form of a union was perhaps meant to be. */
function hint(issue: z.core.$ZodIssue): string {
  const { code, input } = issue;
  if (code !== 'invalid_union') return '';
  if (issue.path.join() === 'seeds' && typeof input === 'number')
    return `: for ${input} seeds { count: ${input}, base: a }, for the seed ${input} [${input}]`;
  const choices = issue.errors
    .flat()
    .flatMap((found) => (found.code === 'invalid_value' ? found.values : []));
  return typeof input === 'string' ? didYouMean(input, choices.map(String)) : '';
}

/** Without these as they were written, what the rest of the file means is not known. */
const DECIDES_THE_REST = ['extends', 'model', 'start', 'ticks', 'calendar', 'arms'];

/**
 * What is left out so that the rest of a file can be checked in spite of a fault at this path: the key, or what means
 * something only as a whole, as a metric or a schedule does. Undefined if the rest would then mean something else.
 */
function leftOut(path: Path): Path | undefined {
  const [top, ...below] = path;
  if (top === undefined) return undefined;
  if (below.length === 0) {
    const meant = didYouMean(String(top), DECIDES_THE_REST) !== '' || DECIDES_THE_REST.includes(String(top));
    return meant ? undefined : [top];
  }
  if (top === 'metrics') return path.slice(0, 2);
  if (top !== 'arms') return DECIDES_THE_REST.includes(String(top)) ? undefined : [top];
  const list = path.findIndex((step) => typeof step === 'number');
  const whole = list < 0 ? path : path.slice(0, list);
  return whole.length > 2 ? whole : undefined;
}

/** Takes what stands at a path out of plain data. */
function remove(data: unknown, path: Path): void {
  let parent = data as Record<string, unknown> | undefined;
  for (const step of path.slice(0, -1)) parent = parent?.[String(step)] as typeof parent;
  if (parent !== undefined && parent !== null) delete parent[String(path.at(-1))];
}

/** The structure without what is wrong in it, to find what else is wrong; undefined if that would say nothing. */
function withoutFaults(data: unknown, faults: readonly Path[]): FileStructure | undefined {
  const rest = structuredClone(data);
  for (const fault of faults) {
    const path = leftOut(fault);
    if (path === undefined) return undefined;
    remove(rest, path);
  }
  return FILE_SCHEMA.safeParse(rest, { jitless: true }).data;
}

/**
 * Reads the structure of a file. What is wrong with it is in `problems`; the structure is then what remains without
 * it, for the checks of values, and undefined if that means nothing.
 */
export function readStructure(document: SourceDocument, problems: Problems): FileStructure | undefined {
  if (document.data === null || document.data === undefined) {
    problems.add(document.positionOf([]), 'the file is empty');
    return undefined;
  }
  const result = FILE_SCHEMA.safeParse(document.data, { reportInput: true, jitless: true });
  if (result.success) return result.data;
  const faults: Path[] = [];
  for (const found of result.error.issues) {
    const { issue, below } = inner(found);
    const path = [...found.path, ...below] as Path;
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) {
        faults.push([...path, key]);
        problems.add(
          document.keyPosition([...path, key]),
          `unknown key '${dotted([...path, key])}'${didYouMeanOrAll(key, knownKeys(path), 'keys')}`,
        );
      }
    else {
      faults.push(path);
      if (issue.code === 'invalid_key')
        problems.add(document.keyPosition(path), `${dotted(path)}: ${issue.issues[0].message}`);
      else problems.add(document.positionOf(path), `${dotted(path) || 'the file'}: ${message(issue)}`);
    }
  }
  return withoutFaults(document.data, faults);
}
