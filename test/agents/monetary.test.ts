import { describe, expect, it } from 'vitest';
import { INSTRUMENTS } from '../../src/ledger/instruments.js';
import { STATIONARY } from './monetary-values.js';
import {
  assertBooks,
  held,
  type MonetaryWorld,
  monetaryWorld,
  setParameter,
  tick,
} from './monetary-world.js';

/** Names of positions that are not what they were, with the clearing row at an absolute 1e-9. */
function moved(world: MonetaryWorld, before: Float64Array): string[] {
  const { ledger } = world;
  const list: string[] = [];
  for (let row = 0; row < ledger.rows; row++)
    for (let i = 0; i < ledger.width; i++) {
      const was = before[row * ledger.width + i];
      if (Math.abs(ledger.position(row, i) - was) > 1e-12 * Math.max(Math.abs(was), 1000))
        list.push(`${world.names[ledger.kindOf[row]]} ${INSTRUMENTS[i].name}`);
    }
  return list;
}

function run(world: MonetaryWorld, ticks: number): MonetaryWorld {
  for (let t = 0; t < ticks; t++) {
    tick(world);
    assertBooks(world);
  }
  return world;
}

describe('the circle of money', () => {
  it.each([252, 52])(
    'starts with an empty clearing row and square books (%i ticks a year)',
    (ticksPerYear) => {
      const world = monetaryWorld({}, ticksPerYear);
      for (const { name } of INSTRUMENTS)
        if (name !== 'hedgeFundShares' && name !== 'managedFundShares')
          expect(held(world, 'clearing', name), name).toBeCloseTo(0, 8);
    },
  );

  it.each([252, 52])(
    'returns every position to what it was when nothing grows (%i ticks a year)',
    (ticksPerYear) => {
      const world = monetaryWorld(STATIONARY, ticksPerYear);
      const before = Float64Array.from(world.ledger.units);
      for (let t = 0; t < 5; t++) {
        tick(world);
        expect(moved(world, before)).toEqual([]);
      }
      expect(world.scalars.get('activity')).toBe(0);
      expect(Math.max(...world.demand.earnings)).toBe(0);
      expect(Math.abs(world.scalars.get('moneyInTransit'))).toBeLessThan(1e-9);
    },
  );

  it('keeps the books square for a year of the base economy', () => {
    const world = run(monetaryWorld(), 252);
    expect(world.scalars.get('deficit')).toBeGreaterThan(1775);
    expect(held(world, 'treasury', 'treasuryAccount')).toBeCloseTo(850, 6);
  });

  it('lets reserves be what the Fed owes less all else it owes', () => {
    const world = run(monetaryWorld({ 'fed.treasuryPurchases': 50, 'treasury.accountTarget': 1000 }), 21);
    const liabilities = ['reserves', 'reverseRepo', 'treasuryAccount', 'currency', 'otherFedLiabilities'];
    const owed = liabilities.reduce((sum, name) => sum - held(world, 'fed', name), 0);
    const before = monetaryWorld();
    const owedBefore = liabilities.reduce((sum, name) => sum - held(before, 'fed', name), 0);
    expect(owed - owedBefore).toBeCloseTo((50 * 12 * 21) / 252, 6);
  });
});

