/** JSON Schema (draft 7) of an experiment file with all parameters, for editors. */
import { z } from 'zod';
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import { experimentSchema } from './structure.js';
import { formatValue } from './units.js';

function plainValue({ unit, range, choices }: ParameterDeclaration): z.ZodType {
  if (unit === 'switch') return z.boolean();
  if (unit === 'choice') return z.enum(choices as [string, ...string[]]);
  let number = unit === 'count' ? z.int() : z.number();
  if (range !== undefined) number = number.min(range[0]).max(range[1]);
  return z.union([number, z.string()]);
}

function description(declaration: ParameterDeclaration): string {
  const { meaning, unit, range } = declaration;
  const bounds =
    range === undefined ? '' : `, ${formatValue(range[0], unit)} to ${formatValue(range[1], unit)}`;
  return `${meaning} (${unit}${bounds})`;
}

function noted(value: z.ZodType, unit: string): z.ZodType {
  return z.strictObject({
    value,
    unit: z.literal(unit).optional(),
    source: z.string().optional(),
    range: z.tuple([z.union([z.number(), z.string()]), z.union([z.number(), z.string()])]).optional(),
  });
}

function leaf(declaration: ParameterDeclaration): z.ZodType {
  const value = plainValue(declaration);
  return z.union([value, noted(value, declaration.unit)]).describe(description(declaration));
}

/** A parameter for each asset: one value for all, a table with one note, or each by itself. */
function assetGroup(members: readonly ParameterDeclaration[], table: z.ZodType): z.ZodType {
  const value = plainValue(members[0]);
  return z.union([table, noted(z.union([table, value]), members[0].unit), value]);
}

/** Groups within groups, and every parameter by its full name as well. */
function tree(catalogue: Catalogue, declarations: readonly ParameterDeclaration[]): z.ZodType {
  const leaves = new Map(declarations.map((declaration) => [declaration.name, leaf(declaration)]));
  const group = (prefix: string): z.ZodType => {
    const keys = new Map<string, z.ZodType>();
    for (const name of leaves.keys()) {
      if (!name.startsWith(prefix)) continue;
      const [key, ...deeper] = name.slice(prefix.length).split('.');
      if (keys.has(key)) continue;
      keys.set(key, deeper.length === 0 ? (leaves.get(name) as z.ZodType) : group(`${prefix}${key}.`));
    }
    if (prefix === '') for (const [name, schema] of leaves) keys.set(name, schema);
    const object = z.strictObject(
      Object.fromEntries([...keys].map(([key, schema]) => [key, schema.optional()])),
    );
    const members = declarations.filter(({ name }) => name.startsWith(prefix));
    const isTable = prefix !== '' && catalogue.perAsset(prefix.slice(0, -1))?.length === members.length;
    return isTable ? assetGroup(members, object) : object;
  };
  return group('');
}

/** The schema as plain data. */
export function experimentJsonSchema(catalogue: Catalogue): Record<string, unknown> {
  const schedulable = catalogue.parameters.filter((declaration) => declaration.schedulable === true);
  const schema = experimentSchema(
    tree(catalogue, catalogue.parameters).describe('parameters'),
    tree(catalogue, schedulable),
  );
  return {
    title: 'An experiment of reverse-qe',
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'ref' }),
  };
}
