import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { ASSETS, parameterDeclarations, seriesDeclarations } from '../../src/engine/declarations.js';
import { Catalogue } from '../../src/experiment/catalogue.js';
import { experimentJsonSchema } from '../../src/experiment/json-schema.js';
import { CATALOGUE } from './small-model.js';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  description?: string;
  items?: Schema;
  definitions?: Record<string, Schema>;
}

/** All schemas that a schema stands for: its references followed, its alternatives listed. */
function alternatives(schema: Schema, root: Schema): Schema[] {
  const definition = root.definitions?.[schema.$ref?.replace('#/definitions/', '') ?? ''];
  const below = [...(definition ? [definition] : []), ...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  return [schema, ...below.flatMap((other) => alternatives(other, root))];
}

function property(schema: Schema, key: string, root: Schema): Schema {
  const found = alternatives(schema, root).find((one) => one.properties?.[key] !== undefined);
  return found?.properties?.[key] as Schema;
}

describe('the JSON Schema of experiment files', () => {
  const root = experimentJsonSchema(CATALOGUE) as Schema;
  const parameters = property(root, 'parameters', root);

  it('knows parameters in groups and by full name, with meaning, unit and range', () => {
    for (const schema of [
      property(property(parameters, 'fed', root), 'rate', root),
      property(parameters, 'fed.rate', root),
    ]) {
      const all = alternatives(schema, root);
      expect(all.map(({ description }) => description)).toContain(
        'policy rate (per year, -0.01 /yr to 0.2 /yr)',
      );
      expect(all).toContainEqual(expect.objectContaining({ type: 'number', minimum: -0.01, maximum: 0.2 }));
      expect(all.map(({ type }) => type)).toContain('string');
    }
  });

  it('knows choices and tables by asset, and refuses what it does not know', () => {
    const rule = alternatives(property(parameters, 'fed.rule', root), root);
    expect(rule).toContainEqual(expect.objectContaining({ enum: ['path', 'taylor', 'hold'] }));
    const haircut = property(property(parameters, 'market', root), 'haircut', root);
    expect(property(haircut, 'crypto', root)).toBeDefined();
    for (const { properties, additionalProperties } of alternatives(parameters, root))
      if (properties !== undefined) expect(additionalProperties).toBe(false);
  });

  it('knows formulas, for numbers in a schedule alone', () => {
    const entries = alternatives(property(root, 'schedule', root), root).find(({ items }) => items)
      ?.items as Schema;
    const set = property(entries, 'set', root);
    expect(property(property(set, 'fed.rate', root), 'formula', root)).toBeDefined();
    expect(property(property(set, 'fed.standingRepo', root), 'formula', root)).toBeUndefined();
    expect(property(property(parameters, 'fed.rate', root), 'formula', root)).toBeUndefined();
  });

  it('is in the repository as it is now (vitest -u writes it)', async () => {
    const catalogue = new Catalogue(
      parameterDeclarations(AGENT_KINDS),
      seriesDeclarations(AGENT_KINDS),
      ASSETS,
    );
    const text = `${JSON.stringify(experimentJsonSchema(catalogue), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../schemas/experiment.schema.json'));
  });
});
