/** Reads the parameters that a sensitivity study or a calibration varies, and their ranges. */
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import { type DesignRange, shareOfRange } from './design.js';
import type { SourceDocument } from './document.js';
import type { GivenInputs } from './input-structure.js';
import { didYouMean } from './nearest.js';
import type { Position, Problems } from './problem.js';
import type { ResolvedExperiment } from './resolved.js';
import { parseParameter } from './units.js';

/** A parameter that is varied within a range, both ends included; its values are numbers. */
export interface Input extends DesignRange {
  readonly name: string;
  readonly unit: string;
  /** Place of the experiment's own value in the range, 0 … 1; its nearer end if it lies outside. */
  readonly start: number;
}

export interface InputReading {
  readonly document: SourceDocument;
  /** `sensitivity` or `calibration`. */
  readonly key: string;
  readonly experiment: ResolvedExperiment;
  readonly catalogue: Catalogue;
  readonly problems: Problems;
}

type GivenRange = GivenInputs[string];

/** Names that a key stands for: a parameter, or those members of a group that are numbers with a range. */
function namesOf(key: string, given: GivenRange, { experiment, catalogue }: InputReading): string[] {
  if (catalogue.parameter(key) !== undefined) return [key];
  return (catalogue.group(key) ?? []).filter((name) => {
    const { value, range } = experiment.parameters[name];
    return typeof value === 'number' && (given !== null || (range !== undefined && range[0] < range[1]));
  });
}

/** Reads one end; a wrong one is a problem. */
function readEnd(
  written: number | string,
  declaration: ParameterDeclaration,
  at: Position,
  problems: Problems,
): number {
  const parsed = parseParameter(written, declaration);
  if ('error' in parsed) problems.add(at, `${declaration.name}: ${parsed.error}`);
  return 'value' in parsed ? Number(parsed.value) : Number.NaN;
}

function readInput(name: string, key: string, given: GivenRange, reading: InputReading): Input | undefined {
  const { document, experiment, catalogue, problems } = reading;
  const declaration = catalogue.parameter(name) as ParameterDeclaration;
  const { value, unit, range } = experiment.parameters[name];
  const path = [reading.key, 'parameters', key];
  const at = document.keyPosition(path);
  const arm = experiment.arms.find(({ parameters }) => name in parameters);
  const fault = (message: string) => {
    problems.add(at, `${name}: ${message}`);
    return undefined;
  };
  if (typeof value !== 'number') return fault('is no number; only numbers are varied');
  if (arm !== undefined) return fault(`arm '${arm.name}' has its own value, which no point would change`);
  if (given === null && range === undefined)
    return fault('has no range beside its value; write { from: …, to: … }');
  const [from, to] =
    given === null
      ? (range as readonly [number, number])
      : [
          readEnd(given.from, declaration, document.positionOf([...path, 'from']), problems),
          readEnd(given.to, declaration, document.positionOf([...path, 'to']), problems),
        ];
  if (from >= to) return fault(`the range from ${from} to ${to} is empty`);
  const scale = given?.scale ?? 'linear';
  if (scale === 'log' && from <= 0) return fault('a logarithmic range lies above zero');
  const ends: DesignRange = { from, to, scale, ...(unit === 'count' && { whole: true }) };
  return { ...ends, name, unit, start: shareOfRange(ends, value) };
}

/**
 * The inputs in the order of the file, the members of a group in that of their declaration. A name of its own wins
 * over the group that it belongs to.
 */
export function readInputs(given: GivenInputs, reading: InputReading): Input[] {
  const { document, catalogue, problems } = reading;
  const inputs = new Map<string, Input>();
  for (const [key, range] of Object.entries(given)) {
    const at = document.keyPosition([reading.key, 'parameters', key]);
    const names = namesOf(key, range, reading);
    if (names.length === 0) {
      const known = [...catalogue.parameterNames(), ...catalogue.groupNames()];
      const isGroup = catalogue.group(key) !== undefined;
      problems.add(
        at,
        isGroup
          ? `${key}: no member is a number with a range; write { from: …, to: … }`
          : `${key}: unknown parameter${didYouMean(key, known)}`,
      );
    }
    for (const name of names) {
      if (name !== key && name in given) continue;
      const input = readInput(name, key, range, reading);
      if (input !== undefined) inputs.set(name, input);
    }
  }
  return [...inputs.values()];
}
