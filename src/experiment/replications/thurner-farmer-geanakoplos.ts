/** Thurner, Farmer & Geanakoplos: tails, margin calls and defaults against the limit of leverage. */
import { ln } from '../../maths/elementary.js';
import { hillIndex, kurtosis, mean } from '../../maths/moments.js';
import { type LeveragedFunds, leveragedFundsPath } from './leveraged-funds.js';
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { exact, published, type ReplicationRow, shown } from './row.js';

const TAIL = 0.05;
/** Falls that count as large: so many of all. */
const LARGE = 0.005;
/** Funds, and ticks over which paths are compared: crashes magnify rounding. */
const FUNDS = 10;
const COMPARED = 1000;
const SOURCE = 'Thurner, Farmer & Geanakoplos 2012';

interface Fall {
  readonly size: number;
  /** Whether a fund had to sell in that tick. */
  readonly isCalled: boolean;
}

/** Log returns of all runs of an arm from prices below value, as in the paper: funds are in the market. */
function cheapReturns(runs: ReplicationRuns, arm: string): Float64Array {
  const value = runs.parameter(arm, 'firm.value');
  const returns = runs
    .series(arm, 'price.asset')
    .flatMap((price) =>
      Array.from(price.subarray(1), (now, t) => (price[t] < value ? ln(now / price[t]) : Number.NaN)),
    );
  return Float64Array.from(returns.filter((one) => !Number.isNaN(one)));
}

/** Falls from prices below value, largest first. */
function falls(runs: ReplicationRuns, arm: string): Fall[] {
  const value = runs.parameter(arm, 'firm.value');
  const calls = runs.series(arm, 'funds.marginCalls');
  return runs
    .series(arm, 'price.asset')
    .flatMap((price, run) =>
      Array.from(price.subarray(1), (now, t) => ({
        size: price[t] < value ? ln(price[t] / now) : 0,
        isCalled: calls[run][t + 1] > 0,
      })),
    )
    .filter(({ size }) => size > 0)
    .sort((one, other) => other.size - one.size);
}

/** Tail exponent of falls, gamma of the paper. */
function tailExponent(runs: ReplicationRuns, arm: string): number {
  return hillIndex(
    falls(runs, arm).map(({ size }) => size),
    TAIL,
  );
}

function calledShare(runs: ReplicationRuns, arm: string): number {
  const all = falls(runs, arm);
  const large = all.slice(0, Math.ceil(LARGE * all.length));
  return large.filter(({ isCalled }) => isCalled).length / large.length;
}

/** Closures of funds in 1,000 ticks. */
function defaults(runs: ReplicationRuns, arm: string): number {
  return mean(
    runs.series(arm, 'funds.defaults').map((count) => (1000 * count[count.length - 1]) / count.length),
  );
}

function leverage(runs: ReplicationRuns, arm: string): number {
  return runs.parameter(arm, 'valueFunds.maximumLeverage');
}

function modelOf(runs: ReplicationRuns, arm: string): LeveragedFunds {
  const of = (name: string) => runs.parameter(arm, `valueFunds.${name}`);
  const [least, most] = [of('leastAggression'), of('mostAggression')];
  return {
    value: runs.parameter(arm, 'firm.value'),
    supply: runs.parameter(arm, 'firm.supply'),
    aggressions: Array.from({ length: FUNDS }, (_, fund) => least + ((most - least) * fund) / (FUNDS - 1)),
    leverage: leverage(runs, arm),
    startWealth: of('startWealth'),
    performanceWeight: of('performanceWeight'),
    flowSensitivity: of('flowSensitivity'),
    benchmarkReturn: of('benchmarkReturn'),
    closingShare: of('closingShare'),
    pause: of('pause'),
  };
}

/** Largest distance of the log price from the equations, given what noise traders spend, over all runs of an arm. */
function distance(runs: ReplicationRuns, arm: string): number {
  const amounts = runs.series(arm, 'noise.logAmount');
  if (amounts.length === 0) return Number.NaN;
  const prices = runs.series(arm, 'price.asset');
  return amounts.reduce((most, amount, run) => {
    const paper = leveragedFundsPath(modelOf(runs, arm), amount.subarray(0, COMPARED));
    return paper.reduce((far, x, t) => Math.max(far, Math.abs(x - ln(prices[run][t]))), most);
  }, 0);
}

function pathRow(runs: ReplicationRuns, arm: string): ReplicationRow {
  return exact(
    {
      quantity: `largest distance of the log price from the equations in ${COMPARED} ticks`,
      arm,
      source: `the equations of the paper, given the noise, at the first root`,
      obtained: distance(runs, arm),
    },
    0,
    1e-6,
  );
}

function rows(runs: ReplicationRuns): ReplicationRow[] {
  const row = (
    quantity: string,
    arm: string,
    obtained: number,
    value: number | null,
    band: readonly [number, number],
    what: string,
  ) => published({ quantity, arm, obtained, source: `${SOURCE}: ${what}` }, value, band, runs.asPublished);
  const each = (quantity: string, unit: string, of: (runs: ReplicationRuns, arm: string) => number) =>
    runs.arms.map((arm) =>
      shown({
        quantity: `${quantity}, limit ${leverage(runs, arm)}`,
        arm,
        unit,
        source: 'the curve of the paper is not at hand',
        obtained: of(runs, arm),
      }),
    );
  const crowd = 'leverage7';
  return [
    ...['leverage1', crowd, 'leverage15'].map((arm) => pathRow(runs, arm)),
    row(
      'kurtosis without leverage',
      'leverage1',
      kurtosis(cheapReturns(runs, 'leverage1')),
      3,
      [2.7, 3.6],
      'nearly normal',
    ),
    row('tail exponent of falls, limit 7.5', crowd, tailExponent(runs, crowd), 3, [2.3, 3.7], 'about 3'),
    row(
      'kurtosis, limit 7.5',
      crowd,
      kurtosis(cheapReturns(runs, crowd)),
      null,
      [6, Number.POSITIVE_INFINITY],
      'fat tails',
    ),
    row('large falls with a margin call', crowd, calledShare(runs, crowd), 1, [0.9, 1], 'all large falls'),
    row(
      'defaults in 1,000 ticks without leverage',
      'leverage1',
      defaults(runs, 'leverage1'),
      null,
      [0, 0.5],
      'leverage causes defaults',
    ),
    row(
      'defaults that a limit of 10 adds to one of 3',
      'leverage10, leverage3',
      defaults(runs, 'leverage10') - defaults(runs, 'leverage3'),
      null,
      [0.5, Number.POSITIVE_INFINITY],
      'leverage causes defaults',
    ),
    ...each('tail exponent of falls', '', tailExponent),
    ...each('defaults in 1,000 ticks', '', defaults),
  ];
}

export const thurnerFarmerGeanakoplos: Replication = {
  name: 'thurner-farmer-geanakoplos',
  isRandom: true,
  needs: [
    'price.asset',
    'noise.logAmount',
    'funds.wealth',
    'funds.marginCalls',
    'funds.defaults',
    'lender.losses',
    'books.imbalance',
  ],
  rows,
};
