import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Payment, sankey } from '../../src/report/figures/flow-layout.js';

const KINDS = ['a', 'b', 'c', 'd'];

/** Payments of some purposes, of each of which as much is received as paid. */
const PAYMENTS = fc
  .array(
    fc.tuple(
      fc.constantFrom(...KINDS),
      fc.constantFrom(...KINDS),
      fc.constantFrom('wages', 'taxes', 'coupons'),
      fc.integer({ min: 1, max: 5000 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((list) => {
    const sums = new Map<string, Payment>();
    const add = (flow: string, kind: string, amount: number) => {
      const key = `${flow} ${kind}`;
      sums.set(key, { flow, kind, amount: (sums.get(key)?.amount ?? 0) + amount });
    };
    for (const [from, to, flow, amount] of list) {
      if (from === to) continue;
      add(flow, from, -amount);
      add(flow, to, amount);
    }
    return [...sums.values()].filter(({ amount }) => amount !== 0);
  })
  .filter((payments) => payments.length > 0);

it('draws every payment at its height, and nodes as high as what goes in and out', () => {
  fc.assert(
    fc.property(PAYMENTS, (payments) => {
      const { nodes, bands, height } = sankey(payments, 300);
      const whole = payments.reduce((sum, { amount }) => sum + Math.max(0, amount), 0);
      for (const side of ['payer', 'flow', 'receiver']) {
        const column = nodes.filter((node) => node.side === side);
        const sum = column.reduce((total, { low, high }) => total + high - low, 0);
        expect(sum).toBeCloseTo(300, 6);
        column.sort((a, b) => a.low - b.low);
        column.slice(1).forEach((node, index) => {
          expect(node.low).toBeGreaterThan(column[index].high);
          // Names in the middle of nodes have room for their letters.
          expect((node.low + node.high) / 2 - (column[index].low + column[index].high) / 2).toBeGreaterThan(
            11,
          );
        });
      }
      expect(bands).toHaveLength(payments.length);
      for (const band of bands) {
        const { amount } = payments.find(
          ({ flow, kind }) => flow === band.flow && kind === band.kind,
        ) as Payment;
        expect(band.side).toBe(amount < 0 ? 'payer' : 'receiver');
        expect(band.height).toBeCloseTo((300 * Math.abs(amount)) / whole, 8);
        const at = (side: string, name: string) =>
          nodes.find((node) => node.side === side && node.name === name);
        for (const [node, low] of [
          [at(band.side, band.kind), band.atParty],
          [at('flow', band.flow), band.atFlow],
        ] as const) {
          expect(low).toBeGreaterThanOrEqual((node?.low ?? Number.NaN) - 1e-9);
          expect(low + band.height).toBeLessThanOrEqual((node?.high ?? Number.NaN) + 1e-9);
        }
      }
      for (const { low, high } of nodes) expect(low >= -1e-9 && high <= height + 1e-9).toBe(true);
    }),
  );
});
