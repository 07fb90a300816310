/**
 * The market once more, slowly: plain objects and the equations of the model document, section 3, one after the
 * other, with the exponential of the machine. No code is shared with `src`; prices come from Newton steps whose slopes
 * are differences of the excess demand itself.
 *
 * Where the document leaves a choice, this is what it is taken to mean: the width of the smooth positive part follows
 * wealth at yesterday's prices; the mean haircut is weighted with the shares of the start; a forced sale by overdraft
 * is at most `forcedSaleCap` of exposure at today's prices before clearing.
 */

export interface SlowAsset {
  readonly form: 'exogenous' | 'credit' | 'discounted';
  readonly coupon: number;
  readonly decay: number;
  readonly startYield: number;
  readonly fairSpread: number;
  readonly earnings: number;
  /** Discounted claims: duration, and weight of the credit yield (asset 1) against the Treasury yield (asset 0). */
  readonly duration: number;
  readonly creditWeight: number;
  readonly kappaMultiplier: number;
  readonly epsilonMultiplier: number;
  readonly trendMultiplier: number;
  readonly haircut: number;
  readonly trend: number;
  readonly logSupply: number;
  readonly previousLogSupply: number;
  readonly previousLnPrice: number;
  readonly previousFundamental: number;
  readonly float: number;
  /** Dollars of issuers, officials and the clearing account. */
  readonly fixedOrder: number;
}

export interface SlowInvestor {
  readonly levered: boolean;
  readonly units: readonly number[];
  readonly startShare: readonly number[];
  readonly ownTaste: readonly number[];
  readonly sentiment: readonly number[];
  readonly conviction: readonly number[];
  readonly cash: number;
  readonly kappa: number;
  readonly epsilon: number;
  readonly mu: number;
  readonly supplyFollowing: number;
  readonly floor: number;
  readonly softness: number;
  readonly startIdleShare: number;
  readonly cashGain: number;
  readonly thetaIdle: number;
  readonly thetaShort: number;
  readonly tau: number;
  readonly iota: number;
  readonly startShortfall: number;
  readonly forced: number;
  readonly equity: number;
  readonly exposure: number;
  readonly leverageLimit: number;
  readonly fundingSensitivity: number;
  readonly shadowCost: number;
  readonly mayShort: boolean;
}

export interface SlowFunding {
  readonly capacity: number;
  readonly startRatio: number;
  readonly elasticity: number;
  readonly startSpread: number;
  readonly cap: number;
}

export interface SlowMarket {
  readonly assets: readonly SlowAsset[];
  readonly investors: readonly SlowInvestor[];
  readonly funding: SlowFunding | undefined;
  readonly previousSpread: number;
  readonly smoothing: number;
  readonly clip: number;
  readonly tasteDamping: number;
  readonly haircutWeight: number;
  readonly convictionWeight: number;
  readonly forcedSaleCap: number;
}

