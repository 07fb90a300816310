/** Cash accounts squared by the WebAssembly pass are those squared row by row, to the bit, whatever stands in the books. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { squareCash } from '../../src/ledger/cash.js';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import { FLOW } from '../../src/ledger/flows.js';
import { Ledger } from '../../src/ledger/transfer.js';
import type { World } from '../../src/ledger/world.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from '../../src/market/demand-kernel.js';
import { webAssemblyKernel } from '../../src/market/webassembly-kernel.js';
import { KERNEL } from '../market/compiled-kernel.js';
import { draws } from '../market/random-draws.js';

const INSTRUMENTS = ['equity', 'deposits', 'moneyFundShares', 'fundingLoans', 'bankLoans'].map((name) => ({
  name,
  label: name,
  issuedBy: [],
  value: 'face' as const,
  outside: false,
  meaning: 'test',
}));
const CLEARING = 1;

interface Books {
  readonly rows: number;
  readonly seed: number;
  /** Share of rows with an overdraft or deposits below zero, and of levered ones. */
  readonly overdrawn: number;
  readonly levered: number;
  readonly share: number;
}

/** A few rows of another kind, the clearing account, and the rows to square. */
function open(source: KernelSource, { rows, seed, overdrawn, levered }: Books): World {
  const random = draws(seed);
  const layout = {
    rows: CLEARING + 1 + rows,
    instruments: INSTRUMENTS,
    kindStart: [0, CLEARING, 2, 2 + rows],
  };
  const sizes = Ledger.storageSizes(layout);
  const storage = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, source.allocate(size)]),
  );
  const ledger = new Ledger(layout, storage as never, source);
  const { deposits, moneyFundShares, fundingLoans, bankLoans } = ledger.at;
  const demandForm = source.allocate(layout.rows);
  ledger.unitValue.set([1, 1, 1.03, 0.98, 1]);
  // Each flow has occurred before, as in a run after its first tick.
  for (const flow of [FLOW.fundingLending, FLOW.cashManagement])
    for (const each of [deposits, moneyFundShares, fundingLoans])
      ledger.transfer(0, CLEARING, each, 0.1, flow);
  for (let row = CLEARING + 1; row < layout.rows; row++) {
    const isLevered = random.uniform() < levered;
    demandForm[row] = isLevered ? DEMAND_FORMS.leveredShares : DEMAND_FORMS.portfolioShares;
    const isOverdrawn = random.uniform() < overdrawn;
    const sign = isOverdrawn || (isLevered && random.uniform() < 0.5) ? -1 : 1;
    ledger.transfer(0, row, deposits, sign * random.between(0, 5), 0);
    if (isLevered) ledger.transfer(row, 0, fundingLoans, random.between(0, 3), 0);
    else if (random.uniform() < 0.9) ledger.transfer(0, row, moneyFundShares, random.between(0, 5), 0);
    if (isOverdrawn && random.uniform() < 0.5) ledger.transfer(row, 0, bankLoans, random.between(0, 5), 0);
  }
  return { ledger, demand: { demandForm }, clearingRow: CLEARING } as never;
}

function bytes(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

it('any rows, on three days', () => {
  const share = fc.integer({ min: 0, max: 999_983 }).map((part) => part / 999_983);
  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 80 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    overdrawn: fc.constantFrom(0, 0.1, 0.8),
    levered: fc.constantFrom(0, 0.2, 1),
    share,
  });
  let passed = 0;
  fc.assert(
    fc.property(cases, (given) => {
      const pass = webAssemblyKernel(KERNEL, 20_000, 50);
      const squared = pass.passes.squareCash.bind(pass.passes);
      pass.passes.squareCash = (...asked) => {
        const row = squared(...asked);
        passed += row - asked[5];
        return row;
      };
      const [one, other] = [TYPESCRIPT_KERNEL, pass].map((source) => {
        const world = open(source, given);
        const { rows } = world.ledger;
        for (const factor of [1, 0.5, 0]) squareCash(world, CLEARING + 1, rows, factor * given.share);
        return world.ledger;
      });
      for (const name of ['units', 'postedUnits'] as const)
        expect(bytes(other[name]).equals(bytes(one[name])), name).toBe(true);
      expect(bytes(other.flows.values).equals(bytes(one.flows.values)), 'flows').toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(passed).toBeGreaterThan(10_000);
});
