/** A column that is rolled over is two columns of transfers, to the bit: the counterparty is among the rows. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLOW } from '../../src/ledger/flows.js';
import type { Ledger } from '../../src/ledger/transfer.js';
import { draws } from '../market/random-draws.js';
import { makeLedger } from '../market/small-market.js';

const COUNTERPARTY = 3;
const ASSET = 1;

function books(seed: number): Ledger {
  const random = draws(seed);
  const ledger = makeLedger(['equity', 'treasury'], [0, 3, 3, 4, 20, 31]);
  for (let row = 1; row < ledger.rows; row++)
    ledger.transfer(0, row, ASSET, random.between(-1, 5), FLOW.rollover);
  return ledger;
}

function bytes(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

it('any share, at any price', () => {
  // Not fc.double: most numbers that it draws are too small to be rounded when they are added.
  const number = (min: number, max: number) =>
    fc.integer({ min: 1, max: 999_982 }).map((part) => min + ((max - min) * part) / 999_983);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), number(-1, 1), number(0.1, 3), (seed, share, price) => {
      const rolled = books(seed);
      rolled.rollColumn(COUNTERPARTY, ASSET, share, price, FLOW.rollover);

      const twice = books(seed);
      const given = new Float64Array(twice.rows).map((_, row) => share * twice.position(row, ASSET));
      const taken = given.map((amount) => amount / -price);
      twice.transferColumn(COUNTERPARTY, 0, twice.rows, ASSET, given, FLOW.rollover, 1);
      twice.transferColumn(COUNTERPARTY, 0, twice.rows, ASSET, taken, FLOW.rollover, price);

      for (const name of ['units', 'postedUnits'] as const)
        expect(bytes(rolled[name]).equals(bytes(twice[name])), name).toBe(true);
      expect(bytes(rolled.flows.values).equals(bytes(twice.flows.values)), 'flows').toBe(true);
    }),
  );
});
