import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOWS, flowIndex } from '../../src/ledger/flows.js';
import { INSTRUMENTS, instrumentIndex } from '../../src/ledger/instruments.js';
import { checkBooks, checkScratch } from '../../src/ledger/invariants.js';
import { Payments } from '../../src/ledger/payment.js';
import { Ledger, type MoneyAccount } from '../../src/ledger/transfer.js';

// The same examples in every run: a failure is never chance.
fc.configureGlobal({ seed: 20251001 });

const KINDS = ['fed', 'treasury', 'banks', 'clearing', 'households', 'funds'];
const KIND_START = [0, 1, 2, 5, 6, 16, 24];
const ROWS = 24;
const ACCOUNTS: MoneyAccount[] = [
  'centralBank',
  'treasuryAccount',
  'reserves',
  'reserves',
  'deposits',
  'deposits',
];
const [FED, CLEARING] = [0, 5];

function emptyLedger(): Ledger {
  const layout = { rows: ROWS, instruments: INSTRUMENTS, kindStart: KIND_START };
  const sizes = Ledger.storageSizes(layout);
  const ledger = new Ledger(layout, {
    units: new Float64Array(sizes.units),
    unitValue: new Float64Array(sizes.unitValue).fill(1),
    postedUnits: new Float64Array(sizes.postedUnits),
    flowBlocks: new Float64Array(sizes.flowBlocks),
    tickFlows: new Float64Array(sizes.tickFlows),
    outsideUnits: new Float64Array(sizes.outsideUnits),
  });
  ledger.journal = [];
  return ledger;
}

/** The transaction-flow matrix of the tick, by flow, kind and instrument. */
function matrixOf({ flows, kinds, width }: Ledger): number[] {
  return FLOWS.flatMap((_, flow) =>
    Array.from({ length: kinds * width }, (_, at) => flows.of(flow, Math.floor(at / width), at % width)),
  );
}

const paymentsOf = (ledger: Ledger): Payments => new Payments(ledger, ACCOUNTS, CLEARING, FED);

function total(ledger: Ledger, instrument: number): number {
  let sum = 0;
  for (let row = 0; row < ROWS; row++) sum += ledger.position(row, instrument);
  return sum;
}

/** Whole cents, so that sums are exact and laws hold to the bit. */
const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 1024);
const row = fc.nat({ max: ROWS - 1 });
const instrument = fc.nat({ max: INSTRUMENTS.length - 1 });
const flow = fc.nat({ max: FLOWS.length - 1 });
const column = fc.array(amount, { minLength: ROWS, maxLength: ROWS }).map((list) => Float64Array.from(list));
const range = fc
  .tuple(row, row)
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other) + 1] as const);

describe('transfers', () => {
  it('create and destroy nothing, whatever is sent from whom to whom', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row, instrument, amount, flow), { maxLength: 40 }), (posts) => {
        const ledger = emptyLedger();
        for (const [from, to, what, size, why] of posts) ledger.transfer(from, to, what, size, why);
        for (let i = 0; i < INSTRUMENTS.length; i++) expect(total(ledger, i)).toBe(0);
      }),
    );
  });

  it('there and back leave no trace', () => {
    fc.assert(
      fc.property(row, row, instrument, amount, flow, (from, to, what, size, why) => {
        const ledger = emptyLedger();
        ledger.transfer(from, to, what, size, why);
        ledger.transfer(to, from, what, size, why);
        for (const state of [ledger.units, ledger.postedUnits, ledger.flows.values])
          expect(state.every((value) => value === 0)).toBe(true);
      }),
    );
  });

  it('of a negative amount are transfers the other way', () => {
    fc.assert(
      fc.property(row, row, instrument, amount, flow, (from, to, what, size, why) => {
        const [one, other] = [emptyLedger(), emptyLedger()];
        one.transfer(from, to, what, size, why);
        other.transfer(to, from, what, -size, why);
        expect(Array.from(one.units, Math.abs)).toEqual(Array.from(other.units, Math.abs));
        expect(one.units.every((units, i) => units === other.units[i])).toBe(true);
      }),
    );
  });

  it('in a column are as many single ones', () => {
    fc.assert(
      fc.property(row, range, instrument, column, flow, (counterparty, [first, last], what, sizes, why) => {
        const [together, single] = [emptyLedger(), emptyLedger()];
        together.transferColumn(counterparty, first, last, what, sizes, why, 1.5);
        for (let r = first; r < last; r++) single.transfer(counterparty, r, what, sizes[r], why, 1.5);
        expect(together.units.every((units, i) => units === single.units[i])).toBe(true);
        expect(together.postedUnits.every((units, i) => units === single.postedUnits[i])).toBe(true);
        expect(matrixOf(together)).toEqual(matrixOf(single));
      }),
    );
  });

  it('are counted twice, by position and by posting, and both agree', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row, instrument, amount, flow), { maxLength: 40 }), (posts) => {
        const ledger = emptyLedger();
        for (const [from, to, what, size, why] of posts) ledger.transfer(from, to, what, size, why);
        for (let kind = 0; kind < KINDS.length; kind++)
          for (let i = 0; i < INSTRUMENTS.length; i++) {
            let sum = 0;
            for (let r = KIND_START[kind]; r < KIND_START[kind + 1]; r++) sum += ledger.position(r, i);
            expect(ledger.postedUnits[kind * INSTRUMENTS.length + i]).toBe(sum);
          }
        expect(ledger.journal?.length).toBe(posts.filter(([, , , size]) => size !== 0).length);
      }),
    );
  });

  it('put only outside assets into the world', () => {
    for (const [index, { name, outside }] of INSTRUMENTS.entries()) {
      const ledger = emptyLedger();
      if (outside) {
        ledger.endowOutside(7, index, 12);
        expect(total(ledger, index)).toBe(ledger.outsideUnits[index]);
      } else expect(() => ledger.endowOutside(7, index, 12)).toThrow(`${name} is not an outside asset`);
    }
  });
});