describe('Fed', () => {
  /** Change of an amount that a policy makes after `ticks`, against the stationary economy. */
  function effect(changes: Record<string, number>, kind: string, instrument: string, ticks = 21): number {
    const base = run(monetaryWorld(STATIONARY), ticks);
    const policy = run(monetaryWorld({ ...STATIONARY, ...changes }), ticks);
    return held(policy, kind, instrument) - held(base, kind, instrument);
  }

  it('creates reserves and deposits by purchases from investors', () => {
    const changes = { 'fed.treasuryPurchases': 100 };
    expect(effect(changes, 'fed', 'treasuryBonds')).toBeCloseTo(100, 8);
    expect(effect(changes, 'banks', 'reserves')).toBeCloseTo(100, 1);
    expect(effect(changes, 'banks', 'deposits')).toBeLessThan(-99);
  });

  /** Banks keep their share of deposits in bonds; the public holds the rest. */
  const effectOnHolders = (changes: Record<string, number>): number =>
    effect(changes, 'insurers', 'treasuryBonds') + effect(changes, 'banks', 'treasuryBonds');

  it('lets the Treasury refund in the market what it does not roll over', () => {
    const changes = { 'fed.treasuryPurchases': -60 };
    expect(effect(changes, 'fed', 'treasuryBonds')).toBeCloseTo(-60, 8);
    expect(effect(changes, 'treasury', 'treasuryBonds')).toBeCloseTo(0, 1);
    expect(effectOnHolders(changes)).toBeCloseTo(60, 1);
    expect(effect(changes, 'treasury', 'treasuryAccount')).toBeCloseTo(0, 1);
    expect(effect(changes, 'banks', 'reserves')).toBeCloseTo(-60, 1);
  });

  it('buys bills from who holds them, and mortgage bonds run off to banks without touching deposits', () => {
    expect(effect({ 'fed.billPurchases': 40 }, 'fed', 'bills')).toBeCloseTo(40, 8);
    expect(effect({ 'fed.mortgageRunOff': 15 }, 'banks', 'mortgageBonds')).toBeCloseTo(15, 8);
    expect(effect({ 'fed.mortgageRunOff': 15 }, 'banks', 'reserves')).toBeCloseTo(-15, 0);
  });

  it('absorbs issuance, and releases reverse repo to the public', () => {
    const deficit = { 'treasury.deficitAddition': 1200, 'treasury.billsShare': 0 };
    expect(effectOnHolders({ ...deficit, 'fed.absorptionShare': 1 })).toBeCloseTo(0, 6);
    expect(effectOnHolders(deficit)).toBeCloseTo(100, 0);
    expect(effect({ 'fed.reverseRepoTarget': 200 }, 'moneyFunds', 'reverseRepo')).toBeGreaterThan(150);
    expect(effect({ 'fed.reverseRepoTarget': 0 }, 'moneyFunds', 'reverseRepo')).toBeGreaterThan(-10.6 - 1e-9);
  });

  it('follows its rules, announcements at once and neutral at the start', () => {
    const rate = (changes: Record<string, number>, name = 'policyRate', ticks = 1) =>
      run(monetaryWorld({ ...STATIONARY, ...changes }), ticks).scalars.get(name);
    for (let rule = 0; rule < 4; rule++) expect(rate({ 'fed.rateRule': rule })).toBeCloseTo(0.03625, 12);
    expect(rate({ 'fed.policyRateChange': -0.0025 })).toBeCloseTo(0.03375, 12);
    expect(rate({ 'fed.rateRule': 1, 'fed.announcedRatePath': 0.01 }, 'policyRate', 252)).toBeCloseTo(
      0.04625,
      9,
    );
    expect(rate({ 'fed.rateRule': 2, 'fed.inflationShock': 0.02 })).toBeGreaterThan(0.03625);
    const expected = rate({}, 'expectedPolicyRate');
    expect(rate({ 'fed.announcedRatePath': 0.01 }, 'expectedPolicyRate')).toBeGreaterThan(expected);
    expect(rate({ 'fed.rateRule': 4 }, 'expectedPolicyRate')).toBeGreaterThan(expected);
    expect(rate({ 'fed.rateRule': 4 }, 'termPremium')).toBeGreaterThan(0.0062);
    const announced = {
      'fed.treasuryPurchases': 10,
      'fed.purchasesAnnouncedMonths': 10,
      'fed.announcementDiscount': 0,
    };
    expect(rate(announced, 'termPremium')).toBeCloseTo(0.0062 - 0.00015, 12);
    expect(rate({ 'fed.treasuryPurchases': 10 }, 'termPremium')).toBe(0.0062);
  });

  it('gives a put in a drawdown', () => {
    const world = monetaryWorld({ ...STATIONARY, 'fed.rateRule': 3 });
    tick(world, ({ demand }) => demand.lnPrice.fill(-0.4));
    tick(world);
    expect(world.scalars.get('policyRate')).toBeLessThan(0.03);
  });

  it('lends by standing repo what lenders do not at the cap', () => {
    const world = monetaryWorld(STATIONARY);
    setParameter(world, 'banks.capacityElasticity', 0);
    tick(world, ({ scalars }) => {
      scalars.set('fundingCapacity', 3000);
      scalars.set('fundingSpread', scalars.get('fundingSpreadCap'));
      scalars.set('fundingElasticity', 0.5);
    });
    assertBooks(world);
    expect(held(world, 'fed', 'standingRepo')).toBeGreaterThan(100);
    expect(held(world, 'banks', 'standingRepo')).toBeCloseTo(-held(world, 'fed', 'standingRepo'), 9);
  });
});

