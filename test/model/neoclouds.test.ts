/** Sections 5 and 6 of the model, neoclouds: rents, debt, covenants, default, auction, and each without its cause. */
import { describe, expect, it } from 'vitest';
import { WHOLE_KIND } from '../../src/ledger/events.js';
import { type EconomyRun, runEconomy, shock, type Values } from './small-economy.js';

const POOL = 'aiInfrastructureDebt';
const FIRMS = ['coreweave', 'crusoe', 'nebius', 'lambda', 'iren', 'nscale', 'fluidstack'];
/** What firms and their customers plan goes on beside the story. */
const PLANS = ['capex cut', 'plan cut', 'plan raised'];
const INVESTORS = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers'];

/** Rents fall by a quarter within a month: two firms cannot serve their debt as they must. */
const SLUMP = shock({ 'neoclouds.rentDeflation': 4 }, 5, 26);
/** Covenants so tight that most are in breach after it. */
const MANY: Values = { 'neoclouds.leastCoverage': 2.6 };
const FEW: Values = { 'neoclouds.leastCoverage': 1.4 };

function slump(given: Values, ticks = 90, set: Values = {}): EconomyRun {
  return runEconomy(ticks, { set, schedule: [...SLUMP, ...shock(given, 10)], attributionEvery: 1 });
}

function units(run: EconomyRun, kind: string, instrument: string): number {
  const { ledger } = run.world;
  const { first, last } = run.world.rowsOf(kind);
  let sum = 0;
  for (let row = first; row < last; row++) sum += ledger.position(row, run.world.instrument(instrument));
  return sum;
}

function eventsOf(run: EconomyRun, type: string) {
  return run.events.filter((event) => event.type === type);
}

describe('neoclouds', () => {
  it('buy chips with secured debt, and what lenders do not advance with money of their owners', () => {
    const lent = runEconomy(20);
    const without = runEconomy(20, { set: { 'neoclouds.advanceRate': 0 } });
    expect(lent.last('neoclouds.debt')).toBeGreaterThan(lent.series('neoclouds.debt')[0] + 0.5);
    expect(without.last('neoclouds.debt')).toBeLessThan(lent.last('neoclouds.debt') - 0.5);
    expect(units(without, 'neoclouds', 'privateAiEquity')).toBeLessThan(
      units(lent, 'neoclouds', 'privateAiEquity') - 0.3,
    );
  });

  it('differ in size, leverage and concentration, and pay for the last two', () => {
    const run = runEconomy(2);
    const coverage = FIRMS.map((firm) => run.last(`neoclouds.coverage.${firm}`));
    expect(Math.max(...coverage)).toBeGreaterThan(2 * Math.min(...coverage));
    const concession = run.last('neoclouds.concession.nscale');
    const set = { 'hyperscalers.concessionConcentration': 0, 'hyperscalers.concessionLeverage': 0 };
    expect(concession).toBeGreaterThan(
      runEconomy(2, { set: { ...set, 'hyperscalers.concessionCoverage': 0 } }).last(
        'neoclouds.concession.nscale',
      ),
    );
  });

  it('earn less as rents fall, more in a rebound, and less of both under contract', () => {
    const change = (deflation: number, contracts: number): number => {
      const set = Object.fromEntries(FIRMS.map((firm) => [`neoclouds.${firm}.contractShare`, contracts]));
      const with_ = runEconomy(30, { set, schedule: shock({ 'neoclouds.rentDeflation': deflation }) });
      return with_.last('neoclouds.cashFlow') - runEconomy(30, { set }).last('neoclouds.cashFlow');
    };
    expect(change(1, 0)).toBeLessThan(-0.3);
    expect(change(-1, 0)).toBeGreaterThan(0.3);
    expect(Math.abs(change(1, 1))).toBeLessThan(0.3 * Math.abs(change(1, 0)));
  });

  it('rent at higher rates where demand outgrows capacity, unless scarcity does nothing', () => {
    const set = { 'hyperscalers.aiRevenueGrowth': 1, 'neoclouds.capexGrowth': -20 };
    expect(runEconomy(60, { set }).last('neoclouds.rent')).toBeGreaterThan(1.02);
    expect(
      runEconomy(60, { set: { ...set, 'neoclouds.scarcityElasticity': 0 } }).last('neoclouds.rent'),
    ).toBe(1);
  });

  it('own chips that fade over the economic life and stand in the books on the assumed life', () => {
    const without = { 'neoclouds.capexGrowth': -20 };
    const kept = (set: Values): number => {
      const run = runEconomy(120, { set: { ...without, ...set } });
      return run.last('neoclouds.capacity') / run.series('neoclouds.capacity')[0];
    };
    expect(kept({ 'neoclouds.economicLife': 2 })).toBeLessThan(kept({}) - 0.02);
    expect(kept({ 'neoclouds.assumedLife': 4, 'neoclouds.cureDays': 500 })).toBeCloseTo(kept({}), 2);
    expect(runEconomy(2, { set: { 'neoclouds.assumedLife': 4 } }).last('neoclouds.bookValue')).toBeLessThan(
      runEconomy(2).last('neoclouds.bookValue') - 1,
    );
  });

  it('breach covenants on coverage when rents fall, and on value when books assume a shorter life', () => {
    const subjects = (run: EconomyRun) =>
      new Set(eventsOf(run, 'covenant breach').map(({ subject }) => subject));
    expect(subjects(runEconomy(40))).toEqual(new Set());
    expect(subjects(slump({}, 40))).toEqual(new Set(['coverage']));
    expect(subjects(runEconomy(5, { set: { 'neoclouds.assumedLife': 4 } }))).toEqual(
      new Set(['loanToValue']),
    );
  });

  it('roll their loans over at maturity, and default where lenders shut them out', () => {
    const set = {
      'neoclouds.coreweave.tenor': 1,
      'neoclouds.amortisedShare': 0,
      'neoclouds.cureDays': 200,
    };
    const calm = runEconomy(60, { set });
    const [rolled] = eventsOf(calm, 'refinanced').filter(({ kind }) => kind === 'neoclouds');
    expect(rolled).toMatchObject({ tick: 32, row: calm.world.rowOf('neoclouds') });
    expect(rolled.amount).toBeGreaterThan(7);
    const shut = slump({ 'neoclouds.leastCoverage': 10 }, 60, set);
    const story = shut.events.filter(({ row, kind }) => kind === 'neoclouds' && row === rolled.row);
    const types = story.map(({ type }) => type).filter((type) => type !== 'capex cut');
    expect(types).toContain('missed payment');
    expect(types.indexOf('default')).toBeGreaterThan(types.indexOf('missed payment'));
    expect(story.find(({ type }) => type === 'acceleration')?.subject).toBe('maturity');
    expect(eventsOf(shut, 'covenant breach')[0].tick).toBeLessThan(32);
  });

  it('are refinanced at the spread of the day: concessions rise with leverage', () => {
    const run = slump({ 'neoclouds.leastCoverage': 0 }, 40);
    for (const firm of ['lambda', 'fluidstack']) {
      const concession = run.series(`neoclouds.concession.${firm}`);
      expect(concession[39]).toBeGreaterThan(concession[0] + 0.003);
    }
  });
});

