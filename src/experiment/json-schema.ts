/** JSON Schema (draft 7) of an experiment file with all parameters, for editors. */
import * as z from 'zod';
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import { experimentSchema } from './structure.js';
import { formatValue } from './units.js';

/** The schemas of values, each made once: equal ones become one definition that the others refer to. */
class ValueSchemas {
  private readonly made = new Map<string, z.ZodType>();

  private once(key: string, make: () => z.ZodType): z.ZodType {
    const found = this.made.get(key) ?? make();
    this.made.set(key, found);
    return found;
  }

  plain({ unit, range, choices }: ParameterDeclaration): z.ZodType {
    return this.once(JSON.stringify([unit, range, choices]), () => {
      if (unit === 'switch') return z.boolean();
      if (unit === 'choice') return z.enum(choices as [string, ...string[]]);
      let number = unit === 'count' ? z.int() : z.number();
      if (range !== undefined) number = number.min(range[0]).max(range[1]);
      return z.union([number, z.string()]);
    });
  }

  noted(declaration: ParameterDeclaration): z.ZodType {
    const { unit, range, choices } = declaration;
    return this.once(JSON.stringify(['noted', unit, range, choices]), () =>
      noted(this.plain(declaration), unit),
    );
  }

  private formula(): z.ZodType {
    return this.once('formula', () =>
      z.strictObject({ formula: z.string() }).describe('a formula of t, tick and years'),
    );
  }

  /** @param mayChange in a schedule, where a formula may stand for a number */
  leaf(declaration: ParameterDeclaration, mayChange: boolean): z.ZodType {
    const { name, unit, range, choices } = declaration;
    const hasFormula = mayChange && unit !== 'switch' && unit !== 'choice';
    return this.once(JSON.stringify([name, hasFormula]), () => {
      const either = this.once(JSON.stringify(['either', unit, range, choices, hasFormula]), () =>
        z.union([this.plain(declaration), this.noted(declaration), ...(hasFormula ? [this.formula()] : [])]),
      );
      const schema = either.optional();
      // Not `describe`, which makes a copy that the JSON Schema would hold beside the original.
      z.globalRegistry.add(schema, { description: description(declaration) });
      return schema;
    });
  }
}

function description(declaration: ParameterDeclaration): string {
  const { meaning, unit, range } = declaration;
  const bounds =
    range === undefined ? '' : `, ${formatValue(range[0], unit)} to ${formatValue(range[1], unit)}`;
  return `${meaning} (${unit}${bounds})`;
}

const RANGE_END = z.union([z.number(), z.string()]);

function noted(value: z.ZodType, unit: string): z.ZodType {
  return z.strictObject({
    value,
    unit: z.literal(unit).optional(),
    source: z.string().optional(),
    range: z.tuple([RANGE_END, RANGE_END]).optional(),
  });
}

/** A parameter for each asset: one value for all, a table with one note, or each by itself. */
function assetGroup(value: z.ZodType, unit: string, table: z.ZodType): z.ZodType {
  return z.union([table, noted(z.union([table, value]), unit), value]);
}

/** Groups within groups, and every parameter by its full name as well. */
function tree(
  catalogue: Catalogue,
  declarations: readonly ParameterDeclaration[],
  schemas: ValueSchemas,
  mayChange: boolean,
): z.ZodType {
  const leaves = new Map(
    declarations.map((declaration) => [declaration.name, schemas.leaf(declaration, mayChange)]),
  );
  const group = (prefix: string): z.ZodType => {
    const keys = new Map<string, z.ZodType>();
    for (const name of leaves.keys()) {
      if (!name.startsWith(prefix)) continue;
      const [key, ...deeper] = name.slice(prefix.length).split('.');
      if (keys.has(key)) continue;
      keys.set(
        key,
        deeper.length === 0 ? (leaves.get(name) as z.ZodType) : group(`${prefix}${key}.`).optional(),
      );
    }
    if (prefix === '') for (const [name, schema] of leaves) keys.set(name, schema);
    const object = z.strictObject(Object.fromEntries(keys));
    const members = declarations.filter(({ name }) => name.startsWith(prefix));
    const isTable = prefix !== '' && catalogue.perAsset(prefix.slice(0, -1))?.length === members.length;
    return isTable ? assetGroup(schemas.plain(members[0]), members[0].unit, object) : object;
  };
  return group('');
}

/** The schema as plain data. */
export function experimentJsonSchema(catalogue: Catalogue): Record<string, unknown> {
  const schedulable = catalogue.parameters.filter((declaration) => declaration.schedulable === true);
  const schemas = new ValueSchemas();
  const schema = experimentSchema(
    tree(catalogue, catalogue.parameters, schemas, false),
    tree(catalogue, schedulable, schemas, true),
  );
  return {
    title: 'An experiment of reverse-qe',
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'ref' }),
  };
}