describe('banks', () => {
  it('create money by credit, less when capital is short', () => {
    const grown = (changes: Record<string, number>) =>
      held(
        run(monetaryWorld({ ...STATIONARY, 'banks.creditGrowth': 0.045, ...changes }), 21),
        'banks',
        'bankLoans',
      );
    expect(grown({}) - 11850).toBeCloseTo((0.045 * 11850 * 21) / 252, 0);
    expect(grown({ 'banks.capitalRequirement': 0.3 })).toBeLessThan(grown({}));
    expect(grown({ 'banks.capitalRequirement': 0.3, 'banks.lendingSensitivity': 0 })).toBeCloseTo(
      grown({}),
      9,
    );
  });

  it('pay for what closed borrowers leave owing', () => {
    const world = monetaryWorld(STATIONARY);
    const { ledger, clearingRow } = world;
    const fund = world.rowOf('hedgeFunds');
    const capacity = world.scalars.get('fundingCapacity');
    tick(world, () =>
      ledger.transfer(clearingRow, fund, world.instrument('fundingLoans'), 50, world.flow('losses')),
    );
    assertBooks(world);
    expect(held(world, 'clearing', 'fundingLoans')).toBeCloseTo(0, 9);
    expect(held(world, 'clearing', 'deposits')).toBeCloseTo(0, 9);
    tick(world);
    expect(world.scalars.get('fundingCapacity')).toBeLessThan(capacity);
  });

  it('differ in capital but hold their market share of every asset', () => {
    const world = run(monetaryWorld(), 3);
    const { first, count } = world.rowsOf('banks');
    const share = world.column('banks.marketShare');
    for (const name of ['reserves', 'bankLoans', 'fundingLoans', 'bills'])
      for (let i = 0; i < count; i++)
        expect(world.ledger.position(first + i, world.instrument(name))).toBeCloseTo(
          share[i] * held(world, 'banks', name),
          6,
        );
  });
});

describe('money funds', () => {
  it('pay out what they earn and redeem out of deposits, reverse repo and bills', () => {
    const world = monetaryWorld(STATIONARY);
    const { ledger, clearingRow } = world;
    const holder = world.rowOf('realEconomy');
    const flow = world.flow('cashManagement');
    tick(world, () => {
      ledger.transfer(holder, clearingRow, world.instrument('moneyFundShares'), 2500, flow);
      ledger.transfer(clearingRow, holder, world.instrument('deposits'), 2500, flow);
    });
    assertBooks(world);
    expect(held(world, 'moneyFunds', 'moneyFundShares')).toBeCloseTo(-5274, 6);
    expect(held(world, 'moneyFunds', 'deposits')).toBeCloseTo(0, 6);
    expect(held(world, 'moneyFunds', 'bills')).toBeLessThan(4000);
    expect(held(world, 'moneyFunds', 'reverseRepo')).toBeCloseTo(0, 6);
  });
});

describe('real economy', () => {
  it('keeps a deficit for a while and returns it as saving', () => {
    const world = run(monetaryWorld({ ...STATIONARY, 'treasury.deficitAddition': 1000 }), 40);
    expect(world.scalars.get('moneyInTransit')).toBeGreaterThan(80);
    expect(world.scalars.get('returnedMoney')).toBeGreaterThan(0);
    expect(world.scalars.get('activity')).toBeGreaterThan(0);
    expect(world.demand.earnings[world.instrument('valueEquity')]).toBeGreaterThan(0);
    const quick = run(
      monetaryWorld({
        ...STATIONARY,
        'treasury.deficitAddition': 1000,
        'realEconomy.transitHalfLife': 0,
        'realEconomy.transactionsDemand': 0,
      }),
      40,
    );
    expect(quick.scalars.get('moneyInTransit')).toBeLessThan(8);
  });

  it('draws currency, which takes reserves and deposits', () => {
    const world = run(monetaryWorld({ ...STATIONARY, 'realEconomy.currencyDemand': 242 }), 252);
    expect(held(world, 'realEconomy', 'currency')).toBeGreaterThan(2640);
    expect(held(world, 'banks', 'reserves')).toBeLessThan(2810);
  });

  it('monetises a deficit when the Fed absorbs it and currency takes the money', () => {
    const world = monetaryWorld({
      ...STATIONARY,
      'treasury.deficit': 242,
      'treasury.billsShare': 0,
      'fed.absorptionShare': 1,
      'realEconomy.currencyDemand': 242,
    });
    const deposits = held(world, 'banks', 'deposits');
    tick(world);
    assertBooks(world);
    expect(held(world, 'banks', 'deposits')).toBeCloseTo(deposits, 6);
    expect(held(world, 'fed', 'treasuryBonds')).toBeCloseTo(3994 + 242 / 252, 6);
  });
});