describe('a default of a neocloud', () => {
  const run = slump(FEW);

  it('is a story from rent to loss', () => {
    const [failed] = eventsOf(run, 'default');
    const own = run.events.filter(({ kind, row }) => kind === 'neoclouds' && row === failed.row);
    const types = own.map(({ type }) => type).filter((type) => !PLANS.includes(type));
    expect(types).toEqual([
      'covenant breach',
      'acceleration',
      'default',
      'seizure',
      'auction',
      'auction price',
      'estate',
      'recovery',
    ]);
    expect(own.find(({ type }) => type === 'acceleration')?.subject).toBe('coverage');
    const losses = eventsOf(run, 'loss').filter(({ tick }) => tick === failed.tick);
    expect(new Set(losses.map(({ kind }) => kind))).toEqual(
      new Set([...INVESTORS, 'chipVendor', 'realEconomy']),
    );
  });

  it('is told apart by vintage: all that is owed and lost, at what was asked when it was lent', () => {
    const run = slump(MANY);
    const of = (what: string) =>
      ['before', 'firstYear', 'later'].map((issue) => run.series(`neoclouds.${what}.${issue}`));
    const [before, year, later] = of('issueDebt');
    expect(Math.max(...run.series('neoclouds.inBreach'))).toBeGreaterThan(1);
    for (const [t, debt] of run.series('neoclouds.debt').entries())
      expect(before[t] + year[t] + later[t]).toBeCloseTo(debt, 6);
    const lost = of('issueLost').map((series) => series[series.length - 1]);
    expect(lost[0]).toBeGreaterThan(1);
    expect(lost[1]).toBeGreaterThan(0);
    expect(lost[0] + lost[1]).toBeCloseTo(run.last('neoclouds.destroyed'), 9);
    // The oldest loans keep the spread of the start; what is lent in the slump costs more.
    const [old, young] = of('issueSpread');
    expect(old[5]).toBeGreaterThan(run.series('spread.aiInfrastructureDebt')[0]);
    expect(old[5]).toBeCloseTo(old[0], 3);
    expect(young[40]).toBeGreaterThan(old[40] + 0.001);
  });

  it('destroys what is not recovered, in proportion to what everybody holds', () => {
    const { tick } = eventsOf(run, 'default')[0];
    const price = run.series(`price.${POOL}`)[tick - 1];
    const losses = eventsOf(run, 'loss').filter((event) => event.tick === tick && event.subject === POOL);
    const lost = losses.reduce((sum, { amount }) => sum + amount, 0);
    expect(lost).toBeCloseTo(run.series('neoclouds.destroyed')[tick - 1] * price, 6);
    const recovered = run.last('neoclouds.recovery');
    expect(recovered).toBeGreaterThan(0.3);
    expect(recovered).toBeLessThan(0.8);
    // Owners of nothing: their shares are written off, and the dead firm keeps neither debt nor cash.
    const { ledger } = run.world;
    for (const { row } of eventsOf(run, 'default'))
      for (let i = 0; i < ledger.width; i++) expect(Math.abs(ledger.position(row, i))).toBeLessThan(1e-9);
  });

  it('reaches the wealth of holders at the next marks, and the books balance throughout', () => {
    const { tick } = eventsOf(run, 'default')[0];
    const calm = slump({ ...FEW, 'neoclouds.leastCoverage': 0 });
    expect(eventsOf(calm, 'default')).toEqual([]);
    for (const kind of ['insurers', 'assetManagers'])
      expect(run.series(`wealth.${kind}`)[tick - 1]).toBeLessThan(
        calm.series(`wealth.${kind}`)[tick - 1] - 0.1,
      );
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });

  it('widens the spread of the whole pool, for the cause default', () => {
    const { tick } = eventsOf(run, 'default')[0];
    const spread = run.series(`spread.${POOL}`);
    expect(spread[tick + 1] - spread[tick - 1]).toBeGreaterThan(0.003);
    const moved = run.attribution
      .filter((row) => row.asset === POOL && row.cause === 'default' && row.tick === tick + 1)
      .reduce((sum, { lnPrice }) => sum + lnPrice, 0);
    expect(moved).toBeLessThan(-0.005);
  });

  it('is no rebalancing and no issuance: orders for units that are gone are shown as default', () => {
    const { tick } = eventsOf(run, 'default')[0];
    const moved = (day: number, cause: string): number =>
      run.attribution
        .filter((row) => row.asset === POOL && row.tick === day && row.cause === cause)
        .filter(({ kind }) => INVESTORS.includes(kind))
        .reduce((sum, { lnPrice }) => sum + lnPrice, 0);
    for (const cause of ['rebalancing', 'issuance'])
      expect(Math.abs(moved(tick + 1, cause) - moved(tick - 1, cause)), cause).toBeLessThan(5e-4);
  });

  it('is expected on the assumed life until auctions show the economic one, unless lenders never learn', () => {
    const { tick } = eventsOf(run, 'default')[0];
    const life = run.series('neoclouds.lenderLife');
    expect(life[tick - 2]).toBe(6);
    expect(life[tick - 1]).toBeLessThan(5.9);
    expect(slump(FEW, 90, { 'neoclouds.learning': 0 }).last('neoclouds.lenderLife')).toBe(6);
  });
});

