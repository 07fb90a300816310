/** Indexes by name as properties are those that looking up gives. */
import { describe, expect, it } from 'vitest';
import { FLOW, FLOWS, flowIndex } from '../../src/ledger/flows.js';
import { INSTRUMENTS, instrumentIndex, instrumentPlaces } from '../../src/ledger/instruments.js';

describe('places by name', () => {
  it('gives every flow its index', () => {
    expect(Object.keys(FLOW)).toHaveLength(FLOWS.length);
    for (const [name, index] of Object.entries(FLOW)) expect(index).toBe(flowIndex(name));
  });

  it('gives every instrument its index', () => {
    const places = Object.entries(instrumentPlaces(INSTRUMENTS));
    expect(places).toHaveLength(INSTRUMENTS.length);
    for (const [name, index] of places) expect(index).toBe(instrumentIndex(name));
  });

  it('follows the instruments of the world, and knows none that it lacks', () => {
    const two = INSTRUMENTS.filter(({ name }) => name === 'deposits' || name === 'crypto');
    const places = instrumentPlaces(two);
    expect(places.crypto).toBe(instrumentIndex('crypto', two));
    expect(places.deposits).toBe(instrumentIndex('deposits', two));
    expect(places.bills).toBeUndefined();
  });
});
