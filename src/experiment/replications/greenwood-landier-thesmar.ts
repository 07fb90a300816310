/** Greenwood, Landier & Thesmar: sales, second-round losses and aggregate vulnerability, from the paper's matrices. */
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { exact, type ReplicationRow } from './row.js';

const ASSETS = ['firstBonds', 'secondBonds'] as const;
const BANKS = ['first', 'second'] as const;
const TOLERANCE = 1e-7;

interface Vulnerability {
  /** $bn. */
  readonly sales: number;
  readonly secondReturns: readonly number[];
  /** $bn, by bank. */
  readonly losses: readonly number[];
  /** AV: losses over equity at the start. */
  readonly aggregate: number;
}

/** phi = M'A B M F1, F2 = L phi, AV = 1'A M F2 / E. */
function vulnerability(runs: ReplicationRuns, arm: string): Vulnerability {
  const of = (name: string) => runs.parameter(arm, name);
  const A = BANKS.map((bank) => of(`banks.assets.${bank}`));
  const B = BANKS.map((bank) => of(`banks.debtToEquity.${bank}`));
  const M = BANKS.map((bank) => of(`banks.firstBondShare.${bank}`)).map((share) => [share, 1 - share]);
  const F1 = ASSETS.map((asset) => of(`outsideBuyers.shock.${asset}`));
  const L = ASSETS.map((asset) => of(`outsideBuyers.priceImpact.${asset}`));
  const times = (weights: readonly number[], returns: readonly number[]) =>
    weights.reduce((sum, weight, k) => sum + weight * returns[k], 0);
  const sold = M.map((weights, i) => A[i] * B[i] * times(weights, F1));
  const phi = ASSETS.map((_, k) => sold.reduce((sum, amount, i) => sum + M[i][k] * amount, 0));
  const F2 = phi.map((amount, k) => L[k] * amount);
  const losses = M.map((weights, i) => -A[i] * times(weights, F2));
  const equity = A.reduce((sum, assets, i) => sum + assets / (1 + B[i]), 0);
  return {
    sales: -sold.reduce((sum, amount) => sum + amount, 0),
    secondReturns: F2,
    losses,
    aggregate: losses.reduce((sum, loss) => sum + loss, 0) / equity,
  };
}

function rowsOf(runs: ReplicationRuns, arm: string): ReplicationRow[] {
  const paper = vulnerability(runs, arm);
  const lost = (name: string) => runs.at(arm, name, 1) - runs.at(arm, name, 2);
  const equity = BANKS.reduce(
    (sum, bank) =>
      sum +
      runs.parameter(arm, `banks.assets.${bank}`) / (1 + runs.parameter(arm, `banks.debtToEquity.${bank}`)),
    0,
  );
  const row = (
    quantity: string,
    unit: string,
    source: string,
    obtained: number,
    published: number,
    size: number,
  ) => exact({ quantity, arm, unit, source, obtained }, published, TOLERANCE * size);
  return [
    row('sales', '$bn', "1'A B M F1", runs.at(arm, 'banks.sold', 2), paper.sales, 100),
    ...ASSETS.map((asset, k) =>
      row(
        `second return of ${asset}`,
        '',
        "F2 = L M'A B M F1",
        -lost(`price.${asset}`),
        paper.secondReturns[k],
        1,
      ),
    ),
    ...BANKS.map((bank, i) =>
      row(
        `loss of the ${bank} bank by sales`,
        '$bn',
        'A M F2',
        lost(`banks.equity.${bank}`),
        paper.losses[i],
        100,
      ),
    ),
    row(
      'aggregate vulnerability',
      '',
      "AV = 1'A M F2 / E",
      lost('banks.equity') / equity,
      paper.aggregate,
      10,
    ),
  ];
}

export const greenwoodLandierThesmar: Replication = {
  name: 'greenwood-landier-thesmar',
  isRandom: false,
  needs: [
    'price.firstBonds',
    'price.secondBonds',
    'banks.sold',
    'banks.equity',
    'banks.equity.first',
    'banks.equity.second',
    'books.imbalance',
  ],
  rows: (runs) => runs.arms.flatMap((arm) => rowsOf(runs, arm)),
};
