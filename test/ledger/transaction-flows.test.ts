/** The matrix in blocks against one with a number for every flow, kind and instrument. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLOWS } from '../../src/ledger/flows.js';
import { flowStorageSizes, TransactionFlows } from '../../src/ledger/transaction-flows.js';

fc.configureGlobal({ seed: 20251001 });

const [KINDS, WIDTH] = [5, 7];

const posting = fc.record({
  flow: fc.nat(FLOWS.length - 1),
  kind: fc.nat(KINDS - 1),
  instrument: fc.nat(WIDTH - 1),
  value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});
const ticks = fc.array(fc.array(posting, { maxLength: 40 }), { minLength: 1, maxLength: 4 });

function storage() {
  const sizes = flowStorageSizes(KINDS, WIDTH);
  return { flowBlocks: new Float64Array(sizes.flowBlocks), tickFlows: new Float64Array(sizes.tickFlows) };
}

const at = (flow: number, kind: number, instrument: number): number =>
  (flow * KINDS + kind) * WIDTH + instrument;

it('holds of each tick what was posted in it, and nothing of the ticks before', () => {
  fc.assert(
    fc.property(ticks, (days) => {
      const flows = new TransactionFlows(KINDS, WIDTH, storage());
      for (const postings of days) {
        flows.clear();
        const all = new Float64Array(FLOWS.length * KINDS * WIDTH);
        for (const { flow, kind, instrument, value } of postings) {
          flows.add(flow, kind, instrument, value);
          all[at(flow, kind, instrument)] += value;
        }
        for (let flow = 0; flow < FLOWS.length; flow++)
          for (let kind = 0; kind < KINDS; kind++)
            for (let i = 0; i < WIDTH; i++) expect(flows.of(flow, kind, i)).toBe(all[at(flow, kind, i)]);
      }
    }),
    { numRuns: 40 },
  );
});

it('names the instruments of a flow in their order, and uses a block for each', () => {
  fc.assert(
    fc.property(ticks, (days) => {
      const flows = new TransactionFlows(KINDS, WIDTH, storage());
      const pairs = new Set<number>();
      for (const { flow, kind, instrument, value } of days.flat()) {
        flows.add(flow, kind, instrument, value);
        pairs.add(flow * WIDTH + instrument);
      }
      expect(flows.used).toBe(pairs.size * KINDS);
      const out = new Int32Array(WIDTH);
      for (let flow = 0; flow < FLOWS.length; flow++) {
        const expected = Array.from({ length: WIDTH }, (_, i) => i).filter((i) =>
          pairs.has(flow * WIDTH + i),
        );
        expect([...out.subarray(0, flows.instrumentsOf(flow, out))]).toEqual(expected);
      }
    }),
  );
});

it('goes on from its columns, as a run does from a snapshot', () => {
  const columns = storage();
  const flows = new TransactionFlows(KINDS, WIDTH, columns);
  flows.add(3, 1, 2, 5);
  flows.add(0, 4, 6, -2);
  const copy = {
    flowBlocks: Float64Array.from(columns.flowBlocks),
    tickFlows: Float64Array.from(columns.tickFlows),
  };
  const again = new TransactionFlows(KINDS, WIDTH, copy);
  for (const one of [flows, again]) {
    one.add(1, 0, 0, 7);
    one.add(3, 1, 2, 1);
  }
  expect(again.of(3, 1, 2)).toBe(6);
  expect(copy).toEqual(columns);
});
