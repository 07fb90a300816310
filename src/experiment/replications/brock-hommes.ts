/** Brock & Hommes: where the pitchfork is, and how far from the fundamental value prices settle. */
import { exp, ln } from '../../maths/elementary.js';
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { exact, type ReplicationRow, shown } from './row.js';

const RULES = ['fundamentalists', 'trendFollowers'] as const;
const TOLERANCE = 1e-6;
/** Change of the deviation in the last tick below which the price has settled. */
const SETTLED = 1e-9;
/** Ticks over which paths are compared: where they are chaotic, rounding grows. */
const COMPARED = 200;

interface Beliefs {
  readonly R: number;
  readonly D: number;
  readonly beta: number;
  /** Of each rule: extrapolation, bias, cost. */
  readonly g: readonly number[];
  readonly b: readonly number[];
  readonly C: readonly number[];
}

function beliefsOf(runs: ReplicationRuns, arm: string): Beliefs {
  const of = (name: string) => runs.parameter(arm, `investors.${name}`);
  const each = (name: string) => RULES.map((rule) => of(`${name}.${rule}`));
  return {
    R: of('grossReturn'),
    D: of('riskTolerance'),
    beta: of('intensityOfChoice'),
    g: each('trend'),
    b: each('bias'),
    C: each('cost'),
  };
}

/** Whether the closed forms hold: unbiased fundamentalists at a cost, against trend followers without bias. */
function isClosedForm({ R, g, b, C }: Beliefs): boolean {
  return g[0] === 0 && b[0] === 0 && b[1] === 0 && C[0] > C[1] && g[1] > R;
}

/** beta at which n_2 g = R where both rules earn nothing: ln(R/(g - R))/C. */
function bifurcation({ R, g, C }: Beliefs): number {
  return ln(R / (g[1] - R)) / (C[0] - C[1]);
}

/** x* with n_2 g = R: U_2 - U_1 = C - D g (R - 1) x*^2. */
function steadyDeviation(beliefs: Beliefs): number {
  const { R, g, C, D, beta } = beliefs;
  const square = ((C[0] - C[1]) * (1 - bifurcation(beliefs) / beta)) / (D * g[1] * (R - 1));
  return square > 0 ? Math.sqrt(square) : 0;
}

/** x_t straight from the equations of the paper, by its own recursion; nobody holds anything before tick 1. */
function deviations({ R, g, b, C, D, beta }: Beliefs, start: number, ticks: number): number[] {
  const U = C.map((cost) => -cost);
  let z = [0, 0];
  const path: number[] = [];
  let before = start;
  for (let t = 1; t <= ticks; t++) {
    const weights = U.map((fitness) => exp(beta * (fitness - Math.max(...U))));
    const shares = weights.map((weight) => weight / (weights[0] + weights[1]));
    const forecasts = g.map((extrapolation, h) => extrapolation * before + b[h]);
    const x = (shares[0] * forecasts[0] + shares[1] * forecasts[1]) / R;
    for (let h = 0; h < 2; h++) U[h] = (x - R * before) * z[h] - C[h];
    z = forecasts.map((forecast) => D * (forecast - R * x));
    path.push(x);
    before = x;
  }
  return path;
}

/** 1/beta at which x*^2 vanishes, on the straight line through two arms. */
function obtainedBifurcation(runs: ReplicationRuns, arms: readonly [string, string]): number {
  const [one, other] = arms.map((arm) => {
    const x = runs.last(arm, 'deviation');
    return { inverse: 1 / beliefsOf(runs, arm).beta, square: x * x };
  });
  const slope = (other.square - one.square) / (other.inverse - one.inverse);
  return 1 / (one.inverse - one.square / slope);
}

/** Whether the price of an arm rests at the end: far above the pitchfork it circles for good. */
function isSettled(runs: ReplicationRuns, arm: string): boolean {
  const path = runs.series(arm, 'deviation')[0] ?? [];
  return Math.abs(path[path.length - 1] - path[path.length - 2]) < SETTLED;
}

function settledRow(runs: ReplicationRuns, arm: string): ReplicationRow {
  const beliefs = beliefsOf(runs, arm);
  const said = {
    quantity: `deviation where prices settle, beta ${beliefs.beta}`,
    arm,
    unit: 'price',
    source: 'x*^2 = C (1 - beta*/beta)/(D g (R - 1))',
    obtained: Math.abs(runs.last(arm, 'deviation')),
  };
  if (!isClosedForm(beliefs) || !isSettled(runs, arm)) return shown(said);
  return exact(said, steadyDeviation(beliefs), TOLERANCE);
}

function bifurcationRow(runs: ReplicationRuns): ReplicationRow {
  const arms = ['near', 'above'] as const;
  const beliefs = beliefsOf(runs, 'above');
  const said = {
    quantity: 'beta of the pitchfork',
    arm: arms.join(', '),
    source: 'beta* = ln(R/(g - R))/C; ln 11',
    obtained: obtainedBifurcation(runs, arms),
  };
  const fits = arms.every(
    (arm) => isClosedForm(beliefs) && isSettled(runs, arm) && steadyDeviation(beliefsOf(runs, arm)) > 0,
  );
  return fits ? exact(said, bifurcation(beliefs), TOLERANCE) : shown(said);
}

function pathRow(runs: ReplicationRuns, arm: string): ReplicationRow {
  const path = (runs.series(arm, 'deviation')[0] ?? new Float64Array(0)).subarray(0, COMPARED);
  const paper = deviations(
    beliefsOf(runs, arm),
    runs.parameter(arm, 'investors.startDeviation'),
    path.length,
  );
  const obtained = paper.reduce(
    (most, x, t) => Math.max(most, Math.abs(x - path[t])),
    path.length > 0 ? 0 : Number.NaN,
  );
  const quantity = `largest distance from the recursion in ${COMPARED} ticks`;
  return exact(
    { quantity, arm, unit: 'price', source: "the paper's recursion, iterated apart", obtained },
    0,
    TOLERANCE,
  );
}

function shareRow(runs: ReplicationRuns, arm: string): ReplicationRow {
  const beliefs = beliefsOf(runs, arm);
  const obtained = runs.last(arm, 'share.fundamentalists');
  const said = { quantity: 'share of fundamentalists there', arm, source: 'n_1 = 1 - R/g', obtained };
  const fits = isClosedForm(beliefs) && isSettled(runs, arm) && steadyDeviation(beliefs) > 0;
  return fits ? exact(said, 1 - beliefs.R / beliefs.g[1], TOLERANCE) : shown(said);
}

export const brockHommes: Replication = {
  name: 'brock-hommes',
  isRandom: false,
  needs: ['deviation', 'share.fundamentalists', 'books.imbalance'],
  rows: (runs) => [
    bifurcationRow(runs),
    ...runs.arms.map((arm) => settledRow(runs, arm)),
    ...['near', 'above'].map((arm) => shareRow(runs, arm)),
    ...runs.arms.map((arm) => pathRow(runs, arm)),
  ],
};
