import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { startWorld } from '../../src/engine/start.js';
import { KERNEL } from '../market/compiled-kernel.js';
import { smallConfiguration } from './economy.js';

const memory = {};
const start = () => startWorld(smallConfiguration(), AGENT_KINDS, KERNEL, memory);
const [first, second] = [start(), start()];

/** What a tick calls in a world, by name. */
const parts = (world: typeof first): [string, object][] => [
  ['world', world],
  ['ledger', world.ledger],
  ['passes', world.ledger.passes],
  ['payments', world.payments],
  ['parameters', world.parameters],
  ['scalars', world.scalars],
  ['orders', world.orders],
  ['market', world.market],
  ['clearing', world.market.clearing],
  ['attribution', world.market.attribution],
  ['kernel', world.market.work.kernel],
];

describe('worlds that one thread makes one after the other', () => {
  it.each(parts(first))('share the code of %s: no functions of its own', (_, part) => {
    expect(Object.values(part).filter((value) => typeof value === 'function')).toEqual([]);
  });

  it('have the same properties in the same order', () => {
    const others = parts(second);
    for (const [index, [name, part]] of parts(first).entries())
      expect(Object.keys(others[index][1]), name).toEqual(Object.keys(part));
  });

  it('call the same instance of the WebAssembly kernel in the same memory', () => {
    const { buffer } = first.ledger.units;
    expect(second.ledger.units.buffer).toBe(buffer);
    const passes = parts(first).map(([, part]) => (part as { passes?: object }).passes);
    const others = parts(second).map(([, part]) => (part as { passes?: object }).passes);
    const [one, other] = [passes.at(-1), others.at(-1)];
    expect(one).toBeDefined();
    expect(Object.values(other ?? {})).toEqual(Object.values(one ?? {}));
  });
});
