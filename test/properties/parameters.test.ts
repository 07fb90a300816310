import { describe, expect, it } from 'vitest';
import { CHANGE_NO_SERIES } from '../../scripts/write-docs.mjs';
import { PARAMETERS, resolved } from '../engine/economy.js';
import { EFFECT, type Effect, effectOf, type Place, perturbations } from './parameter-walk.js';
import { scenarioOf } from './scenarios.js';

/** Parameters that move no series, because what they change nets out; they show in `balance.csv` and `flows.csv`. */
const IN_THE_BOOKS = Object.keys(CHANGE_NO_SERIES.books);
/** Parameters that only say how equals share what they have together. */
const AMONG_ROWS = Object.keys(CHANGE_NO_SERIES.rows);

function placeOf(name: string): Place {
  if (IN_THE_BOOKS.includes(name)) return 'books';
  return AMONG_ROWS.includes(name) ? 'rows' : 'series';
}

const GROUPS = [...new Set(PARAMETERS.map(({ name }) => name.slice(0, name.indexOf('.'))))];

describe('every parameter changes a recorded number in a scenario in which it acts', () => {
  it('and stands in the base economy', () => {
    expect(Object.keys(resolved('base').parameters)).toEqual(PARAMETERS.map(({ name }) => name));
  });

  it('and can be perturbed inside its range', () => {
    const { parameters } = resolved('base');
    for (const declaration of PARAMETERS)
      expect(perturbations(declaration, parameters[declaration.name].value), declaration.name).not.toEqual(
        [],
      );
  });

  it.each(GROUPS)('%s', (group) => {
    const without: Effect[] = [];
    for (const declaration of PARAMETERS) {
      const { name } = declaration;
      if (!name.startsWith(`${group}.`)) continue;
      const effect = effectOf(declaration, scenarioOf(name), placeOf(name));
      if (!(effect.size > EFFECT)) without.push(effect);
    }
    expect(without).toEqual([]);
  });
});

describe('what is said to move no series', () => {
  it.each([...IN_THE_BOOKS, ...AMONG_ROWS])('%s moves none', (name) => {
    const declaration = PARAMETERS.find((one) => one.name === name);
    if (declaration === undefined) throw new Error(`${name} is no parameter`);
    expect(effectOf(declaration, scenarioOf(name)).size).toBeLessThan(EFFECT);
  });
});