describe('the dollars of a default', () => {
  const many = slump(MANY);
  /** Lines of banks, owners of the vendor, buyers of scrap: another way to fail. */
  const drawn = runEconomy(40, {
    set: {
      'neoclouds.fluidstack.deposits': 0,
      'neoclouds.cureDays': 500,
      'neoclouds.graceDays': 10,
      'neoclouds.fluidstack.contractShare': 0,
    },
    schedule: shock({ 'neoclouds.rentDeflation': 20 }, 2, 23),
  });

  it.each([
    ['many at once', many],
    ['with a line', drawn],
  ])('are all told, firm by firm: %s', (_, run) => {
    const failed = eventsOf(run, 'default');
    expect(failed.length).toBeGreaterThan(0);
    for (const { tick, name, amount } of failed) {
      const told = run.events.filter(
        (event) => event.tick === tick && (event.counterparty === name || event.name === name),
      );
      const sum = (type: string, subject?: string): number =>
        told
          .filter((event) => event.type === type && (subject === undefined || event.subject === subject))
          .reduce((all, event) => all + event.amount, 0);
      expect(sum('recovered', POOL) + sum('destroyed', POOL)).toBeCloseTo(amount, 9);
      expect(sum('recovered', 'bankLoans') + sum('destroyed', 'bankLoans')).toBeCloseTo(
        sum('line called'),
        9,
      );
      expect(sum('recovered') + sum('owners paid')).toBeCloseTo(sum('estate'), 9);
      expect(sum('recovered', POOL)).toBeCloseTo(sum('recovery') * amount, 9);
      expect(sum('chips bought')).toBeCloseTo(sum('auction price') * sum('seizure'), 9);
      expect(sum('chips bought')).toBeLessThanOrEqual(sum('estate') + 1e-9);
      const price = run.series(`price.${POOL}`)[tick - 1];
      expect(sum('loss', POOL)).toBeCloseTo(sum('destroyed', POOL) * price, 9);
    }
  });

  it('go to each firm of a joint auction by the chips that were seized from it', () => {
    const ticks = eventsOf(many, 'default').map(({ tick }) => tick);
    const tick = ticks.find((one, at) => ticks.indexOf(one) < at);
    const there = (type: string) => eventsOf(many, type).filter((event) => event.tick === tick);
    expect(there('default').length).toBeGreaterThan(1);
    expect(there('auction').map(({ name }) => name)).toEqual(there('default').map(({ name }) => name));
    const used = there('auction').map(({ amount }, at) => amount / there('seizure')[at].amount);
    for (const share of used) expect(share).toBeCloseTo(used[0], 12);
    expect(new Set(there('auction price').map(({ amount }) => amount)).size).toBe(1);
  });

  it('are paid by buyers in a flow of its own', () => {
    const { world } = runEconomy(eventsOf(many, 'default')[0].tick, {
      schedule: [...SLUMP, ...shock(MANY, 10)],
    });
    const { ledger } = world;
    const paid = (kind: string): number =>
      ledger.flows.of(world.flow('chipAuction'), ledger.kindOf[world.rowOf(kind)], ledger.at.deposits);
    const [{ tick }] = eventsOf(many, 'default');
    for (const kind of ['hyperscalers', 'realEconomy']) {
      const told = eventsOf(many, 'chips bought').filter(
        (event) => event.tick === tick && event.kind === kind,
      );
      expect(told.length).toBeGreaterThan(0);
      expect(paid(kind)).toBeCloseTo(-told.reduce((sum, { amount }) => sum + amount, 0), 9);
    }
  });

  it('are told with no row where they are those of a whole kind', () => {
    for (const type of ['destroyed', 'recovered', 'loss'])
      for (const { kind, row, name } of eventsOf(many, type))
        if (INVESTORS.includes(kind)) expect([row, name]).toEqual([WHOLE_KIND, '']);
  });
});

