/** Sections 1, 5 and 6 of the model, private credit: contracts, defaults, marks, gates and lines, and each without its cause. */
import { describe, expect, it } from 'vitest';
import { LENDERS } from '../../src/ledger/loan-contracts.js';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const SHARES = 'privateCreditFundShares';
const OWNERS = ['sovereignFunds', 'retail', 'insurers'];
/** Cash flow of software and other firms fails, and lenders wait for a few weeks. */
const SHORTFALL: Values = {
  'privateBorrowers.softwareShortfall': 0.5,
  'privateBorrowers.otherShortfall': 0.4,
};
const QUICK: Values = { 'privateBorrowers.testDays': 5, 'privateBorrowers.cureDays': 20 };
/** Owners who see it at once and run. */
const RUN: Values = { 'privateCreditFunds.redemptionThreshold': 0.005, 'privateCreditFunds.attention': 1 };

function wave(set: Values = {}, ticks = 90, given: Values = SHORTFALL): EconomyRun {
  return runEconomy(ticks, { set: { ...QUICK, ...set }, schedule: shock(given, 5) });
}

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { ledger } = run.world;
  const { first, last } = run.world.rowsOf(kind);
  let sum = 0;
  for (let row = first; row < last; row++) sum += ledger.position(row, run.world.instrument(instrument));
  return sum;
}

function eventsOf(run: EconomyRun, type: string, kind?: string) {
  return run.events.filter((event) => event.type === type && (kind === undefined || event.kind === kind));
}

const calm = runEconomy(90, { set: QUICK });
const hard = wave();

