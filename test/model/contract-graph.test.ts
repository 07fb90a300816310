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
