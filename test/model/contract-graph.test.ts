/** The graph of contracts: it says what the books say, and what goes in a circle is counted. */
import { describe, expect, it } from 'vitest';
import { AI_LABS, HYPERSCALERS, NEOCLOUDS } from '../../src/ledger/ai-firms.js';
import type { ContractEdge, Owed } from '../../src/ledger/contract-graph.js';
import { type EconomyRun, runEconomy, type Values } from './small-economy.js';

const TICKS = 30;

function graphOf({ world }: EconomyRun): ContractEdge[] {
  const edges: ContractEdge[] = [];
  for (const { contracts } of world.kinds) contracts?.(world, (edge) => edges.push(edge));
  return edges;
}

function edgesOf(run: EconomyRun, owes: Owed, where: Partial<ContractEdge> = {}): ContractEdge[] {
  return graphOf(run).filter(
    (edge) =>
      edge.owes === owes &&
      (where.debtor === undefined || edge.debtor === where.debtor) &&
      (where.creditor === undefined || edge.creditor === where.creditor),
  );
}

function sum(edges: readonly ContractEdge[], of: 'outstanding' | 'perYear' = 'outstanding'): number {
  return edges.reduce((all, edge) => all + edge[of], 0);
}

function books(run: EconomyRun, kind: string, instrument: string): number {
  const { first, last } = run.world.rowsOf(kind);
  let held = 0;
  for (let row = first; row < last; row++)
    held += run.world.ledger.position(row, run.world.instrument(instrument));
  return held;
}

const DRY: Values = {
  'aiLabs.openai.deposits': 1,
  'aiLabs.granted': 0,
  'aiLabs.reviewInterval': 4,
  'aiLabs.shortRunway': 0.2,
};