describe('a covenant that is met again while a payment is missed', () => {
  it('is no cure', () => {
    // Paying down what it can at the end of a loan brings the firm back within the covenant.
    const run = slump(MANY);
    const met = eventsOf(run, 'covenant met');
    expect(met.length).toBeGreaterThan(0);
    for (const { tick, row } of met)
      expect(eventsOf(run, 'missed payment').some((one) => one.row === row && one.tick <= tick)).toBe(true);
    for (const { tick, row } of eventsOf(run, 'covenant cured'))
      expect(eventsOf(run, 'missed payment').some((one) => one.row === row && one.tick === tick)).toBe(false);
  });
});

describe('a missed payment', () => {
  /** Rents below running costs, and firms without cash. */
  const run = runEconomy(40, {
    set: {
      'neoclouds.fluidstack.deposits': 0,
      'neoclouds.cureDays': 500,
      'neoclouds.graceDays': 10,
      'neoclouds.fluidstack.contractShare': 0,
    },
    schedule: shock({ 'neoclouds.rentDeflation': 20 }, 2, 23),
  });
  const row = run.world.rowOf('neoclouds') + FIRMS.indexOf('fluidstack');
  const own = run.events.filter((event) => event.kind === 'neoclouds' && event.row === row);

  it('draws on a line of the bank, and is a default if it is not made up', () => {
    const types = own.map(({ type }) => type).filter((type) => !PLANS.includes(type));
    expect(types).toEqual([
      'covenant breach',
      'missed payment',
      'acceleration',
      'default',
      'seizure',
      'auction',
      'auction price',
      'estate',
      'recovery',
      'line called',
    ]);
    const [missed, accelerated] = ['missed payment', 'acceleration'].map(
      (type) => own.find((event) => event.type === type)?.tick ?? 0,
    );
    expect(accelerated - missed).toBe(10);
    expect(own.find(({ type }) => type === 'acceleration')?.subject).toBe('missed payment');
  });

  it('costs the bank its line, out of its equity, behind the secured lenders', () => {
    const [lost] = eventsOf(run, 'loss').filter(({ kind }) => kind === 'banks');
    expect(lost.subject).toBe('bankLoans');
    expect(lost.amount).toBeGreaterThan(1e-4);
    expect(eventsOf(run, 'lender loss')[0].amount).toBeCloseTo(lost.amount, 8);
    expect(Math.max(...run.series('books.imbalance'))).toBeLessThan(1e-9);
  });
});

