import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attractiveness,
  cashFloorShare,
  driftedWeights,
  idleShare,
  meanHaircut,
  type RelativeDemand,
  startIdleShare,
  tastes,
  wantedInvestedShare,
  wantedValue,
  wantedWeights,
} from '../../src/mechanisms/portfolio-shares.js';
import { between, law, slope } from './law.js';

const ASSETS = 4;
const column = (min: number, max: number) =>
  fc
    .array(between(min, max), { minLength: ASSETS, maxLength: ASSETS })
    .map((values) => Float64Array.from(values));
const logShares = column(0.05, 1).map((values) => {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => Math.log(value / total));
});
const zeros = () => new Float64Array(ASSETS);
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

const demands = fc.record({
  logStartShare: logShares,
  fundamental: column(-0.5, 0.5),
  lnPrice: column(-0.5, 0.5),
  taste: column(-0.3, 0.3),
  relativeElasticity: column(0.05, 8),
  attractivenessMultiplier: column(0.3, 11),
  logSupply: column(-0.2, 0.2),
  supplyFollowing: between(0, 1),
  haircut: column(0.01, 0.6),
  shadowWeight: between(-0.5, 0.5),
});

describe('attractiveness', () => {
  it('is 0 at the start, also with assets never held', () => {
    law([logShares, column(0, 9)], (logStartShare, elasticity) => {
      const views = { logStartShare, fundamental: zeros(), lnPrice: zeros(), taste: zeros() };
      expect(Math.abs(attractiveness(views, elasticity))).toBeLessThan(1e-15);
    });
    const one = Float64Array.of(0, Number.NEGATIVE_INFINITY);
    const none = new Float64Array(2);
    expect(attractiveness({ logStartShare: one, fundamental: none, lnPrice: none, taste: none }, none)).toBe(
      0,
    );
  });

  it('falls by kappa times a uniform rise, if kappa is the same for all', () => {
    law([demands, between(0.1, 9), between(-1, 1)], (views, kappa, rise) => {
      const elasticity = zeros().fill(kappa);
      const dearer = { ...views, lnPrice: views.lnPrice.map((price) => price + rise) };
      const change = attractiveness(dearer, elasticity) - attractiveness(views, elasticity);
      expect(change).toBeCloseTo(-kappa * rise, 11);
    });
  });

  it('is the log of the sum of exponentials', () => {
    law([demands, column(0, 9)], (views, elasticity) => {
      let total = 0;
      for (let a = 0; a < ASSETS; a++)
        total += Math.exp(
          views.logStartShare[a] + elasticity[a] * (views.fundamental[a] - views.lnPrice[a]) + views.taste[a],
        );
      expect(attractiveness(views, elasticity)).toBeCloseTo(Math.log(total), 12);
    });
  });
});

describe('cash floor and idle share', () => {
  it('keeps the floor positive and at its start value when nothing has changed', () => {
    law([between(0, 0.1), between(0, 2), between(-9, 9)], (start, softness, attraction) => {
      const floor = cashFloorShare(start, softness, attraction);
      expect(floor).toBeGreaterThanOrEqual(start * Math.exp(-1.5 * softness) * (1 - 1e-12));
      expect(floor).toBeLessThanOrEqual(start * Math.exp(1.5 * softness) * (1 + 1e-12));
      expect(cashFloorShare(start, softness, 0)).toBe(start);
    });
  });

  it('softens the floor when assets are cheap', () => {
    expect(cashFloorShare(0.02, 1, 0.5)).toBeLessThan(cashFloorShare(0.02, 1, 0));
  });

  it('keeps the idle share within 0 and 1, falling in attractiveness, rising in the return of cash', () => {
    law([between(0.001, 0.5), between(-5, 5), between(-1, 1)], (start, attraction, gain) => {
      const idle = idleShare(start, attraction, gain);
      expect(idle).toBeGreaterThan(0);
      expect(idle).toBeLessThan(1);
      expect(idleShare(start, attraction + 0.1, gain)).toBeLessThan(idle);
      expect(idleShare(start, attraction, gain + 0.1)).toBeGreaterThan(idle);
    });
  });

  it('has slope -q (1 - q) in attractiveness', () => {
    law([between(0.01, 0.5), between(-2, 2)], (start, attraction) => {
      const idle = idleShare(start, attraction, 0);
      expect(slope((x) => idleShare(start, x, 0), attraction)).toBeCloseTo(-idle * (1 - idle), 8);
    });
  });

  it('starts every regime at rest: cash wanted is cash held', () => {
    law([between(0.01, 0.3), between(0.1, 1), between(1, 1e4)], (cashShare, floorPart, wealth) => {
      const floor = cashShare * floorPart;
      const start = startIdleShare(cashShare * wealth, wealth, floor);
      const wanted = wantedInvestedShare(cashFloorShare(floor, 1, 0), idleShare(start, 0, 0));
      expect(wanted * wealth).toBeCloseTo(wealth * (1 - cashShare), 9);
    });
  });
});