describe('the graph of contracts', () => {
  const run = runEconomy(TICKS, { set: DRY });

  it('names each pair once, and owes nothing negative', () => {
    const edges = graphOf(run);
    const names = edges.map(({ debtor, creditor, owes }) => `${debtor} ${creditor} ${owes}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { outstanding, perYear, years } of edges)
      for (const value of [outstanding, perYear, years]) expect(value).toBeGreaterThanOrEqual(0);
  });

  it('has computing as the book says, and claims as the books say', () => {
    const labs = AI_LABS.flatMap((debtor) => edgesOf(run, 'computing', { debtor }));
    expect(sum(labs, 'perYear')).toBeCloseTo(run.last('aiLabs.contracts'), 9);
    const sellers: readonly string[] = [...HYPERSCALERS, ...NEOCLOUDS];
    const claims = edgesOf(run, 'money').filter(
      ({ debtor, creditor }) => debtor === 'openai' && sellers.includes(creditor),
    );
    expect(sum(claims)).toBeCloseTo(-books(run, 'aiLabs', 'contractClaims'), 9);
  });

  it('has shares of labs with all who hold them, and debt as the books say', () => {
    const shares = AI_LABS.flatMap((debtor) => edgesOf(run, 'equity', { debtor }));
    expect(sum(shares)).toBeCloseTo(-books(run, 'aiLabs', 'privateAiEquity'), 6);
    const owned = edgesOf(run, 'equity').filter(({ creditor }) => creditor === 'microsoft');
    expect(owned.length).toBe(AI_LABS.length);
    const ofVendor = sum(edgesOf(run, 'equity', { creditor: 'chipVendor' }));
    expect(ofVendor).toBeCloseTo(books(run, 'chipVendor', 'privateAiEquity'), 6);
    const loans = NEOCLOUDS.flatMap((debtor) =>
      edgesOf(run, 'money', { debtor, creditor: 'aiInfrastructureDebt' }),
    );
    expect(sum(loans)).toBeCloseTo(-books(run, 'neoclouds', 'aiInfrastructureDebt'), 9);
    expect(sum(edgesOf(run, 'money', { debtor: 'oracleSites' }))).toBeGreaterThan(30);
  });

  it('has every loan of private credit by borrower and fund, as the books say, and lines of the funds', () => {
    const { world } = run;
    const first = world.rowOf('privateBorrowers');
    const loans = edgesOf(run, 'money').filter(({ creditor }) => creditor.startsWith('privateCreditFunds '));
    expect(sum(loans)).toBeCloseTo(books(run, 'privateCreditFunds', 'privateCreditLoans'), 9);
    expect(sum(edgesOf(run, 'money', { debtor: 'metaVehicle' }))).toBeCloseTo(
      -world.ledger.position(first, world.ledger.at.privateCreditLoans) -
        world.ledger.position(first, world.ledger.at.bankLoans),
      9,
    );
    const fund = `privateCreditFunds ${world.rowOf('privateCreditFunds') + 2}`;
    const held = world.ledger.position(
      world.rowOf('privateCreditFunds') + 2,
      world.ledger.at.privateCreditLoans,
    );
    expect(sum(loans.filter(({ creditor }) => creditor === fund))).toBeCloseTo(held, 9);
    const unnamed = loans.map(({ debtor }) => debtor).filter((name) => name.startsWith('privateBorrowers '));
    expect(new Set(unnamed).size).toBe(48);
    for (const { years } of loans) expect(years).toBeLessThan(30);
    const lines = edgesOf(run, 'money', { creditor: 'banks' });
    const ofFunds = lines.filter(({ debtor }) => debtor.startsWith('privateCreditFunds '));
    expect(sum(ofFunds)).toBeCloseTo(-books(run, 'privateCreditFunds', 'bankLoans'), 9);
  });

  it('has as interest of a year what accrues', () => {
    const { world } = run;
    const { ledger, demand, scalars } = world;
    const private_ = edgesOf(run, 'money').filter(({ creditor }) =>
      creditor.startsWith('privateCreditFunds '),
    );
    // Pooled rate and margin of each borrower, as accruals are counted.
    const margin = world.column('privateBorrowers.margin');
    const first = world.rowOf('privateBorrowers');
    let accrued = 0;
    for (const [i, over] of margin.entries())
      accrued -=
        (scalars.get('privateCreditRate') + over) * ledger.position(first + i, ledger.at.privateCreditLoans);
    expect(sum(private_, 'perYear')).toBeCloseTo(accrued, 9);
    const pool = ledger.at.aiInfrastructureDebt;
    for (const [i, debtor] of NEOCLOUDS.entries()) {
      const owed = -ledger.position(world.rowOf('neoclouds') + i, pool);
      const rate = demand.coupon[pool] + world.column('neoclouds.loanSpread')[i];
      const [edge] = edgesOf(run, 'money', { debtor, creditor: 'aiInfrastructureDebt' });
      expect(edge.perYear).toBeCloseTo(rate * owed, 9);
      expect(edge.years).toBeGreaterThan(0);
      expect(edge.years).toBeLessThan(8);
    }
    for (const { outstanding, perYear, years } of edgesOf(run, 'money', {
      creditor: 'aiInvestmentGradeBonds',
    })) {
      expect(perYear / outstanding).toBeGreaterThan(0.03);
      expect(years).toBeGreaterThan(5);
    }
  });

  it('has chips on order at the vendor, of all who build, and its guarantees', () => {
    const chips = sum(edgesOf(run, 'chips', { creditor: 'chipVendor' }), 'perYear');
    // AI builders have no name.
    expect(chips).toBeLessThan(run.last('chipSales') * 1.05);
    expect(chips).toBeGreaterThan(0.6 * run.last('chipSales'));
    expect(sum(edgesOf(run, 'guarantee', { creditor: 'coreweave' }), 'perYear')).toBeCloseTo(0.9, 9);
  });

  it('loses a firm that fails', () => {
    const failed = runEconomy(TICKS, { set: { 'neoclouds.leastCoverage': 3, 'neoclouds.cureDays': 5 } });
    expect(failed.last('neoclouds.defaults')).toBeGreaterThan(3);
    const gone = failed.events.filter(({ type, kind }) => type === 'default' && kind === 'neoclouds');
    expect(gone.map(({ name }) => name)).toContain('coreweave');
    for (const { name = '' } of gone) {
      expect(edgesOf(failed, 'money', { debtor: name })).toEqual([]);
      expect(edgesOf(failed, 'money', { creditor: name })).toEqual([]);
      expect(edgesOf(failed, 'guarantee', { creditor: name })).toEqual([]);
      const sold = edgesOf(failed, 'computing', { creditor: name }).map(({ debtor }) => debtor);
      expect(sold.filter((debtor) => (AI_LABS as readonly string[]).includes(debtor))).toEqual([]);
    }
  });
});

describe('money in circles', () => {
  it('is what the vendor pays for its own chips, by the part of capex that is chips', () => {
    const run = runEconomy(TICKS);
    const off = runEconomy(TICKS, { set: { 'chipVendor.financing': false } });
    expect(run.last('chipVendor.circle')).toBeGreaterThan(0.1);
    expect(run.last('chipVendor.circle')).toBeLessThan(
      run.last('chipVendor.financedShare') * run.last('chipSales'),
    );
    expect(off.last('chipVendor.circle')).toBe(0);
  });

  it('is what hyperscalers pay for shares of labs that buy of them', () => {
    const busy: Values = { 'aiLabs.roundInterval': 8, 'aiLabs.reserve': 2 };
    const run = runEconomy(TICKS, { set: busy });
    expect(run.last('aiLabs.circleShare')).toBeGreaterThan(0.05);
    expect(
      runEconomy(TICKS, { set: { ...busy, 'aiLabs.hyperscalerShare': 0 } }).last('aiLabs.circleShare'),
    ).toBe(0);
  });

  it('and customers of a seller are concentrated by the squares of their parts', () => {
    const run = runEconomy(2);
    for (const name of ['hyperscalers.oracle', 'neoclouds.coreweave']) {
      const [kind, firm] = name.split('.');
      const largest = run.last(`${kind}.concentration.${firm}`);
      const index = run.last(`${kind}.herfindahl.${firm}`);
      expect(index).toBeGreaterThanOrEqual(largest * largest - 1e-9);
      expect(index).toBeLessThanOrEqual(largest + 1e-9);
    }
  });
});