describe('payments of several columns', () => {
  /** Tenths and thirds, so that another order of additions rounds otherwise. */
  const uneven = column.map((sizes) => sizes.map((size) => size / 30));
  const columns = fc.array(fc.tuple(uneven, flow), { minLength: 1, maxLength: 6 });

  it('are payments of one after the other, to the bit', () => {
    fc.assert(
      fc.property(row, columns, uneven, fc.boolean(), (counterparty, parts, before, keepsJournal) => {
        const [together, single] = [emptyLedger(), emptyLedger()];
        for (const ledger of [together, single]) {
          if (!keepsJournal) ledger.journal = undefined;
          paymentsOf(ledger).payColumn(CLEARING, 0, ROWS, before, 0);
        }
        const sizes = parts.map(([each]) => each);
        const flows = parts.map(([, each]) => each);
        paymentsOf(together).payColumns(counterparty, sizes, flows);
        for (const [k, each] of sizes.entries())
          paymentsOf(single).payColumn(counterparty, 0, ROWS, each, flows[k]);
        for (const name of ['units', 'postedUnits'] as const) expect(together[name]).toEqual(single[name]);
        expect(matrixOf(together)).toEqual(matrixOf(single));
        expect(together.journal).toEqual(single.journal);
      }),
    );
  });
});

/** Money of a row, wherever it keeps it. */
function money(ledger: Ledger, who: number): number {
  const accounts: Record<MoneyAccount, string[]> = {
    deposits: ['deposits'],
    // A bank has reserves and owes deposits; so has the payment system.
    reserves: ['reserves', 'deposits'],
    treasuryAccount: ['treasuryAccount'],
    centralBank: ['reserves', 'treasuryAccount'],
  };
  return accounts[ACCOUNTS[ledger.kindOf[who]]].reduce(
    (sum, name) => sum + ledger.position(who, instrumentIndex(name)),
    0,
  );
}

describe('payments', () => {
  const wages = flowIndex('wages');
  const party = row.filter((who) => who !== CLEARING);

  it('make the payer poorer and the payee richer by the amount, and nobody else', () => {
    fc.assert(
      fc.property(party, party, amount, (from, to, size) => {
        fc.pre(from !== to);
        const ledger = emptyLedger();
        paymentsOf(ledger).pay(from, to, size, wages);
        for (let who = 0; who < ROWS; who++) {
          const change = who === from ? 0 - size : who === to ? size : 0;
          expect(money(ledger, who)).toBe(change);
        }
        for (let i = 0; i < INSTRUMENTS.length; i++) expect(total(ledger, i)).toBe(0);
      }),
    );
  });

  it('keep the identity of reserves: what leaves one account at the Fed arrives in another', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(party, party, amount), { maxLength: 20 }), (list) => {
        const ledger = emptyLedger();
        const payments = paymentsOf(ledger);
        const fedPays = list.reduce(
          (sum, [from, to, size]) => sum + (to === FED ? size : 0) - (from === FED ? size : 0),
          0,
        );
        for (const [from, to, size] of list) if (from !== to) payments.pay(from, to, size, wages);
        const own = list.filter(([from, to]) => from === to && from === FED).length;
        if (own === 0) expect(money(ledger, FED)).toBe(fedPays);
        const flows = checkBooks(ledger, {
          kindNames: KINDS,
          negativeAllowance: 1e12,
          scratch: checkScratch(ledger),
        });
        expect(flows).toBeLessThan(1e-12);
      }),
    );
  });

  it('in a column are as many single ones, for any counterparty', () => {
    fc.assert(
      fc.property(row, range, column, (counterparty, [first, last], sizes) => {
        fc.pre(counterparty < first || counterparty >= last);
        const [together, single] = [emptyLedger(), emptyLedger()];
        paymentsOf(together).payColumn(counterparty, first, last, sizes, wages);
        for (let r = first; r < last; r++) paymentsOf(single).pay(counterparty, r, sizes[r], wages);
        for (let i = 0; i < together.units.length; i++)
          expect(together.units[i]).toBeCloseTo(single.units[i], 9);
      }),
    );
  });
});
