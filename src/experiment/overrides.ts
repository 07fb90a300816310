/** `--set path=value`: one more layer, in the same words as a file. */
import type { Catalogue } from './catalogue.js';
import { SourceDocument } from './document.js';
import { type Layer, readLayer } from './layer.js';
import { didYouMean } from './nearest.js';
import { ExperimentError, type Problems } from './problem.js';
import { FILE_SCHEMA } from './structure.js';

const STRUCTURAL = new Set(Object.keys(FILE_SCHEMA.shape));
/** Lists and maps that one option cannot say, and texts that make no run different. */
const NOT_BY_OPTION = new Set([
  'extends',
  'parameters',
  'schedule',
  'arms',
  'metrics',
  'sensitivity',
  'calibration',
]);

const NOT_BY_OPTION_IN_ARM = new Set(['description', 'against', 'schedule']);

const BY_OPTION = [...STRUCTURAL].filter((key) => !NOT_BY_OPTION.has(key));

/** `; did you mean 'ticks'?`: a name that is neither a key of a file nor a parameter may have been meant as either. */
function hintFor(name: string, catalogue: Catalogue): string {
  return didYouMean(name, [...BY_OPTION, ...catalogue.parameterNames(), ...catalogue.groupNames()]);
}

/** Keys under which the value stands in a file. */
function keysOf(path: string): string[] {
  const steps = path.split('.');
  if (steps[0] === 'arms' && steps.length > 2) {
    const rest = steps.slice(steps[2] === 'parameters' ? 3 : 2).join('.');
    return ['arms', steps[1], 'parameters', rest];
  }
  if (STRUCTURAL.has(steps[0]) && !NOT_BY_OPTION.has(steps[0])) return steps;
  return ['parameters', (steps[0] === 'parameters' ? steps.slice(1) : steps).join('.')];
}

/** The key that a path leads to, if it is one of those that only a file says. Of an arm, an option can say its parameters. */
function saidInFile(path: string): string | undefined {
  const [first, arm, key] = path.split('.');
  if (first === 'parameters' || !NOT_BY_OPTION.has(first)) return undefined;
  if (first !== 'arms') return first;
  if (key === undefined) return path;
  return NOT_BY_OPTION_IN_ARM.has(key) ? `arms.${arm}.${key}` : undefined;
}

function isKnown(name: string, catalogue: Catalogue): boolean {
  return catalogue.parameter(name) !== undefined || catalogue.group(name) !== undefined;
}

/** Reads one `path=value`. */
export function readOverride(option: string, catalogue: Catalogue, problems: Problems): Layer | undefined {
  const file = `--set ${option}`;
  const equals = option.indexOf('=');
  const path = option.slice(0, Math.max(equals, 0)).trim();
  const value = option.slice(equals + 1).trim();
  if (equals < 0 || path === '' || value === '')
    throw new ExperimentError([{ file, line: 0, column: 0, message: 'expected path=value' }]);
  const keys = keysOf(path);
  if (keys[0] === 'seeds' && keys.length > 1) {
    const message = 'one option says all seeds: --set "seeds={ count: 8, base: a }"; rqe batch has --seeds 8';
    throw new ExperimentError([{ file, line: 0, column: 0, message }]);
  }
  const said = saidInFile(path);
  if (said !== undefined) {
    const message = `${said} cannot be given by an option; write a file that extends this one`;
    throw new ExperimentError([{ file, line: 0, column: 0, message }]);
  }
  const [first, name] = keys;
  if (first === 'parameters' && !isKnown(name, catalogue)) {
    problems.add({ file, line: 0, column: 0 }, `${name}: unknown parameter${hintFor(name, catalogue)}`);
    return undefined;
  }
  const text = keys.map((key, depth) => `${'  '.repeat(depth)}${JSON.stringify(key)}:`).join('\n');
  return readLayer(new SourceDocument(file, `${text} ${value}`, false), catalogue, problems, true);
}
