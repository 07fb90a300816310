/**
 * Portfolio shares of an unlevered investor (model section 3), in readable form: one call per investor.
 *
 * Two elasticities: kappa_a governs how much is invested at all (the cash margin), eps_a how it is spread
 * over assets. All arrays have one entry for each asset; shares are ratios, prices and fundamentals logs.
 * Sources: asset demand systems (Koijen & Yogo 2019, JPE 127), inelastic markets (Gabaix & Koijen 2021).
 */
import { exp, ln } from '../maths/elementary.js';

/** Largest |I| to which the cash floor answers. */
const ATTRACTIVENESS_BOUND = 1.5;
/**
 * Dampens tastes in relative demand by the asset's elasticity of the cash margin: 1 / (1 + 1.5
 * kappa_a/kappa_i).
 */
const TASTE_DAMPING = 1.5;

/** What an investor thinks of each asset; `taste` is mu M + xi + omega. */
export interface AssetViews {
  /** ln s0_a: log share in its starting risky portfolio; -Infinity for an asset that it never holds. */
  readonly logStartShare: Float64Array;
  /** v_a: log fundamental. */
  readonly fundamental: Float64Array;
  /** ln p_a. */
  readonly lnPrice: Float64Array;
  readonly taste: Float64Array;
}

/** What relative demand needs besides the views. */
export interface RelativeDemand extends AssetViews {
  /** eps_a. */
  readonly relativeElasticity: Float64Array;
  /** kappa_a / kappa_i. */
  readonly attractivenessMultiplier: Float64Array;
  /** ln(N_a / N_a0). */
  readonly logSupply: Float64Array;
  /** n: 1 follows market weights, 0 ignores supply. */
  readonly supplyFollowing: number;
  /** h_a: observed haircuts. */
  readonly haircut: Float64Array;
  /** k lam: weight of haircuts times the investor's shadow cost of capital; 0 switches it off. */
  readonly shadowWeight: number;
}

/** taste_a = mu_a M_a + xi_a + omega_a, written into `out`. */
export function tastes(
  trendGain: Float64Array,
  trend: Float64Array,
  sentiment: Float64Array,
  ownTaste: Float64Array,
  out: Float64Array,
): Float64Array {
  for (let a = 0; a < out.length; a++) out[a] = trendGain[a] * trend[a] + sentiment[a] + ownTaste[a];
  return out;
}

/**
 * I = ln sum_a exp(ln s0_a + kappa_a (v_a - ln p_a) + taste_a): attractiveness of the risky portfolio.
 * 0 at the start, when shares sum to 1, prices are fair and tastes 0; it falls by kappa times a uniform rise.
 */
export function attractiveness(views: AssetViews, elasticity: Float64Array): number {
  const { logStartShare, fundamental, lnPrice, taste } = views;
  const utility = logStartShare.map(
    (share, a) => share + elasticity[a] * (fundamental[a] - lnPrice[a]) + taste[a],
  );
  const largest = utility.reduce((most, u) => Math.max(most, u), Number.NEGATIVE_INFINITY);
  return largest + ln(utility.reduce((sum, u) => sum + exp(u - largest), 0));
}

/**
 * f = f0 exp(-vartheta clip(I, -1.5, 1.5)): cash floor as a share of liquid wealth, softer when assets are
 * cheap.
 */
export function cashFloorShare(startFloor: number, softness: number, attraction: number): number {
  const clipped = Math.min(Math.max(attraction, -ATTRACTIVENESS_BOUND), ATTRACTIVENESS_BOUND);
  return startFloor * exp(-softness * clipped);
}

/**
 * q = q0 / (q0 + (1 - q0) exp(I - u0)): idle share of the cash above the floor, chosen; 0 … 1, q0 at the
 * start.
 * @param cashGain u0 = rho (r_cash - r_cash at the start): what cash itself returns
 */
export function idleShare(startIdleShare: number, attraction: number, cashGain: number): number {
  return startIdleShare / (startIdleShare + (1 - startIdleShare) * exp(attraction - cashGain));
}

/** W = (1 - f)(1 - q): wanted invested share of liquid wealth, 0 … 1. */
export function wantedInvestedShare(floorShare: number, idle: number): number {
  return (1 - floorShare) * (1 - idle);
}

/**
 * q0 = (m/E - f0)/(1 - f0): the idle share that makes today's cash the wanted cash, so that a regime starts
 * at rest.
 */
