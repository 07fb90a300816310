/** The forms of published models: what they want, and the derivatives that Newton's method gets. */
import { describe, expect, it } from 'vitest';
import { DEMAND_FORMS } from '../../src/ledger/demand-columns.js';
import { ClearingFailure } from '../../src/ledger/model-error.js';
import { excessDemand } from '../../src/market/excess-demand.js';
import { Market } from '../../src/market/market.js';
import { between, law } from '../mechanisms/law.js';
import { CONSTANTS, makeDemand, makeLedger } from './small-market.js';

type FormName =
  | 'linearInPrice'
  | 'linearInLogPrice'
  | 'constantValue'
  | 'mandate'
  | 'linear'
  | 'leveragedValue';

interface Trader {
  readonly form: FormName;
  readonly units: number;
  readonly cash: number;
  readonly kappa: number;
  readonly intercept: number;
  readonly taste: number;
  readonly speed?: number;
  readonly mayShort?: boolean;
}

function marketOf(traders: readonly Trader[], value = 0.03, firstRoot = false) {
  const rows = traders.length + 1;
  const ledger = makeLedger(['asset'], [0, traders.length, rows]);
  const { demand } = makeDemand(rows, 2, 1);
  for (const [row, trader] of traders.entries()) {
    ledger.transfer(rows - 1, row, 0, trader.units, 0);
    demand.demandForm[row] = DEMAND_FORMS[trader.form];
    demand.cash[row] = trader.cash;
    demand.attractivenessElasticity[row] = trader.kappa;
    demand.intercept[row] = trader.intercept;
    demand.ownTaste[row] = trader.taste;
    demand.leverageLimit[row] = 3;
    demand.rebalancingSpeed[row] = trader.speed ?? 1;
    demand.mayShort[row] = trader.mayShort === false ? 0 : 1;
  }
  demand.float[0] = 10;
  demand.earnings[0] = value;
  const market = new Market({
    ledger,
    demand,
    anchors: [{ form: 'exogenous' }],
    constants: CONSTANTS,
    convictionWeight: 0,
    fundingKind: 1,
    clearingKind: 1,
    firstRoot,
  });
  market.prepare(0);
  const excessAt = (lnPrice: number, withJacobian = false) => {
    const out = new Float64Array(1);
    excessDemand(market.work, Float64Array.of(lnPrice), new Float64Array(1), market.scale, out, withJacobian);
    return out[0] * market.scale[0] * market.work.priceRatio[0];
  };
  return { market, demand, excessAt };
}

/** Wanted dollars, straight from the table of forms. */
function wanted({ form, units, cash, kappa, intercept, taste }: Trader, lnPrice: number, value: number) {
  const price = Math.exp(lnPrice);
  const wealth = cash + price * units;
  switch (form) {
    case 'linear':
      return price * intercept * (1 + kappa * (value - lnPrice) + taste);
    case 'linearInPrice':
      return price * (intercept + kappa * (taste - price));
    case 'linearInLogPrice':
      return price * (intercept + kappa * (taste - lnPrice));
    case 'constantValue':
      return intercept;
    case 'mandate':
      return intercept * Math.exp(kappa * (value - lnPrice) + taste) * wealth;
    case 'leveragedValue':
      return Math.min(Math.max(kappa * (Math.exp(value) - price), 0), 3) * Math.max(wealth, 0);
  }
}

describe.each<FormName>([
  'linear',
  'linearInPrice',
  'linearInLogPrice',
  'constantValue',
  'mandate',
  'leveragedValue',
])('demand %s', (form) => {
  const drawn = {
    units: between(-5, 20),
    cash: between(-2, 30),
    kappa: between(0, 6),
    intercept: between(0.1, 20),
    taste: between(-0.5, 1.2),
    lnPrice: between(-0.4, 0.4),
  };
  const each = (check: (trader: Trader, lnPrice: number) => void) =>
    law(
      [drawn.units, drawn.cash, drawn.kappa, drawn.intercept, drawn.taste, drawn.lnPrice],
      (units, cash, kappa, intercept, taste, lnPrice) =>
        check({ form, units, cash, kappa, intercept, taste }, lnPrice),
    );

  it('orders what its formula wants less what is held', () => {
    each((trader, lnPrice) => {
      const expected = wanted(trader, lnPrice, 0.03) - Math.exp(lnPrice) * trader.units;
      const scale = Math.max(1, Math.abs(expected));
      expect(Math.abs(marketOf([trader]).excessAt(lnPrice) - expected) / scale).toBeLessThan(1e-12);
    });
  });

  it('has the slope that central differences give, of who adjusts slowly and of who may not short', () => {
    each((trader, lnPrice) => {
      for (const more of [{}, { speed: 0.3 }, { mayShort: false, units: Math.abs(trader.units) }]) {
        const { market, excessAt } = marketOf([{ ...trader, ...more }]);
        const step = 1e-6;
        const [low, high] = [excessAt(lnPrice - step), excessAt(lnPrice + step)];
        const middle = excessAt(lnPrice);
        // Not at a kink of a limit.
        if (Math.abs(low + high - 2 * middle) > 1e-9 * Math.max(1, Math.abs(middle))) return;
        excessAt(lnPrice, true);
        // The residual is relative to the float at the price tried: d(excess/p)/d ln p = (slope - excess)/p.
        const slope = (high - low) / (2 * step);
        const jacobian = market.work.jacobian[0] * market.scale[0] * market.work.priceRatio[0] + middle;
        expect(Math.abs(jacobian - slope) / Math.max(1, Math.abs(slope))).toBeLessThan(1e-6);
      }
    });
  });
});

describe('the first root', () => {
  /** Noise traders and funds near their limit: demand rises with the price where funds are margined. */
  const economy = (spent: number, units: number, debt: number): Trader[] => [
    { form: 'constantValue', units: 10 - units, cash: 10, kappa: 0, intercept: spent, taste: 0 },
    { form: 'leveragedValue', units, cash: -debt * units, kappa: 30, intercept: 0, taste: 0 },
  ];

  /** The first sign change of excess demand from ln p = 0, on a finer grid. */
  function firstSignChange(of: readonly Trader[], value: number): number {
    const { excessAt } = marketOf(of, value);
    const direction = Math.sign(excessAt(0));
    let x = 0;
    while (direction * excessAt(x + direction * 1e-4) > 0) x += direction * 1e-4;
    return x + direction * 5e-5;
  }

  function cleared(of: readonly Trader[], value: number, firstRoot: boolean): number {
    const { market, demand } = marketOf(of, value, firstRoot);
    try {
      market.clear(1, 0, [], new Float64Array(1));
      return demand.lnPrice[0];
    } catch (error) {
      if (error instanceof ClearingFailure) return Number.NaN;
      throw error;
    }
  }

  it('is the one met first in the direction of excess demand, where Newton may end at another or at none', () => {
    let missed = 0;
    law(
      [between(2, 9), between(1, 8), between(0.3, 0.95), between(-0.1, 0.2)],
      (spent, units, debt, value) => {
        const traders = economy(spent, units, debt);
        const first = firstSignChange(traders, value);
        expect(Math.abs(cleared(traders, value, true) - first)).toBeLessThan(2e-4);
        if (!(Math.abs(cleared(traders, value, false) - first) < 2e-4)) missed += 1;
      },
    );
    expect(missed).toBeGreaterThan(3);
  });
});