describe('hyperscalers', () => {
  const firms = (world: MonetaryWorld, name: string) => world.column(`hyperscalers.${name}`);

  it('finance a wave as the experiment says, and pay suppliers in the same tick', () => {
    const wave = (financing: number) =>
      run(
        monetaryWorld({
          ...STATIONARY,
          'hyperscalers.capexAddition': 300,
          'hyperscalers.financing': financing,
          'power.siteCostElasticity': 0,
        }),
        21,
      );
    const base = run(monetaryWorld(STATIONARY), 21);
    for (const financing of [0, 1, 2, 3])
      expect(wave(financing).scalars.get('capitalExpenditure')).toBeCloseTo(753, 6);
    const bonds = (world: MonetaryWorld) => -held(world, 'hyperscalers', 'aiInvestmentGradeBonds');
    expect(bonds(wave(2)) - bonds(base)).toBeCloseTo(25, 6);
    const cash = wave(1);
    expect(bonds(cash) - bonds(base)).toBeCloseTo(0, 6);
    const own = (world: MonetaryWorld) =>
      held(world, 'hyperscalers', 'deposits') +
      held(world, 'hyperscalers', 'moneyFundShares') +
      held(world, 'hyperscalers', 'treasuryBonds');
    expect(own(base) - own(cash)).toBeCloseTo(25, 6);
    const equity = (world: MonetaryWorld) => -held(world, 'hyperscalers', 'megacapEquity');
    expect(equity(wave(3)) - equity(base)).toBeCloseTo(25, 6);
  });

  it('cut what nobody finances and what dear capital and punished shares forbid', () => {
    const world = run(
      monetaryWorld({ 'hyperscalers.oracle.leverageLimit': 0, 'hyperscalers.oracle.operatingCashFlow': 5 }),
      60,
    );
    expect(world.events.list.some(({ type }) => type === 'capex cut')).toBe(true);
    expect(firms(world, 'toPay')[4] * 252).toBeLessThan(36);
    const dear = monetaryWorld(STATIONARY);
    tick(dear, ({ demand }) => {
      demand.yield[dear.instrument('aiInvestmentGradeBonds')] += 0.2;
    });
    tick(dear);
    expect(firms(dear, 'reaction')[0]).toBeLessThan(1);
    const punished = monetaryWorld(STATIONARY);
    tick(punished, ({ demand }) => {
      demand.lnPrice[punished.instrument('megacapEquity')] = -0.5;
    });
    tick(punished);
    expect(firms(punished, 'reaction')[0]).toBeLessThan(1);
  });

  it('pay a concession that is largest for the indebted and concentrated', () => {
    const concession = firms(monetaryWorld(), 'concession');
    expect(Math.max(...concession)).toBe(concession[4]);
    expect(concession[4]).toBeGreaterThan(0.005);
    expect(Math.min(...concession)).toBeLessThan(0);
  });

  it('write down what the books carry too long when capex stops', () => {
    const world = monetaryWorld({ 'hyperscalers.guidanceShare': 0, 'hyperscalers.capexGrowth': -3 });
    run(world, 252);
    expect(firms(world, 'written')[0]).toBeGreaterThan(0);
    expect(world.demand.earnings[world.instrument('megacapEquity')]).toBeLessThan(0);
  });

  it('lose AI revenue when it does not come', () => {
    const world = run(monetaryWorld({ ...STATIONARY, 'hyperscalers.aiRevenueShortfall': 0.5 }), 1);
    expect(world.scalars.get('aiRevenue')).toBeCloseTo(50, 6);
    expect(world.demand.earnings[world.instrument('megacapEquity')]).toBeLessThan(0);
  });

  it('let vehicles issue off the balance sheet, which spend at once', () => {
    const world = run(monetaryWorld(), 60);
    expect(firms(world, 'lease')[3]).toBeGreaterThan(0);
    const infrastructure = world.rowOf('aiBuilders');
    expect(world.ledger.position(infrastructure, world.instrument('deposits'))).toBeCloseTo(50, 9);
    expect(world.demand.earnings[world.instrument('semiconductorEquity')]).toBeGreaterThan(0);
  });
});

describe('accruals', () => {
  it('pay holders what issuers owe, and roll over at the price without money', () => {
    const world = monetaryWorld(STATIONARY);
    world.demand.lnPrice[world.instrument('treasuryBonds')] = -0.1;
    const owed = held(world, 'treasury', 'treasuryBonds');
    tick(world);
    assertBooks(world);
    const decay = 1 / 8 - 0.041;
    const growth = (decay / 252) * (Math.exp(0.1) - 1);
    const retired = held(world, 'retail', 'treasuryBonds') / 2400 - 1;
    expect(retired).toBeCloseTo(growth, 12);
    expect(held(world, 'treasury', 'treasuryBonds')).toBeLessThan(owed);
    let income = 0;
    for (const amount of world.column('income')) income += amount;
    expect(income).toBeCloseTo(0, 9);
  });
});