describe('an auction of seized chips', () => {
  const DEEP: Values = { 'neoclouds.outsideCash': 1000, 'neoclouds.outsideRoom': 1000 };
  const recovery = (given: Values): number => slump(given, 80).last('neoclouds.recovery');

  it('pays what rents are worth to buyers with cash and kilowatts, and less the more is sold at once', () => {
    const few = recovery(FEW);
    expect(recovery(MANY)).toBeLessThan(0.6 * few);
    expect(recovery({ ...FEW, ...DEEP })).toBeCloseTo(few, 6);
  });

  it('has no buyer of last resort unless an experiment says so', () => {
    expect(recovery({ ...MANY, ...DEEP })).toBeGreaterThan(2 * recovery(MANY));
    const nobody = slump({ ...FEW, 'neoclouds.outsideRoom': 0 }, 80, {
      'neoclouds.powerReserve': 0,
      'cryptoMiners.powerReserve': 0,
      'hyperscalers.usedChipRoom': 0,
    });
    for (const { amount } of eventsOf(nobody, 'auction')) expect(amount).toBe(0);
    for (const { amount } of eventsOf(nobody, 'auction price')) expect(amount).toBeCloseTo(0.05, 12);
  });

  it('hands chips to other neoclouds, whose capacity grows', () => {
    const set = { 'neoclouds.powerReserve': 1, 'cryptoMiners.powerReserve': 0 };
    const sold = slump({ ...FEW, 'neoclouds.outsideRoom': 0 }, 80, set);
    const { tick } = eventsOf(sold, 'auction')[0];
    const capacity = sold.series('neoclouds.capacity');
    const scrapped = capacity[tick - 2] - capacity[tick - 1];
    expect(scrapped).toBeLessThan(0.5);
  });
});

describe('entrants', () => {
  const cured: Values = { 'neoclouds.cureDays': 5 };
  /** Rents fall for a month, firms fail, and rents come back. */
  const rebound = (set: Values) =>
    runEconomy(160, {
      set: { ...cured, 'neoclouds.entrySpeed': 60, ...set },
      schedule: [
        ...SLUMP,
        ...shock(MANY, 10, 60),
        ...shock({ 'neoclouds.leastCoverage': 1.1 }, 60),
        ...shock({ 'neoclouds.rentDeflation': -5 }, 60, 90),
      ],
    });

  it('take the place of failed firms when rents pay, with money of founders first and debt later', () => {
    const run = rebound({});
    const entries = eventsOf(run, 'entry').filter(({ kind }) => kind === 'neoclouds');
    expect(entries.length).toBeGreaterThan(0);
    const [entry] = entries;
    const failed = eventsOf(run, 'default').filter(({ row }) => row === entry.row)[0];
    expect(entry.tick).toBeGreaterThan(failed.tick);
    const { world } = run;
    const i = entry.row - world.rowOf('neoclouds');
    expect(world.column('neoclouds.state')[i]).toBe(0);
    const equity = -world.ledger.position(entry.row, world.instrument('privateAiEquity'));
    expect(equity).toBeGreaterThan(entry.amount);
    const debt = -world.ledger.position(entry.row, world.instrument(POOL));
    expect(debt).toBeGreaterThan(0);
    let chips = 0;
    for (let v = 0; v < 16; v++) chips += world.column('neoclouds.capacity')[i * 16 + v];
    expect(chips).toBeGreaterThan(debt);
    // Failures stay counted.
    expect(run.last('neoclouds.defaults')).toBe(
      eventsOf(run, 'default').filter(({ kind }) => kind === 'neoclouds').length,
    );
  });

  it('stay away while chips are not worth what they cost, and where nobody wants to enter', () => {
    const dear = rebound({ 'neoclouds.founderPremium': 1 });
    const none = rebound({ 'neoclouds.entrySpeed': 0 });
    for (const run of [dear, none])
      expect(eventsOf(run, 'entry').filter(({ kind }) => kind === 'neoclouds')).toEqual([]);
    expect(none.last('neoclouds.capacity')).toBeLessThan(rebound({}).last('neoclouds.capacity'));
  });
});
