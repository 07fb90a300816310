/** Thurner, Farmer & Geanakoplos straight from their equations, given what noise traders spend: an oracle of its own. */
import { exp, ln } from '../../maths/elementary.js';

export interface LeveragedFunds {
  readonly value: number;
  readonly supply: number;
  readonly aggressions: readonly number[];
  readonly leverage: number;
  readonly startWealth: number;
  readonly performanceWeight: number;
  readonly flowSensitivity: number;
  readonly benchmarkReturn: number;
  readonly closingShare: number;
  readonly pause: number;
}

interface Fund {
  readonly aggression: number;
  units: number;
  cash: number;
  wealth: number;
  performance: number;
  /** Ticks until it returns; 0: open. */
  pause: number;
}

/** Change of the log price between two trials, as the market searches. */
const STEP = 0.002;

function wantedUnits(model: LeveragedFunds, fund: Fund, price: number): number {
  const wealth = fund.units * price + fund.cash;
  const mispricing = model.value - price;
  if (fund.pause > 0 || mispricing <= 0 || wealth <= 0) return 0;
  return (Math.min(fund.aggression * mispricing, model.leverage) * wealth) / price;
}

/** The first log price from yesterday's at which xi/p + sum D(p) = N, in the direction of excess demand. */
function firstRoot(excess: (price: number) => number, from: number): number {
  const direction = Math.sign(excess(exp(from)));
  let short = from;
  let beyond = from + direction * STEP;
  while (direction * excess(exp(beyond)) > 0) [short, beyond] = [beyond, beyond + direction * STEP];
  for (let i = 0; i < 60; i++) {
    const middle = (short + beyond) / 2;
    if (direction * excess(exp(middle)) > 0) short = middle;
    else beyond = middle;
  }
  return (short + beyond) / 2;
}

function start(model: LeveragedFunds, fund: Fund): void {
  fund.cash = model.startWealth;
  fund.wealth = model.startWealth;
  fund.performance = 0;
}

/** Return, flow and closure of an open fund; the pause of a closed one, which has sold. */
function mark(model: LeveragedFunds, fund: Fund, price: number): void {
  if (fund.pause > 0) {
    fund.cash = 0;
    fund.pause -= 1;
    if (fund.pause === 0) start(model, fund);
    return;
  }
  const now = fund.units * price + fund.cash;
  const a = model.performanceWeight;
  fund.performance = (1 - a) * fund.performance + a * (now / fund.wealth - 1);
  const flow = Math.max(-1, model.flowSensitivity * (fund.performance - model.benchmarkReturn));
  if (now > 0) fund.cash += flow * now;
  fund.wealth = fund.units * price + fund.cash;
  if (fund.wealth < model.closingShare * model.startWealth) fund.pause = model.pause;
}

/** Log prices, tick by tick. */
export function leveragedFundsPath(model: LeveragedFunds, logAmounts: ArrayLike<number>): number[] {
  const funds = model.aggressions.map(
    (aggression): Fund => ({ aggression, units: 0, cash: 0, wealth: 0, performance: 0, pause: 0 }),
  );
  for (const fund of funds) start(model, fund);
  const path: number[] = [];
  let lnPrice = ln(model.value);
  for (let t = 0; t < logAmounts.length; t++) {
    const amount = exp(logAmounts[t]);
    const wanted = (price: number) => funds.map((fund) => wantedUnits(model, fund, price));
    lnPrice = firstRoot(
      (price) => amount / price + wanted(price).reduce((sum, units) => sum + units, 0) - model.supply,
      lnPrice,
    );
    const price = exp(lnPrice);
    for (const [h, units] of wanted(price).entries()) {
      funds[h].cash -= (units - funds[h].units) * price;
      funds[h].units = units;
    }
    for (const fund of funds) mark(model, fund, price);
    path.push(lnPrice);
  }
  return path;
}
