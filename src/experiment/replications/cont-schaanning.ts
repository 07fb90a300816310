/** Cont & Schaanning: what banks sell under both rules, and the shock at which the threshold bites. */
import { exp } from '../../maths/elementary.js';
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { atLeast, exact, type ReplicationRow } from './row.js';

/** The first round of sales. */
const FIRST = 2;

interface Bank {
  /** Equity over assets at the start. */
  readonly ratio: number;
  other: number;
  bonds: number;
  debt: number;
}

function banksOf(runs: ReplicationRuns, arm: string): Bank[] {
  const of = (name: string) => runs.parameter(arm, name);
  return runs.namesBelow('banks.equity').map((name) => {
    const equity = of(`banks.equity.${name}`);
    const ratio = of(`banks.leverageRatio.${name}`);
    const bonds = of(`banks.governmentBonds.${name}`);
    return { ratio, bonds, other: equity / ratio - bonds, debt: equity / ratio - equity };
  });
}

/** Smallest shock at which some bank with bonds is beyond the threshold, and what it then sells. */
function critical(runs: ReplicationRuns, arm: string): { readonly shock: number; readonly sale: number } {
  const threshold = runs.parameter(arm, 'banks.threshold');
  const buffer = runs.parameter(arm, 'banks.buffer');
  const points = banksOf(runs, arm)
    .filter(({ bonds }) => bonds > 0)
    .map(({ other, bonds, debt }) => {
      const assets = other + bonds;
      // A/lambda = E, both less what bonds lose.
      const shock = (assets - debt - assets / threshold) / (bonds * (1 - 1 / threshold));
      const sale = Math.min((1 - buffer) * (assets - shock * bonds), (1 - shock) * bonds);
      return { shock: Math.max(shock, 0), sale };
    });
  return points.reduce((first, point) => (point.shock < first.shock ? point : first));
}

interface Round {
  readonly sold: number;
  readonly price: number;
}

/** Rounds of sales straight from the rules: sales at the price before, then the price after. */
function rounds(runs: ReplicationRuns, arm: string, count: number): Round[] {
  const of = (name: string) => runs.parameter(arm, name);
  const isTargeting = runs.choice(arm, 'banks.rule') === 'targeting';
  const banks = banksOf(runs, arm);
  const outstanding = banks.reduce((sum, { bonds }) => sum + bonds, 0);
  let price = 1 - of('outsideBuyers.shock');
  return Array.from({ length: count }, () => {
    const units = banks.map((bank) => {
      const assets = bank.other + price * bank.bonds;
      const equity = assets - bank.debt;
      const isBeyond = assets > of('banks.threshold') * equity;
      if (!isTargeting && !isBeyond) return 0;
      const multiple = isTargeting ? 1 / bank.ratio : of('banks.buffer') * of('banks.threshold');
      return Math.min(Math.max(assets - multiple * Math.max(equity, 0), 0) / price, bank.bonds);
    });
    const total = units.reduce((sum, one) => sum + one, 0);
    const sold = price * total;
    price *= exp((-of('outsideBuyers.priceImpact') * total) / outstanding);
    for (const [i, bank] of banks.entries()) {
      bank.bonds -= units[i];
      bank.debt -= price * units[i];
    }
    return { sold, price };
  });
}

function rowsOf(runs: ReplicationRuns, arm: string): ReplicationRow[] {
  const sold = runs.series(arm, 'banks.sold')[0] ?? [];
  const prices = runs.series(arm, 'price.governmentBonds')[0] ?? [];
  const paper = rounds(runs, arm, Math.max(sold.length - 1, 1));
  const shock = `bonds lose ${Number((100 * shockOf(runs, arm)).toPrecision(6))} %`;
  return [
    exact(
      {
        quantity: `sold at once, ${shock}`,
        arm,
        unit: '$bn',
        source: 'A - m E over all banks that act',
        obtained: sold[FIRST - 1] ?? Number.NaN,
      },
      paper[0].sold,
      1e-6,
    ),
    exact(
      {
        quantity: `price after ${paper.length} rounds, ${shock}`,
        arm,
        source: "p' = p exp(-beta sold/outstanding), iterated apart",
        obtained: prices[prices.length - 1] ?? Number.NaN,
      },
      paper[paper.length - 1].price,
      1e-8,
    ),
  ];
}

/** Between which shocks of the arms the threshold rule begins to sell. */
function onset(runs: ReplicationRuns): ReplicationRow[] {
  const arms = runs.arms
    .filter((arm) => runs.choice(arm, 'banks.rule') === 'threshold')
    .map((arm) => ({
      arm,
      shock: shockOf(runs, arm),
      sold: runs.at(arm, 'banks.sold', FIRST),
    }))
    .sort((one, other) => one.shock - other.shock);
  const after = arms.find(({ sold }) => sold > 0);
  const before = arms.filter(({ shock }) => shock < (after?.shock ?? 0)).at(-1);
  if (after === undefined || before === undefined) return [];
  const point = critical(runs, after.arm);
  return [
    exact(
      {
        quantity: 'critical shock of the threshold rule',
        arm: `${before.arm}, ${after.arm}`,
        source: 'the first A/lambda = E; obtained: middle of the arms between which sales begin',
        obtained: (before.shock + after.shock) / 2,
      },
      point.shock,
      (after.shock - before.shock) / 2,
    ),
    atLeast(
      {
        quantity: 'sold just beyond it, where nothing was before',
        arm: after.arm,
        unit: '$bn',
        source: '(1 - buffer) A of the bank that breaches, at most its bonds',
        obtained: after.sold,
      },
      point.sale,
    ),
  ];
}

/** Under targeting even the smallest shock sells. */
function targetingRow(runs: ReplicationRuns): ReplicationRow[] {
  const arms = runs.arms
    .filter((arm) => runs.choice(arm, 'banks.rule') === 'targeting')
    .sort((one, other) => shockOf(runs, one) - shockOf(runs, other));
  return arms.slice(0, 1).map((arm) =>
    atLeast(
      {
        quantity: 'sold at once by leverage targeting at the smallest shock',
        arm,
        unit: '$bn',
        source: 'Cont & Schaanning 2017: targeting sells at every shock',
        obtained: runs.at(arm, 'banks.sold', FIRST),
      },
      Number.MIN_VALUE,
    ),
  );
}

function shockOf(runs: ReplicationRuns, arm: string): number {
  return runs.parameter(arm, 'outsideBuyers.shock');
}

export const contSchaanning: Replication = {
  name: 'cont-schaanning',
  isRandom: false,
  needs: ['price.governmentBonds', 'banks.sold', 'banks.equity', 'books.imbalance'],
  rows: (runs) => [...onset(runs), ...targetingRow(runs), ...runs.arms.flatMap((arm) => rowsOf(runs, arm))],
};