export function startIdleShare(cash: number, wealth: number, startFloor: number): number {
  return (cash / wealth - startFloor) / (1 - startFloor);
}

/**
 * Mean haircut weighted by share times elasticity, so that scarcity tilts the portfolio without changing its
 * size.
 */
export function meanHaircut(
  share: Float64Array,
  relativeElasticity: Float64Array,
  haircut: Float64Array,
): number {
  let weighted = 0;
  let weight = 0;
  for (let a = 0; a < share.length; a++) {
    weighted += share[a] * relativeElasticity[a] * haircut[a];
    weight += share[a] * relativeElasticity[a];
  }
  return weight > 0 ? weighted / weight : 0;
}

/**
 * s_a = exp(ln s0_a + ln p_a + n ln(N_a/N_a0) + eps_a (v_a - ln p_a + taste_a/(1 + 1.5 kappa_a/kappa_i)
 * - k lam (h_a - hbar))), divided by the same summed: wanted weights in the risky portfolio; they sum to 1.
 */
export function wantedWeights(demand: RelativeDemand, out: Float64Array): Float64Array {
  const share = demand.logStartShare.map(exp);
  const center = meanHaircut(share, demand.relativeElasticity, demand.haircut);
  for (let a = 0; a < out.length; a++) out[a] = logWeight(demand, a, center);
  return normalizedExp(out);
}

function logWeight(demand: RelativeDemand, a: number, center: number): number {
  const taste = demand.taste[a] / (1 + TASTE_DAMPING * demand.attractivenessMultiplier[a]);
  const tilt =
    demand.fundamental[a] - demand.lnPrice[a] + taste - demand.shadowWeight * (demand.haircut[a] - center);
  const market = demand.logStartShare[a] + demand.lnPrice[a] + demand.supplyFollowing * demand.logSupply[a];
  return market + demand.relativeElasticity[a] * tilt;
}

/**
 * r_a = s-_a (p_a/p-_a), divided by the same summed: yesterday's wanted weights, drifted by today's prices.
 */
export function driftedWeights(
  previousWeight: Float64Array,
  lnPrice: Float64Array,
  previousLnPrice: Float64Array,
  out: Float64Array,
): Float64Array {
  for (let a = 0; a < out.length; a++) out[a] = ln(previousWeight[a]) + lnPrice[a] - previousLnPrice[a];
  return normalizedExp(out);
}

function normalizedExp(values: Float64Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let a = 0; a < values.length; a++) sum += values[a] = exp(values[a] - largest);
  for (let a = 0; a < values.length; a++) values[a] /= sum;
  return values;
}

/** The terms of {@link wantedValue} for one asset; $bn unless said. */
export interface AssetAdjustment {
  /** x_a: value held at today's prices. */
  readonly value: number;
  /** X: sum of all x. */
  readonly exposure: number;
  /** s_a and r_a: wanted weight, and yesterday's wanted weight drifted by prices (ratios). */
  readonly weight: number;
  readonly driftedWeight: number;
  /** d_a: share of a raise taken from this asset (ratio). */
  readonly saleShare: number;
  /** pos(raise), and what of the raise is spread by wanted weights: raise - pos(raise). */
  readonly raised: number;
  readonly deployed: number;
  /** F: forced sales at the last marks. */
  readonly forced: number;
  /** ln p_a - ln p-_a. */
  readonly lnPriceChange: number;
}

/**
 * x'_a = x_a + tau (s_a X - x_a) + max(iota - tau, 0) X (s_a - r_a) - pos(raise) d_a - (raise - pos(raise))
 * s_a - F d_a p_a/p-_a: value wanted after this tick. Forced sales are fixed as units, so their dollars move
 * with the price.
 * @param rebalancingSpeed tau, per tick
 * @param immediacy iota, ratio
 */
export function wantedValue(asset: AssetAdjustment, rebalancingSpeed: number, immediacy: number): number {
  const { value, exposure, weight, saleShare } = asset;
  const slow = rebalancingSpeed * (weight * exposure - value);
  const immediate = Math.max(immediacy - rebalancingSpeed, 0) * exposure * (weight - asset.driftedWeight);
  const cash = asset.raised * saleShare + asset.deployed * weight;
  return value + slow + immediate - cash - asset.forced * saleShare * exp(asset.lnPriceChange);
}
