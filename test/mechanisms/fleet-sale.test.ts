import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FleetBuyer, sellFleet } from '../../src/mechanisms/fleet-sale.js';
import { between, law } from './law.js';

const SCRAP = 0.05;
const BUYERS: readonly FleetBuyer[] = [
  { cash: 2, room: 4, reservation: 0.9 },
  { cash: 1, room: 10, reservation: 0.6 },
  { cash: 5, room: 3, reservation: 0.4 },
];

/** What binds the buyers: what they have enough of has no limit. */
const BINDING: readonly (readonly [what: string, least: Partial<FleetBuyer>])[] = [
  ['power', { cash: 1e9 }],
  ['cash', { room: 1e9 }],
  ['power, cash or what chips earn', {}],
];

const eager = fc.array(
  fc.record({ cash: between(0.1, 10), room: between(0.1, 10), reservation: between(0.1, 2) }),
  { minLength: 1, maxLength: 8 },
);

/** Units that those who would pay this price can power and pay for. */
function wantedAt(price: number, list: readonly FleetBuyer[]): number {
  const served = list.filter(({ reservation }) => reservation >= price);
  return served.reduce((sum, { cash, room }) => sum + Math.min(room, cash / price), 0);
}

const buyers = fc.array(
  fc.record({ cash: between(0, 10), room: between(0, 10), reservation: between(0, 2) }),
  { maxLength: 8 },
);

describe('sellFleet', () => {
  it('pays what chips earn while buyers have cash and power', () => {
    expect(sellFleet(2, BUYERS, SCRAP)).toEqual({
      price: 0.9,
      bought: [2, 0, 0],
      scrapped: 0,
      proceeds: 1.8,
    });
  });

  it('falls to what the cash in the market buys', () => {
    // 2 $bn of the first buyer for 3 units.
    expect(sellFleet(3, [BUYERS[0]], SCRAP).price).toBeCloseTo(2 / 3, 12);
  });

  it('is scrap where nobody has power', () => {
    const sale = sellFleet(10, [{ cash: 100, room: 4, reservation: 1 }], SCRAP);
    expect(sale).toEqual({ price: SCRAP, bought: [4], scrapped: 6, proceeds: 10 * SCRAP });
    expect(sellFleet(10, [], SCRAP).proceeds).toBeCloseTo(0.5, 12);
  });

  it('sells nothing of nothing', () => {
    expect(sellFleet(0, BUYERS, SCRAP).proceeds).toBe(0);
  });

  it('places every unit once, within cash, power and reservation of each buyer', () => {
    law([between(0.01, 40), buyers], (supply, list) => {
      const { price, bought, scrapped, proceeds } = sellFleet(supply, list, SCRAP);
      expect(bought.reduce((sum, units) => sum + units, 0) + scrapped).toBeCloseTo(supply, 8);
      for (const [index, units] of bought.entries()) {
        expect(units).toBeGreaterThanOrEqual(0);
        expect(units).toBeLessThanOrEqual(list[index].room + 1e-12);
        expect(units * price).toBeLessThanOrEqual(list[index].cash + 1e-9);
        if (units > 0) expect(list[index].reservation).toBeGreaterThanOrEqual(price);
      }
      expect(proceeds).toBeGreaterThanOrEqual(SCRAP * supply - 1e-9);
    });
  });

  it('never recovers more a unit when more is sold: proceeds grow less than in proportion', () => {
    law([between(0.01, 40), between(1, 5), buyers], (supply, times, list) => {
      const one = sellFleet(supply, list, SCRAP);
      const many = sellFleet(times * supply, list, SCRAP);
      expect(many.price).toBeLessThanOrEqual(one.price + 1e-9);
      expect(many.proceeds).toBeLessThanOrEqual(times * one.proceeds + 1e-9);
    });
  });

  describe.each(BINDING)('where %s binds', (_, least) => {
    const sold = (part: number, drawn: readonly FleetBuyer[]) => {
      const list = drawn.map((buyer) => ({ ...buyer, ...least }));
      // Less than what all of them would take at the price of scrap.
      const supply = part * wantedAt(SCRAP, list);
      const sale = sellFleet(supply, list, SCRAP);
      return { list, supply, sale, wanted: wantedAt(sale.price, list) };
    };
    const perUnit = (supply: number, list: readonly FleetBuyer[]): number =>
      sellFleet(supply, list, SCRAP).proceeds / supply;

    it('recovers strictly less a unit, of more units than those who pay the price can power and pay for', () => {
      law([between(0.01, 0.99), between(1.001, 5), eager], (part, times, drawn) => {
        const { list, supply, wanted } = sold(part, drawn);
        const more = times * Math.max(wanted, supply);
        expect(perUnit(more, list)).toBeLessThan(perUnit(supply, list));
        expect(sellFleet(more, list, SCRAP).price).toBeLessThan(sellFleet(supply, list, SCRAP).price);
      });
    });

    it('recovers the same a unit up to there', () => {
      law([between(0.01, 0.99), between(0, 0.999), eager], (part, way, drawn) => {
        const { list, supply, wanted } = sold(part, drawn);
        const more = supply + way * Math.max(wanted - supply, 0);
        expect(perUnit(more, list)).toBeCloseTo(perUnit(supply, list), 9);
      });
    });
  });

  it('steps down to the next buyer where power binds, and to scrap after the last', () => {
    const rich = (reservation: number): FleetBuyer => ({ cash: 1e9, room: 1, reservation });
    const list = [1.2, 0.9, 0.4].map(rich);
    const prices = [0.5, 1, 1.01, 2, 2.5, 3, 3.01].map((supply) => sellFleet(supply, list, SCRAP).price);
    expect(prices).toEqual([1.2, 1.2, 0.9, 0.9, 0.4, 0.4, SCRAP]);
  });

  it('recovers strictly less a unit once cash binds, and then the price falls at least as fast as volume grows', () => {
    law([between(1.1, 20), between(1.1, 4)], (times, more) => {
      const firm = [{ cash: 1, room: 1e9, reservation: 1 }];
      const bound = sellFleet(times, firm, 0);
      expect(bound.price * times).toBeCloseTo(1, 9);
      expect(sellFleet(times * more, firm, 0).price * more).toBeLessThanOrEqual(bound.price + 1e-9);
    });
  });

  it('loses value altogether where power binds: twice the fleets may fetch less than half the price', () => {
    const few = [{ cash: 10, room: 4, reservation: 1 }];
    expect(sellFleet(4, few, SCRAP).proceeds).toBe(4);
    expect(sellFleet(8, few, SCRAP).proceeds).toBeCloseTo(8 * SCRAP, 12);
  });

  it('has the same price for any volume with buyers of unlimited cash and power', () => {
    law([between(0.01, 1e4), between(0.1, 2)], (supply, reservation) => {
      const rich = [...BUYERS, { cash: 1e9, room: 1e9, reservation: reservation + 1 }];
      expect(sellFleet(supply, rich, SCRAP).price).toBe(reservation + 1);
    });
  });

  it('never falls when a buyer has more of anything', () => {
    law([between(0.1, 30), buyers, between(0, 5)], (supply, list, more) => {
      if (list.length === 0) return;
      const { price } = sellFleet(supply, list, SCRAP);
      const [first, ...others] = list;
      for (const richer of [
        { ...first, cash: first.cash + more },
        { ...first, room: first.room + more },
        { ...first, reservation: first.reservation + more },
      ])
        expect(sellFleet(supply, [richer, ...others], SCRAP).price).toBeGreaterThanOrEqual(price - 1e-9);
    });
  });
});