describe('private borrowers', () => {
  it('are an asset of insurers at reported NAV, which they lose with the borrowers', () => {
    const run = wave();
    const held = run.series('insurers.privateCredit');
    expect(run.last('insurers.privateCredit')).toBeCloseTo(
      units(run, 'insurers', SHARES) * run.last('privateCreditFunds.nav'),
      9,
    );
    expect(held[0]).toBeGreaterThan(900);
    expect(run.last('insurers.privateCredit')).toBeLessThan(held[0] - 5);
  });

  it('are bought by insurers with a share of what is contributed, at reported NAV, and the money is lent', () => {
    const set = { 'insurers.netContributions': 504, 'insurers.privateCreditShare': 0.5 };
    const run = runEconomy(60, { set });
    const without = runEconomy(60, { set: { ...set, 'insurers.privateCreditShare': 0 } });
    const nav = run.series('privateCreditFunds.nav');
    // A dollar a day, at the NAV of the evening before; NAVs hardly move in calm times.
    expect(units(run, 'insurers', SHARES) - units(without, 'insurers', SHARES)).toBeCloseTo(60 / nav[0], 1);
    expect(
      units(run, 'privateCreditFunds', SHARES) - units(without, 'privateCreditFunds', SHARES),
    ).toBeCloseTo(units(without, 'insurers', SHARES) - units(run, 'insurers', SHARES), 8);
    expect(run.last('privateCreditFunds.loans')).toBeGreaterThan(
      without.last('privateCreditFunds.loans') + 5,
    );
    const outflow = runEconomy(5, { set: { ...set, 'insurers.netContributions': -504 } });
    expect(units(outflow, 'insurers', SHARES)).toBeCloseTo(units(calm, 'insurers', SHARES), 9);
  });

  it('owe contracts that are the books: what each lender is owed is what it holds', () => {
    for (const run of [calm, hard]) {
      const principal = run.world.column('privateBorrowers.principal');
      const first = run.world.rowOf('privateCreditFunds');
      const loans = run.world.instrument('privateCreditLoans');
      for (let lender = 0; lender < LENDERS - 1; lender++) {
        let owed = 0;
        for (let k = lender; k < principal.length; k += LENDERS) owed += principal[k];
        expect(owed).toBeCloseTo(run.world.ledger.position(first + lender, loans), 8);
      }
      let atBanks = 0;
      for (let k = LENDERS - 1; k < principal.length; k += LENDERS) atBanks += principal[k];
      expect(atBanks).toBeCloseTo(-units(run, 'privateBorrowers', 'bankLoans'), 8);
    }
  });

  it('pay for what lenders see: Meta less than Oracle, Oracle less than xAI, by one rule', () => {
    const [meta, oracle, xai] = ['metaVehicle', 'oracleSites', 'xaiVehicle'].map(
      (deal) => calm.series(`privateBorrowers.spread.${deal}`)[0],
    );
    expect(meta).toBeLessThan(oracle);
    expect(oracle).toBeLessThan(xai);
    const set = Object.fromEntries(
      ['Leverage', 'Coverage', 'Concentration'].map((name) => [`hyperscalers.concession${name}`, 0]),
    );
    const alike = runEconomy(2, { set });
    expect(alike.last('privateBorrowers.spread.metaVehicle')).toBeCloseTo(
      alike.last('privateBorrowers.spread.oracleSites'),
      12,
    );
  });

  it('with a tenant whose bonds trade pay what these pay, and more for what cannot be sold again', () => {
    const run = (set: Values) =>
      runEconomy(10, { set, schedule: shock({ 'news.shock.aiInvestmentGradeBonds': -0.5 }) });
    const spread = (of: EconomyRun, at: number) => of.series('privateBorrowers.spread.metaVehicle')[at];
    const bonds = (of: EconomyRun, at: number) =>
      of.series('yield.aiInvestmentGradeBonds')[at] -
      of.series('yield.treasuryBonds')[at] +
      of.series('hyperscalers.concession.meta')[at];
    const [dear, cheap] = [run({}), run({ 'privateBorrowers.vehiclePremium': 0 })];
    for (const at of [0, 9]) {
      expect(spread(dear, at) - bonds(dear, at)).toBeCloseTo(0.01, 6);
      expect(spread(cheap, at) - bonds(cheap, at)).toBeCloseTo(0, 6);
    }
    expect(spread(dear, 9)).toBeGreaterThan(spread(dear, 0) + 1e-4);
  });

  it('pay more where a tenant borrows, not where the tenant does not', () => {
    const set = { 'hyperscalers.meta.vehicleObligations': 400 };
    const indebted = runEconomy(2, { set });
    expect(indebted.last('privateBorrowers.spread.metaVehicle')).toBeGreaterThan(
      calm.series('privateBorrowers.spread.metaVehicle')[0] + 0.001,
    );
    expect(indebted.last('privateBorrowers.spread.xaiVehicle')).toBeLessThan(
      calm.series('privateBorrowers.spread.xaiVehicle')[0] + 0.0005,
    );
  });

  it('add interest to their debt when cash flow does not cover it', () => {
    expect(calm.sum('privateBorrowers.capitalised')).toBe(0);
    const set = {
      'privateBorrowers.cureDays': 1000,
      'privateBorrowers.graceDays': 1000,
      'privateBorrowers.cashShare': 0.001,
    };
    const run = wave(set, 60, { 'privateBorrowers.otherShortfall': 0.8 });
    expect(run.sum('privateBorrowers.capitalised')).toBeGreaterThan(1);
    expect(run.last('privateBorrowers.debt')).toBeGreaterThan(run.series('privateBorrowers.debt')[0] + 1);
  });

  it('default one after another, from breach to loss, and nobody does in calm times', () => {
    expect(eventsOf(calm, 'default')).toEqual([]);
    const [failed] = eventsOf(hard, 'default', 'privateBorrowers');
    const own = hard.events.filter(({ row, kind }) => kind === 'privateBorrowers' && row === failed.row);
    const order = ['covenant breach', 'acceleration', 'default', 'recovery'];
    expect(own.map(({ type }) => type).filter((type) => order.includes(type))).toEqual(order);
    const [recovery] = eventsOf(hard, 'recovery', 'privateBorrowers');
    const lost = eventsOf(hard, 'loss', 'privateCreditFunds').filter(({ tick }) => tick === failed.tick);
    const firstLosses = lost.slice(0, 6).reduce((sum, { amount }) => sum + amount, 0);
    expect(firstLosses).toBeCloseTo((1 - recovery.amount) * failed.amount, 1);
  });

  it('fail in dollars that are all told: who bought the firm, who was paid, who lost, and why it was called', () => {
    for (const { tick, name, row, amount } of eventsOf(hard, 'default', 'privateBorrowers')) {
      const firm = name || `privateBorrowers ${row}`;
      const told = hard.events.filter((event) => event.tick === tick && event.counterparty === firm);
      const sum = (type: string): number =>
        told.filter((event) => event.type === type).reduce((all, event) => all + event.amount, 0);
      const own = (type: string) => hard.events.find((event) => event.type === type && event.row === row);
      expect(sum('recovered') + sum('destroyed')).toBeCloseTo(amount, 9);
      expect(sum('loss')).toBe(sum('destroyed'));
      expect(sum('recovered') + sum('owners paid')).toBeCloseTo(own('estate')?.amount ?? 0, 9);
      expect(sum('firm bought')).toBeGreaterThan(0);
      expect(['coverage', 'loanToValue', 'maturity', 'missed payment']).toContain(
        own('acceleration')?.subject,
      );
    }
  });

  it('whose loan ends and is not rolled over are called for that', () => {
    const set = { 'privateBorrowers.firmTenor': 2, 'privateBorrowers.cureDays': 1000 };
    const run = wave({ ...set, 'privateBorrowers.graceDays': 5, 'privateBorrowers.largestLoanToValue': 0.3 });
    const reasons = new Set(eventsOf(run, 'acceleration', 'privateBorrowers').map(({ subject }) => subject));
    expect(reasons).toContain('maturity');
  });

  it('are sold for less the more of them fail at once, unless buyers have the cash', () => {
    const rich = wave({ 'privateBorrowers.buyersCash': 5000 });
    const poor = wave({ 'privateBorrowers.buyersCash': 20 });
    expect(rich.last('privateBorrowers.recovery')).toBeGreaterThan(
      poor.last('privateBorrowers.recovery') + 0.1,
    );
  });

  it('of vehicles fail when the rent does not come: banks lose on Oracle’s sites, funds on the others', () => {
    const run = wave({}, 90, { 'privateBorrowers.vehicleShortfall': 0.9 });
    expect(eventsOf(run, 'default', 'privateBorrowers').length).toBe(3);
    expect(eventsOf(run, 'loss', 'banks').reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(10);
    expect(eventsOf(run, 'loss', 'privateCreditFunds').length).toBeGreaterThan(0);
    expect(run.last('banks.equity')).toBeLessThan(calm.last('banks.equity') - 10);
  });
});

describe('entrants', () => {
  const recovery = (set: Values) =>
    runEconomy(160, {
      set: { ...QUICK, 'privateBorrowers.entrySpeed': 40, 'privateCreditFunds.redemptions': false, ...set },
      schedule: [...shock(SHORTFALL, 5, 60), ...shock({ 'fed.policyRateChange': -0.02 }, 60)],
    });

  it('take the place of failed firms when these are worth more, and borrow what funds have to lend', () => {
    const run = recovery({});
    const entries = eventsOf(run, 'entry', 'privateBorrowers');
    expect(entries.length).toBeGreaterThan(0);
    const rows = entries.map(({ row }) => row - run.world.rowOf('privateBorrowers'));
    expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
    const principal = run.world.column('privateBorrowers.principal');
    const owed = rows.map((i) => principal.slice(i * LENDERS, (i + 1) * LENDERS).reduce((a, b) => a + b, 0));
    expect(owed.reduce((a, b) => a + b, 0)).toBeGreaterThan(1);
    expect(eventsOf(recovery({ 'privateBorrowers.entrySpeed': 0 }), 'entry', 'privateBorrowers')).toEqual([]);
  });
});

describe('leases of vehicles', () => {
  const rents = calm.world.column('privateBorrowers.leaseRent');

  it('are paid by the tenant: the vehicle earns what comes, and keeps up its debt service', () => {
    const { world } = calm;
    const paid = world.column('privateBorrowers.leasePaid');
    for (const [k, rent] of rents.entries()) {
      expect(paid[k]).toBeCloseTo(rent * world.dt, 12);
      expect(world.column('privateBorrowers.cashFlow')[k]).toBeCloseTo(rent, 9);
    }
    for (const [k, debt] of [27, 38, 20].entries())
      expect(world.column('privateBorrowers.leasedDebt')[k]).toBeCloseTo(debt, 12);
  });

  it('end with the tenant’s money: a lab that runs out of cash takes its vehicle along, not the others', () => {
    const poor = { 'aiLabs.granted': 0, 'aiLabs.xai.deposits': 0.5, 'privateBorrowers.graceDays': 10 };
    const run = runEconomy(120, { set: { ...QUICK, ...poor } });
    const failed = eventsOf(run, 'default', 'privateBorrowers');
    expect(failed.map(({ row }) => row - run.world.rowOf('privateBorrowers'))).toEqual([2]);
    const [breach] = eventsOf(run, 'covenant breach', 'privateBorrowers');
    expect(breach.row).toBe(failed[0].row);
    expect(failed[0].tick).toBeGreaterThan(breach.tick);
    const lost = eventsOf(run, 'loss', 'privateCreditFunds').filter(({ tick }) => tick === failed[0].tick);
    expect(lost.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(1);
    // Whoever buys the chips has the tenant's promise, and none of the others has missed anything.
    expect(run.world.column('privateBorrowers.leasePaid')[1]).toBeCloseTo(rents[1] * run.world.dt, 12);
  });

  it('leave with the tenant what it does not pay', () => {
    const run = wave({}, 20, { 'privateBorrowers.vehicleShortfall': 1 });
    const oracle = 4;
    const more =
      run.world.column('hyperscalers.operatingCashFlow')[oracle] -
      wave({}, 20, {}).world.column('hyperscalers.operatingCashFlow')[oracle];
    expect(more).toBeCloseTo(rents[1], 2);
    expect(run.world.column('privateBorrowers.leasePaid')).toEqual(new Float64Array(3));
  });
});

describe('private-credit funds', () => {
  it('pay out what they earn, so that owners have income of it', () => {
    const { world } = calm;
    const loans = units(calm, 'privateCreditFunds', 'privateCreditLoans');
    expect(loans).toBeCloseTo(1750, 0);
    expect(units(calm, 'privateCreditFunds', 'deposits')).toBeCloseTo(40, 1);
    const income = world.column('income');
    const { first, last } = world.rowsOf('insurers');
    let earned = 0;
    for (let row = first; row < last; row++) earned += income[row];
    expect(earned / world.dt).toBeGreaterThan(0.05 * 1000);
  });

  it('mark with a lag: the loss is hidden first and told later, not when marks are daily', () => {
    const hidden = hard.series('privateCreditFunds.hiddenLoss');
    expect(Math.max(...hidden)).toBeGreaterThan(20);
    const daily = wave({ 'privateCreditFunds.markHalfLife': 0.01 });
    expect(Math.max(...daily.series('privateCreditFunds.hiddenLoss').map(Math.abs))).toBeLessThan(1e-6);
    expect(hard.last('privateCreditFunds.nav')).toBeGreaterThan(daily.last('privateCreditFunds.nav') + 0.01);
    const [told] = eventsOf(hard, 'loss', 'insurers').filter(({ subject }) => subject === SHARES);
    const [known] = eventsOf(daily, 'loss', 'insurers').filter(({ subject }) => subject === SHARES);
    expect(known.tick).toBeLessThan(told.tick);
  });

  it('pass the loss on to owners when marks allow: what owners are told is the fall of the NAV', () => {
    const shares = -units(hard, 'privateCreditFunds', SHARES);
    const marks = eventsOf(hard, 'marked down');
    expect(marks.length).toBeGreaterThan(2);
    const nav = hard.series('privateCreditFunds.nav');
    const fair = hard.series('privateCreditFunds.fairNav');
    for (const [at, { tick, amount }] of marks.entries()) {
      expect(amount).toBe(nav[tick - 1]);
      const lost = eventsOf(hard, 'loss').filter((one) => one.tick === tick && one.subject === SHARES);
      expect(lost.map(({ kind }) => kind)).toEqual(OWNERS);
      for (const { counterparty, row } of lost)
        expect([counterparty, row]).toEqual(['privateCreditFunds', -1]);
      const hidden = eventsOf(hard, 'hidden loss').filter((one) => one.tick === tick);
      expect(hidden.map((one) => one.amount)).toEqual([
        hard.series('privateCreditFunds.hiddenLoss')[tick - 1],
      ]);
      if (at === 0) continue;
      const sum = lost.reduce((all, one) => all + one.amount, 0);
      const fall = marks[at - 1].amount - amount;
      // Shares are redeemed meanwhile, never more than the gate lets out.
      expect(sum / fall / shares).toBeGreaterThan(1 - 1e-9);
      expect(sum / fall / shares).toBeLessThan(1.1);
      expect(fair[tick - 1]).toBeLessThan(amount);
    }
  });

  it('repay a line above its limit to the bank, and say so', () => {
    const cut = runEconomy(10, { schedule: shock({ 'privateCreditFunds.lineLimit': 0.03 }, 4) });
    const repaid = eventsOf(cut, 'line repaid').reduce((sum, { amount }) => sum + amount, 0);
    const lines = cut.series('privateCreditFunds.lines');
    expect(repaid).toBeGreaterThan(1);
    expect(lines[2] - lines[9]).toBeCloseTo(repaid, 9);
  });

  it('hold owners back by a gate: without it more is paid, from cash and lines', () => {
    const gated = wave(RUN);
    const open = wave({ ...RUN, 'privateCreditFunds.redemptionGate': 1 });
    expect(gated.sum('privateCreditFunds.redeemed')).toBeGreaterThan(1);
    expect(open.sum('privateCreditFunds.redeemed')).toBeGreaterThan(
      1.2 * gated.sum('privateCreditFunds.redeemed'),
    );
    expect(gated.last('privateCreditFunds.asked')).toBeGreaterThan(open.last('privateCreditFunds.asked'));
    expect(eventsOf(gated, 'gate').length).toBeGreaterThan(0);
    // Funds that keep their cash draw lines instead.
    const keeping = wave({ ...RUN, 'privateCreditFunds.cashKept': 1 });
    expect(eventsOf(keeping, 'line drawn').length).toBeGreaterThan(0);
    const none = wave({ ...RUN, 'privateCreditFunds.redemptions': false });
    expect(none.sum('privateCreditFunds.redeemed')).toBe(0);
  });

  it('draw lines that are bank loans, and roll nothing over while a line is above its limit', () => {
    const asked = { 'privateCreditFunds.redemptionRate': 1, 'privateCreditFunds.redemptionGate': 1 };
    const run = runEconomy(60, { schedule: shock(asked) });
    expect(-units(run, 'privateCreditFunds', 'bankLoans')).toBeCloseTo(
      run.last('privateCreditFunds.lines'),
      9,
    );
    expect(Math.max(...run.series('privateCreditFunds.lines'))).toBeGreaterThan(115);
    const cut = runEconomy(10, { schedule: shock({ 'privateCreditFunds.lineLimit': 0.03 }, 4) });
    expect(cut.last('privateCreditFunds.refusing')).toBe(6);
    expect(cut.last('privateCreditFunds.lines')).toBeLessThan(cut.series('privateCreditFunds.lines')[0]);
  });

  it('lend what comes back to firms that can bear it', () => {
    const still = { 'privateCreditFunds.redemptions': false };
    const spare = { ...still, 'privateBorrowers.largestLoan': 0 };
    const software = { 'privateBorrowers.softwareShortfall': 0.7 };
    const kept = wave(spare, 90, software);
    const lent = wave(still, 90, software);
    expect(units(lent, 'privateCreditFunds', 'privateCreditLoans')).toBeGreaterThan(
      units(kept, 'privateCreditFunds', 'privateCreditLoans') + 1,
    );
  });

  it('keep every share on the books', () => {
    const owned = OWNERS.reduce((sum, kind) => sum + units(hard, kind, SHARES), 0);
    expect(owned).toBeCloseTo(-units(hard, 'privateCreditFunds', SHARES), 8);
  });
});

describe('banks', () => {
  const failing = { 'privateBorrowers.vehicleShortfall': 0.9 };

  it('provide for site loans as their marks fall, before the loss, and for all loans when activity falls', () => {
    const run = wave({ 'privateBorrowers.cureDays': 200, 'privateBorrowers.graceDays': 200 }, 60, failing);
    expect(eventsOf(run, 'default')).toEqual([]);
    expect(run.last('banks.allowance')).toBeGreaterThan(calm.series('banks.allowance')[59] + 0.1);
    const slump = { 'realEconomy.consumptionShortfall': 2000 };
    const provided = runEconomy(60, { schedule: shock(slump) });
    expect(provided.last('banks.allowance')).toBeGreaterThan(5);
    const blind = runEconomy(60, { set: { 'banks.lossRate': 0 }, schedule: shock(slump) });
    expect(blind.last('banks.allowance')).toBeLessThan(0.1 * provided.last('banks.allowance'));
    expect(provided.last('banks.capitalRatio')).toBeLessThan(blind.last('banks.capitalRatio'));
  });

  it('book provisions: equity is lower by them, they stand against borrowers, and charge-offs use them up', () => {
    const slow = { 'privateBorrowers.cureDays': 60, 'privateBorrowers.graceDays': 60 };
    const run = (set: Values) => wave({ ...slow, ...set }, 90, failing);
    const [booked, late] = [run({}), run({ 'banks.provisionHalfLife': 1000 })];
    const [site] = eventsOf(booked, 'loss', 'banks');
    const before = site.tick - 2;
    const provided = booked.series('banks.allowance')[before] - late.series('banks.allowance')[before];
    expect(provided).toBeGreaterThan(2);
    expect(late.series('banks.equity')[before] - booked.series('banks.equity')[before]).toBeCloseTo(
      provided,
      1,
    );
    // The loss was provided for in part: on the day it costs so much less.
    const fall = (of: EconomyRun) =>
      of.series('banks.equity')[before] - of.series('banks.equity')[before + 1];
    expect(fall(late) - fall(booked)).toBeCloseTo(provided, 1);
    const standing = units(booked, 'privateBorrowers', 'loanLossAllowance');
    expect(standing).toBeCloseTo(0, 9);
    const general = units(booked, 'realEconomy', 'loanLossAllowance');
    expect(general).toBeCloseTo(booked.last('banks.allowance'), 9);
    expect(units(booked, 'banks', 'loanLossAllowance')).toBeCloseTo(-general, 9);
  });

  it('lend and finance less for what they provide', () => {
    const slump = { 'realEconomy.consumptionShortfall': 2000 };
    const run = (set: Values) =>
      runEconomy(120, { set: { 'banks.capitalRequirement': 0.19, ...set }, schedule: shock(slump) });
    const [provided, blind] = [run({}), run({ 'banks.lossRate': 0 })];
    expect(provided.last('banks.loans')).toBeLessThan(blind.last('banks.loans') - 1);
    expect(provided.last('fundingCapacity')).toBeLessThan(blind.last('fundingCapacity') - 1);
  });

  it('sell AI equity short against AI loans when told to, more of it as it falls, and push its price', () => {
    const fall = { 'news.shock.megacapEquity': -3, 'news.shock.semiconductorEquity': -3 };
    const run = (set: Values) => runEconomy(40, { set, schedule: shock(fall, 10, 30) });
    const [plain, hedged] = [run({}), run({ 'banks.hedgeShare': 1 })];
    expect(plain.last('banks.shortPosition')).toBe(0);
    const short = hedged.series('banks.shortPosition');
    expect(short[8]).toBeGreaterThan(3);
    expect(short[39]).toBeGreaterThan(short[8]);
    expect(hedged.last('price.megacapEquity')).toBeLessThan(plain.last('price.megacapEquity'));
    const linear = run({ 'banks.hedgeShare': 1, 'banks.hedgeConvexity': 0 });
    expect(linear.last('banks.shortPosition')).toBeLessThan(short[39]);
    expect(units(hedged, 'banks', 'megacapEquity')).toBeLessThan(0);
  });

  it('have third parties pay part of the losses on AI loans, for a premium', () => {
    const bare = wave({}, 60, failing);
    const covered = wave({ 'banks.transferShare': 0.8 }, 60, failing);
    const paid = covered.last('banks.protectionPaid');
    expect(bare.last('banks.protectionPaid')).toBe(0);
    expect(paid).toBeGreaterThan(1);
    expect(covered.last('banks.equity')).toBeGreaterThan(bare.last('banks.equity') + 0.8 * paid);
    expect(eventsOf(covered, 'protection paid').reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(
      paid,
      6,
    );
  });
});