export interface SlowSolution {
  readonly prices: number[];
  readonly spread: number;
  /** Dollars, by investor and asset. */
  readonly orders: number[][];
  readonly residual: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const bounded = (value: number, limit: number): number => Math.min(Math.max(value, -limit), limit);
const positivePart = (z: number, width: number): number =>
  (Math.sqrt(z ** 2 + width ** 2) + z) / 2 - width / 2;

export function slowFundamentals(assets: readonly SlowAsset[], prices: readonly number[]): number[] {
  const yields = assets.map((asset, a) => (asset.coupon + asset.decay) / prices[a] - asset.decay);
  return assets.map((asset) => {
    if (asset.form === 'exogenous') return asset.earnings;
    if (asset.form === 'credit') {
      const fairYield = yields[0] + asset.fairSpread;
      const safe = Math.log((asset.coupon + asset.decay) / (yields[0] + asset.decay));
      const fair = Math.log((asset.coupon + asset.decay) / (fairYield + asset.decay));
      const news = asset.earnings;
      return fair + (news > 0 ? (safe - fair) * (1 - Math.exp(-news / (safe - fair))) : news);
    }
    const rise =
      (1 - asset.creditWeight) * (yields[0] - assets[0].startYield) +
      asset.creditWeight * (yields[1] - assets[1].startYield);
    return asset.earnings - asset.duration * rise;
  });
}

/** Wanted weights, attractiveness and what follows from it, at some prices and fundamentals. */
function wants(
  market: SlowMarket,
  investor: SlowInvestor,
  prices: readonly number[],
  fundamentals: readonly number[],
  supply: readonly number[] = market.assets.map((asset) => asset.logSupply),
) {
  const { assets } = market;
  const gaps = prices.map((price, a) => fundamentals[a] - Math.log(price));
  const taste = assets.map(
    (asset, a) =>
      investor.mu * asset.trendMultiplier * asset.trend + investor.sentiment[a] + investor.ownTaste[a],
  );
  const haircutWeights = assets.map((asset, a) => investor.startShare[a] * asset.epsilonMultiplier);
  const meanHaircut = sum(assets.map((asset, a) => haircutWeights[a] * asset.haircut)) / sum(haircutWeights);
  const attractions = assets.map(
    (asset, a) =>
      investor.startShare[a] * Math.exp(investor.kappa * asset.kappaMultiplier * gaps[a] + taste[a]),
  );
  const attractiveness = Math.log(sum(attractions));
  const raw = assets.map((asset, a) => {
    const scarcity = market.haircutWeight * (asset.haircut - meanHaircut) * investor.shadowCost;
    const tilt = gaps[a] + taste[a] / (1 + market.tasteDamping * asset.kappaMultiplier) - scarcity;
    return (
      investor.startShare[a] *
      prices[a] *
      Math.exp(investor.supplyFollowing * supply[a] + investor.epsilon * asset.epsilonMultiplier * tilt)
    );
  });
  const total = sum(raw);
  const { startIdleShare: q0 } = investor;
  const idleShare = q0 / (q0 + (1 - q0) * Math.exp(attractiveness - investor.cashGain));
  const floor = investor.floor * Math.exp(-investor.softness * bounded(attractiveness, market.clip));
  return { weights: raw.map((value) => value / total), idleShare, floor };
}

/** Orders in dollars of one investor. */
function ordersOf(
  market: SlowMarket,
  investor: SlowInvestor,
  prices: readonly number[],
  fundamentals: readonly number[],
  spread: number,
): number[] {
  const { assets } = market;
  const { cash, tau, iota, thetaIdle } = investor;
  const yesterday = assets.map((asset) => Math.exp(asset.previousLnPrice));
  const now = wants(market, investor, prices, fundamentals);
  const before = wants(
    market,
    investor,
    yesterday,
    assets.map((asset) => asset.previousFundamental),
    assets.map((asset) => asset.previousLogSupply),
  );
  const values = investor.units.map((units, a) => units * prices[a]);
  const invested = sum(values);
  const investedBefore = sum(investor.units.map((units, a) => units * yesterday[a]));
  const quickRaise = Math.max(iota - thetaIdle, 0);
  // What it chooses to raise goes along its wanted weights; a shortage is sold by conviction.
  let raise: number;
  let short = 0;
  if (investor.levered) {
    const limit = (at: number): number =>
      investor.leverageLimit *
      Math.exp(-investor.fundingSensitivity * (at - (market.funding?.startSpread ?? 0)));
    const wanted = limit(spread) * (1 - now.idleShare);
    const wantedBefore = limit(market.previousSpread) * (1 - before.idleShare);
    const { equity, exposure } = investor;
    raise = thetaIdle * (exposure - wanted * equity) - quickRaise * equity * (wanted - wantedBefore);
  } else {
    const wealth = cash + invested;
    const wealthBefore = cash + investedBefore;
    const wanted = (1 - now.floor) * (1 - now.idleShare);
    const wantedBefore = (1 - before.floor) * (1 - before.idleShare);
    const width = market.smoothing * Math.max(wealthBefore, 0);
    const shortfall =
      positivePart(now.floor * wealth - Math.max(cash, 0), width) - wealth * investor.startShortfall;
    const immediate =
      -quickRaise * (wealth * wanted - (invested * wealthBefore * wantedBefore) / investedBefore);
    raise = thetaIdle * (invested - wanted * wealth) + immediate;
    short = (investor.thetaShort - thetaIdle) * shortfall;
  }
  const overdraft = investor.levered
    ? 0
    : Math.min(Math.max(-cash, 0), market.forcedSaleCap * investedBefore);
  const forced = investor.forced + overdraft;
  const drifted = before.weights.map((weight, a) => (weight * prices[a]) / yesterday[a]);
  const driftTotal = sum(drifted);
  const reluctance = assets.map((asset, a) =>
    Math.exp(-market.convictionWeight * (investor.conviction[a] + 2 * asset.trend)),
  );
  const saleRanks = investor.units.map((units, a) => Math.max(units * yesterday[a], 0) * reluctance[a]);
  const saleTotal = sum(saleRanks);
  return assets.map((_, a) => {
    const from = saleTotal > 0 ? saleRanks[a] / saleTotal : 0;
    const order =
      tau * (now.weights[a] * invested - values[a]) +
      Math.max(iota - tau, 0) * invested * (now.weights[a] - drifted[a] / driftTotal) -
      raise * now.weights[a] -
      short * from -
      forced * from * (prices[a] / yesterday[a]);
    return investor.mayShort ? order : Math.max(order, -values[a]);
  });
}

/** All orders, excess demand relative to the float at these prices, and the funding equation (unweighted). */
export function slowExcess(
  market: SlowMarket,
  prices: readonly number[],
  spread: number,
): { excess: number[]; funding: number; orders: number[][] } {
  const fundamentals = slowFundamentals(market.assets, prices);
  const orders = market.investors.map((investor) => ordersOf(market, investor, prices, fundamentals, spread));
  const excess = market.assets.map(
    (asset, a) => (asset.fixedOrder + sum(orders.map((order) => order[a]))) / (asset.float * prices[a]),
  );
  const { funding } = market;
  if (funding === undefined) return { excess, funding: 0, orders };
  const loans = sum(
    market.investors.map((investor, i) =>
      investor.levered ? Math.max(sum(orders[i]) - investor.cash, 0) : 0,
    ),
  );
  const demanded = Math.log((loans / funding.capacity + 1e-3) / (funding.startRatio + 1e-3));
  const spreadOfSupply = funding.startSpread + funding.elasticity * demanded;
  return { excess, funding: Math.min(spreadOfSupply, funding.cap) - spread, orders };
}

/** Solves a x = b by elimination with the largest pivot. */
function solveLinear(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let step = 0; step < n; step++) {
    let best = step;
    for (let row = step; row < n; row++)
      if (Math.abs(rows[row][step]) > Math.abs(rows[best][step])) best = row;
    [rows[step], rows[best]] = [rows[best], rows[step]];
    for (let row = 0; row < n; row++) {
      if (row === step) continue;
      const factor = rows[row][step] / rows[step][step];
      for (let column = step; column <= n; column++) rows[row][column] -= factor * rows[step][column];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

/** Newton steps with slopes by differences, halved until the largest residual falls. */
export function solveSlowMarket(market: SlowMarket): SlowSolution {
  const funded = market.funding !== undefined;
  const at = (point: readonly number[]): number[] => {
    const spread = funded ? point[point.length - 1] / 100 : 0;
    const { excess, funding } = slowExcess(
      market,
      point.slice(0, market.assets.length).map(Math.exp),
      spread,
    );
    return funded ? [...excess, funding * 100] : excess;
  };
  const size = (values: readonly number[]): number => Math.max(...values.map(Math.abs));
  let point = market.assets.map((asset) => asset.previousLnPrice);
  if (funded) point.push(market.previousSpread * 100);
  let residual = at(point);
  for (let round = 0; round < 100 && size(residual) > 1e-13; round++) {
    const step = 1e-7;
    const columns = point.map((_, b) => {
      const up = at(point.map((value, i) => (i === b ? value + step : value)));
      const down = at(point.map((value, i) => (i === b ? value - step : value)));
      return up.map((value, r) => (value - down[r]) / (2 * step));
    });
    const slopes = point.map((_, r) => columns.map((column) => column[r]));
    const move = solveLinear(slopes, residual);
    let share = Math.min(1, 0.3 / size(move));
    let next = point;
    let nextResidual = residual;
    for (let halving = 0; halving < 40; halving++, share /= 2) {
      next = point.map((value, i) => value - share * move[i]);
      nextResidual = at(next);
      if (size(nextResidual) < size(residual)) break;
    }
    if (!(size(nextResidual) < size(residual))) break;
    point = next;
    residual = nextResidual;
  }
  const prices = point.slice(0, market.assets.length).map(Math.exp);
  const spread = funded ? point[point.length - 1] / 100 : 0;
  return { prices, spread, orders: slowExcess(market, prices, spread).orders, residual: size(residual) };
}
