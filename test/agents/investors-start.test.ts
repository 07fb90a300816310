import { describe, expect, it } from 'vitest';
import { assetManagers } from '../../agents/asset-managers.js';
import { hedgeFunds } from '../../agents/hedge-funds.js';
import { insurers } from '../../agents/insurers.js';
import { retail } from '../../agents/retail.js';
import { sovereignFunds } from '../../agents/sovereign-funds.js';
import { compensatedSum } from '../../src/maths/compensated-sum.js';
import { exp } from '../../src/maths/elementary.js';
import { INVESTOR_VALUES } from './investor-values.js';
import { held, smallWorld, tick } from './small-world.js';

const INVESTORS = [sovereignFunds, hedgeFunds, retail, assetManagers, insurers];
const NAMES = INVESTORS.map(({ name }) => name);
const UNLEVERED = ['sovereignFunds', 'assetManagers', 'insurers'];

describe.each([10, 24, 300])('the opening with %i agents a kind', (agents) => {
  const world = smallWorld(INVESTORS, { agents });

  it.each(NAMES)('gives %s exactly the parameters of each asset', (kind) => {
    for (const asset of world.assets) {
      const opening = INVESTOR_VALUES[`opening.${kind}.${asset}`];
      expect(Math.abs(held(world, kind, asset) - opening)).toBeLessThan(4e-16 * opening);
    }
  });

  it('gives cash by floor and idle share, the same at any population', () => {
    let idle = 0;
    for (const kind of UNLEVERED) {
      const exposure = compensatedSum(world.assets.map((asset) => held(world, kind, asset)));
      const share = INVESTOR_VALUES[`${kind}.idleCashShare`] * 1500;
      const floor = INVESTOR_VALUES[`${kind}.cashFloor`];
      const cash = held(world, kind, 'deposits') + held(world, kind, 'moneyFundShares');
      expect(cash).toBeCloseTo((floor * exposure + share) / (1 - floor), 8);
      idle += share;
    }
    const { first, last } = world.rowsOf('retail');
    const { startIdleCashShare, startWealth } = world.demand;
    for (let row = first; row < last; row++) idle += startIdleCashShare[row] * startWealth[row];
    expect(idle).toBeCloseTo(1500, 8);
  });

  it('starts every agent at the share it wants', () => {
    const { demand } = world;
    for (let row = world.rowsOf(NAMES[0]).first; row < world.ledger.rows; row++) {
      let exposure = 0;
      let shares = 0;
      for (let a = 0; a < world.assets.length; a++) {
        exposure += world.ledger.position(row, a);
        shares += exp(demand.logStartShare[row * world.assets.length + a]);
      }
      expect(shares).toBeCloseTo(1, 12);
      const q = demand.startIdleShare[row];
      const wanted =
        demand.demandForm[row] === 2
          ? demand.leverageLimit[row] * (1 - q)
          : (1 - demand.cashFloorShare[row]) * (1 - q);
      expect(wanted * demand.startWealth[row]).toBeCloseTo(exposure, 8);
    }
  });

  it('has the loans of the parameters, on solvent borrowers', () => {
    expect(held(world, 'hedgeFunds', 'fundingLoans')).toBeCloseTo(-2100, 8);
    expect(held(world, 'retail', 'fundingLoans')).toBeCloseTo(-1226, 8);
    for (let row = 0; row < world.ledger.rows; row++)
      if (world.demand.demandForm[row] === 2) expect(world.demand.startWealth[row]).toBeGreaterThan(0);
    const retailLeverage = world.column('retail.startLeverage');
    expect(Math.max(...retailLeverage)).toBeLessThan(2);
  });

  it('centres traits on the parameters', () => {
    const { demand } = world;
    for (const kind of NAMES) {
      const { first, last } = world.rowsOf(kind);
      let kappa = 0;
      let weights = 0;
      for (let row = first; row < last; row++) {
        let exposure = 0;
        for (let a = 0; a < world.assets.length; a++) exposure += world.ledger.position(row, a);
        kappa += demand.attractivenessElasticity[row] * exposure;
        weights += exposure;
      }
      expect(kappa / weights).toBeCloseTo(INVESTOR_VALUES[`${kind}.attractivenessElasticity`], 10);
    }
  });

  it('prices pooled shares at one', () => {
    expect(world.ledger.unitValue[world.instrument('hedgeFundShares')]).toBeCloseTo(1, 12);
    const owned =
      held(world, 'assetManagers', 'managedFundShares') + held(world, 'retail', 'managedFundShares');
    expect(owned / held(world, 'assetManagers', 'managedFundShares')).toBeCloseTo(0.6, 12);
  });
});

describe('a world in which nothing happens', () => {
  it.each([252, 52])('leaves every position where it was, at %i ticks a year', (ticksPerYear) => {
    const world = smallWorld(INVESTORS, { ticksPerYear });
    const first = world.rowsOf('aiBuilders').first * world.ledger.width;
    const before = world.ledger.units.slice(first);
    for (let round = 0; round < 300; round++) tick(world);
    const after = world.ledger.units.slice(first);
    let worst = 0;
    for (let i = 0; i < before.length; i++)
      worst = Math.max(worst, Math.abs(after[i] - before[i]) / (1 + Math.abs(before[i])));
    expect(worst).toBeLessThan(1e-12);
    const { demand } = world;
    for (const column of [
      demand.forcedCapitalCall,
      demand.forcedRedemption,
      demand.forcedMargin,
      demand.sentiment,
    ])
      expect(Math.max(...column.map(Math.abs))).toBeLessThan(1e-12);
    expect(world.events.list).toEqual([]);
  });

  it('spends income to the cent', () => {
    const world = smallWorld(INVESTORS);
    const income = world.column('income');
    const { first } = world.rowsOf('sovereignFunds');
    const deposits = world.instrument('deposits');
    const before = world.ledger.position(first, deposits);
    income[first] = 3;
    world.ledger.transfer(world.clearingRow, first, deposits, 3, world.flow('coupons'));
    tick(world);
    expect(world.ledger.position(first, deposits)).toBeCloseTo(before, 12);
  });
});
