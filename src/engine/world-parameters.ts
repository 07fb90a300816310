/** The parameters of a world, from the values of its configuration. */
import type { ParameterDeclaration } from '../agent-kind.js';
import { Parameters, type ParameterValue } from '../ledger/parameters.js';

/** Writes resolved values into `numbers`, in the order of the declarations. */
export function resolveParameters(
  declared: readonly ParameterDeclaration[],
  values: Readonly<Record<string, ParameterValue>>,
  numbers: Float64Array,
): Parameters {
  const choices = new Map<string, readonly string[]>();
  for (const [position, declaration] of declared.entries()) {
    const value = values[declaration.name];
    if (value === undefined) throw new Error(`parameter '${declaration.name}' has no value`);
    if (declaration.choices !== undefined) choices.set(declaration.name, declaration.choices);
    numbers[position] = parameterNumber(value, declaration.choices, declaration.name);
  }
  return new Parameters(
    declared.map(({ name }) => name),
    numbers,
    choices,
  );
}

/** A parameter value as the number that stands in the state. */
export function parameterNumber(
  value: ParameterValue,
  choices: readonly string[] | undefined,
  name: string,
): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  const index = choices?.indexOf(value) ?? -1;
  if (index < 0) throw new Error(`parameter '${name}' cannot be '${value}'`);
  return index;
}