describe('wantedWeights', () => {
  it('is positive and sums to 1', () => {
    law([demands], (demand) => {
      const weights = wantedWeights(demand, zeros());
      expect(sum(weights)).toBeCloseTo(1, 14);
      for (const weight of weights) expect(weight).toBeGreaterThan(0);
    });
  });

  it('passes fundamental news on one for one: with p = v weights are market weights', () => {
    law([demands], (demand) => {
      const fair: RelativeDemand = {
        ...demand,
        lnPrice: demand.fundamental,
        taste: zeros(),
        shadowWeight: 0,
      };
      const weights = wantedWeights(fair, zeros());
      const market = demand.logStartShare.map((share, a) =>
        Math.exp(share + demand.fundamental[a] + demand.supplyFollowing * demand.logSupply[a]),
      );
      for (let a = 0; a < ASSETS; a++) expect(weights[a]).toBeCloseTo(market[a] / sum(market), 12);
    });
  });

  it('has the log slope (1 - eps_b)(delta_ab - s_b) in prices', () => {
    law([demands, fc.nat(ASSETS - 1), fc.nat(ASSETS - 1)], (demand, a, b) => {
      const logWeight = (price: number) => {
        const lnPrice = demand.lnPrice.slice();
        lnPrice[b] = price;
        return Math.log(wantedWeights({ ...demand, lnPrice }, zeros())[a]);
      };
      const weights = wantedWeights(demand, zeros());
      const expected = (1 - demand.relativeElasticity[b]) * ((a === b ? 1 : 0) - weights[b]);
      expect(slope(logWeight, demand.lnPrice[b])).toBeCloseTo(expected, 6);
    });
  });

  it('turns from high haircuts to low ones as the shadow cost rises', () => {
    const plain: RelativeDemand = {
      logStartShare: zeros().fill(Math.log(1 / ASSETS)),
      fundamental: zeros(),
      lnPrice: zeros(),
      taste: zeros(),
      relativeElasticity: zeros().fill(2),
      attractivenessMultiplier: zeros().fill(1),
      logSupply: zeros(),
      supplyFollowing: 1,
      haircut: Float64Array.of(0.02, 0.1, 0.25, 0.6),
      shadowWeight: 0.3,
    };
    const weights = wantedWeights(plain, zeros());
    expect(weights[0]).toBeGreaterThan(weights[1]);
    expect(weights[1]).toBeGreaterThan(weights[2]);
    expect(weights[2]).toBeGreaterThan(weights[3]);
    expect(meanHaircut(weights.fill(0.25), plain.relativeElasticity, plain.haircut)).toBeCloseTo(0.2425, 12);
  });

  it('does not answer the shadow cost if all haircuts are equal', () => {
    law([demands], (demand) => {
      const equal = { ...demand, haircut: zeros().fill(0.3) };
      const without = wantedWeights({ ...equal, shadowWeight: 0 }, zeros());
      const withCost = wantedWeights(equal, zeros());
      for (let a = 0; a < ASSETS; a++) expect(withCost[a]).toBeCloseTo(without[a], 13);
    });
  });

  it('answers a taste by eps/(1 + 1.5 kappa)', () => {
    law([demands, fc.nat(ASSETS - 1)], (demand, a) => {
      const odds = (taste: number) => {
        const weights = wantedWeights({ ...demand, taste: demand.taste.with(a, taste) }, zeros());
        return Math.log(weights[a] / (1 - weights[a]));
      };
      const expected = demand.relativeElasticity[a] / (1 + 1.5 * demand.attractivenessMultiplier[a]);
      expect(slope(odds, demand.taste[a], 1e-5)).toBeCloseTo(expected, 5);
    });
  });
});

describe('wantedValue', () => {
  it('adds up: orders of an investor sum to minus its raise less its forced sales at old prices', () => {
    law([demands, column(1, 100), between(-50, 50), between(0, 20)], (demand, values, raise, forced) => {
      const exposure = sum(values);
      const weights = wantedWeights(demand, zeros());
      const drifted = driftedWeights(weights, demand.lnPrice, demand.lnPrice, zeros());
      const shares = values.map((value) => value / exposure);
      const raised = Math.max(raise, 0);
      let orders = 0;
      for (let a = 0; a < ASSETS; a++) {
        const asset = {
          value: values[a],
          exposure,
          weight: weights[a],
          driftedWeight: drifted[a],
          saleShare: shares[a],
          raised,
          deployed: raise - raised,
          forced,
          lnPriceChange: 0,
        };
        orders += wantedValue(asset, 0.05, 0.4) - values[a];
      }
      expect(orders).toBeCloseTo(-raise - forced, 9);
    });
  });

  it('drifts weights with prices alone', () => {
    const drifted = driftedWeights(
      Float64Array.of(0.5, 0.5),
      Float64Array.of(Math.log(6), 0.2),
      Float64Array.of(Math.log(2), 0.2),
      new Float64Array(2),
    );
    expect(drifted[0]).toBeCloseTo(0.75, 14);
  });

  it('adjusts slowly to weights, at once to their change, and deploys by weight', () => {
    const asset = {
      value: 40,
      exposure: 100,
      weight: 0.5,
      driftedWeight: 0.45,
      saleShare: 0.3,
      raised: 7,
      deployed: -4,
      forced: 5,
      lnPriceChange: 0,
    };
    const expected = 40 + 0.1 * 10 + 0.3 * 100 * 0.05 - 7 * 0.3 + 4 * 0.5 - 5 * 0.3;
    expect(wantedValue(asset, 0.1, 0.4)).toBeCloseTo(expected, 12);
    expect(wantedValue(asset, 0.1, 0)).toBeCloseTo(expected - 1.5, 12);
  });

  it('trades forced units, so that their dollars follow the price', () => {
    const asset = {
      value: 10,
      exposure: 10,
      weight: 1,
      driftedWeight: 1,
      saleShare: 1,
      raised: 0,
      deployed: 0,
      forced: 2,
      lnPriceChange: Math.log(0.5),
    };
    expect(wantedValue(asset, 0.1, 0.5)).toBeCloseTo(9, 14);
  });
});

describe('tastes', () => {
  it('adds trend, sentiment and own taste', () => {
    const taste = tastes(
      Float64Array.of(0.5),
      Float64Array.of(0.2),
      Float64Array.of(0.03),
      Float64Array.of(-0.01),
      new Float64Array(1),
    );
    expect(taste[0]).toBeCloseTo(0.12, 15);
  });
});
