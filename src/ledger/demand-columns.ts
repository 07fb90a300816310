/**
 * The columns in which investors state their demand (model section 3). Agents write them once a tick;
 * the market evaluates them many times. The symbol of the model stands behind each meaning.
 */
import type { StateColumn } from './columns.js';
import { settled } from './shapes.js';

/** Forms of demand that the market can clear together. 0: the row does not trade on its own. */
export const DEMAND_FORMS = {
  none: 0,
  portfolioShares: 1,
  leveredShares: 2,
  linear: 3,
  leveragedValue: 4,
  linearInPrice: 5,
  linearInLogPrice: 6,
  constantValue: 7,
  mandate: 8,
} as const;

type Shape = 'row' | 'row×asset' | 'kind×asset' | 'asset';

interface DemandColumn {
  readonly name: string;
  readonly shape: Shape;
  readonly unit: string;
  readonly meaning: string;
}

function column(name: string, shape: Shape, unit: string, meaning: string): DemandColumn {
  return { name, shape, unit, meaning };
}

export const DEMAND_COLUMNS: readonly DemandColumn[] = [
  column('demandForm', 'row', 'code', 'form of demand, see DEMAND_FORMS'),
  column(
    'cash',
    'row',
    '$bn',
    'm: deposits and money-fund shares less funding loans and overdrafts, after step 2',
  ),
  column('attractivenessElasticity', 'row', 'ratio', 'kappa_i: elasticity of the cash margin'),
  column('relativeElasticity', 'row', 'ratio', 'scale of eps_a: elasticity of relative demand'),
  column('trendGain', 'row', 'ratio', 'mu_i: weight of the trend in tastes'),
  column('supplyFollowing', 'row', 'ratio', 'n: weight of ln(N/N0) in wanted weights'),
  column('cashFloorShare', 'row', 'ratio', 'f0: cash floor as a share of liquid wealth'),
  column(
    'committedWealth',
    'row',
    '$bn',
    'S: wealth on which payments were committed, where they are in dollars',
  ),
  column('floorSoftness', 'row', 'ratio', 'vartheta: softening of the floor when assets are cheap'),
  column('startIdleShare', 'row', 'ratio', 'q0: idle share chosen at the start'),
  column('cashReturnGain', 'row', 'ratio', 'u0 = rho (r_cash - r_cash at start)'),
  column('idleSpeed', 'row', 'per tick', 'theta_idle: speed at which a cash gap is closed'),
  column(
    'shortfallSpeed',
    'row',
    'per tick',
    'theta_short: speed at which a shortage below the floor is closed',
  ),
  column('rebalancingSpeed', 'row', 'per tick', 'tau: speed at which weights are adjusted'),
  column('immediacy', 'row', 'ratio', 'iota: share of a change in wanted positions traded the same tick'),
  column('startShortfall', 'row', 'ratio', 'smooth shortfall over wealth at the start, subtracted later'),
  column('forcedCapitalCall', 'row', '$bn', 'F: sale forced by capital calls, at the last marks'),
  column('forcedRedemption', 'row', '$bn', 'F: sale forced by redemptions, at the last marks'),
  column('forcedMargin', 'row', '$bn', 'F: sale forced by margin calls and closures, at the last marks'),
  column('calledCash', 'row', '$bn', 'T: cash paid for capital calls and not yet raised again'),
  column('redeemedCash', 'row', '$bn', 'T: cash paid for redemptions and not yet raised again'),
  column('wealthMark', 'row', '$bn', 'Ebar: equity of a levered investor at the marks of the last tick'),
  column('exposureMark', 'row', '$bn', 'Xbar: exposure of a levered investor at the marks of the last tick'),
  column('leverageLimit', 'row', 'ratio', 'L_max max(vr, 0.8)^-lv: wanted leverage at the start spread'),
  column('fundingSensitivity', 'row', 'years', 'fall of wanted log leverage for each unit of funding spread'),
  column('shadowCost', 'row', 'ratio', "lam: shadow cost of the investor's own scarcity"),
  column('calledShadowCost', 'row', 'ratio', 'part of lam that cash paid for capital calls has left'),
  column('redeemedShadowCost', 'row', 'ratio', 'part of lam that cash paid for redemptions has left'),
  column('startWealth', 'row', '$bn', 'liquid wealth at the start'),
  column('startIdleCashShare', 'row', 'ratio', 'idle cash over liquid wealth at the start'),
  column('mayShort', 'row', 'switch', '1 if units may go below zero'),
  column(
    'intercept',
    'row×asset',
    'as its form',
    'simple forms: wanted units at the reference price, wanted value, or mandated share; see simple-demand.ts',
  ),
  column('logStartShare', 'row×asset', 'ratio', 'ln s0_a: share in the starting risky portfolio'),
  column(
    'ownTaste',
    'row×asset',
    'ratio',
    'omega_a: own taste, AR(1); reference price of the forms linear in price and log price',
  ),
  column('order', 'row×asset', '$bn', 'order at the cleared prices'),
  column('sentiment', 'kind×asset', 'ratio', 'xi_a: sentiment of the kind, AR(1)'),
  column(
    'conviction',
    'kind×asset',
    'ratio',
    'conviction of the kind in the asset, from its drawdown and news',
  ),
  column('attractivenessMultiplier', 'asset', 'ratio', 'kappa_a / kappa_i'),
  column('relativeMultiplier', 'asset', 'ratio', 'eps_a / scale'),
  column('trendMultiplier', 'asset', 'ratio', 'mu_a / mu_i'),
  column('haircut', 'asset', 'ratio', 'h_a: observed haircut or margin'),
  column('trend', 'asset', 'ratio', 'M_a: EWMA return times the trend horizon, smoothly bounded'),
  column('trendMemory', 'asset', 'ratio', 'EWMA return times the trend horizon, before the bound'),
  column('logSupply', 'asset', 'ratio', 'ln(N_a / N_a0) of the float'),
  column(
    'previousLogSupply',
    'asset',
    'ratio',
    'ln(N_a / N_a0) a tick ago: the reference of the immediate answer to new supply',
  ),
  column('lnPrice', 'asset', 'ln', 'ln p_a: cleared log price index'),
  column('previousLnPrice', 'asset', 'ln', "ln p-_a: yesterday's cleared log price index"),
  column('fundamental', 'asset', 'ln', 'v_a: log fundamental at the cleared yields'),
  column('previousFundamental', 'asset', 'ln', "v-_a: yesterday's log fundamental"),
  column('earnings', 'asset', 'ln', 'e_a: log earning power, or slow anchor of an asset without cash flows'),
  column('earningsNews', 'asset', 'ln', 'news on earning power in this tick'),
  column('newsMemory', 'asset', 'ln', 'EWMA of news, from which conviction derives'),
  column('peakLnPrice', 'asset', 'ln', 'highest ln price within the drawdown memory'),
  column(
    'coupon',
    'asset',
    'per year',
    'c: coupon of a bond unit, or payout yield of an equity unit at the start',
  ),
  column('decay', 'asset', 'per year', 'd: share of a bond that falls due in a year; 0 for others'),
  column('yield', 'asset', 'per year', 'cleared yield of a bond; payout yield of an equity'),
  column('startYield', 'asset', 'per year', 'yield at the start'),
  column('fairSpread', 'asset', 'per year', 'fair credit spread over Treasury bonds'),
  column('volatility', 'asset', 'per year', 'EWMA volatility of returns'),
  column('startFloat', 'asset', 'units', 'N_a0: float at the start'),
  column('float', 'asset', 'units', 'N_a: units outstanding less official holdings'),
  column('clearingResidue', 'asset', '$bn', 'order that trades away what the clearing account holds'),
];

/** Column declarations for the state, sized for this world. */
export function demandColumns(rows: number, kinds: number, assets: number): StateColumn[] {
  const length: Record<Shape, number> = {
    row: rows,
    'row×asset': rows * assets,
    'kind×asset': kinds * assets,
    asset: assets,
  };
  return DEMAND_COLUMNS.map(({ name, shape, unit, meaning }) => ({
    name: `demand.${name}`,
    unit,
    meaning,
    length: length[shape],
  }));
}

/** Typed access to the demand columns of a state. */
export type DemandColumns = ReturnType<typeof demandViews>;

/** Written out, not filled in a loop: an object with properties added by name is a hash table to the engine. */
export const demandViews = settled((get: (name: string) => Float64Array) => {
  const view = (name: string): Float64Array => get(`demand.${name}`);
  return {
    demandForm: view('demandForm'),
    cash: view('cash'),
    attractivenessElasticity: view('attractivenessElasticity'),
    relativeElasticity: view('relativeElasticity'),
    trendGain: view('trendGain'),
    supplyFollowing: view('supplyFollowing'),
    cashFloorShare: view('cashFloorShare'),
    committedWealth: view('committedWealth'),
    floorSoftness: view('floorSoftness'),
    startIdleShare: view('startIdleShare'),
    cashReturnGain: view('cashReturnGain'),
    idleSpeed: view('idleSpeed'),
    shortfallSpeed: view('shortfallSpeed'),
    rebalancingSpeed: view('rebalancingSpeed'),
    immediacy: view('immediacy'),
    startShortfall: view('startShortfall'),
    forcedCapitalCall: view('forcedCapitalCall'),
    forcedRedemption: view('forcedRedemption'),
    forcedMargin: view('forcedMargin'),
    calledCash: view('calledCash'),
    redeemedCash: view('redeemedCash'),
    wealthMark: view('wealthMark'),
    exposureMark: view('exposureMark'),
    leverageLimit: view('leverageLimit'),
    fundingSensitivity: view('fundingSensitivity'),
    shadowCost: view('shadowCost'),
    calledShadowCost: view('calledShadowCost'),
    redeemedShadowCost: view('redeemedShadowCost'),
    startWealth: view('startWealth'),
    startIdleCashShare: view('startIdleCashShare'),
    mayShort: view('mayShort'),
    intercept: view('intercept'),
    logStartShare: view('logStartShare'),
    ownTaste: view('ownTaste'),
    order: view('order'),
    sentiment: view('sentiment'),
    conviction: view('conviction'),
    attractivenessMultiplier: view('attractivenessMultiplier'),
    relativeMultiplier: view('relativeMultiplier'),
    trendMultiplier: view('trendMultiplier'),
    haircut: view('haircut'),
    trend: view('trend'),
    trendMemory: view('trendMemory'),
    logSupply: view('logSupply'),
    previousLogSupply: view('previousLogSupply'),
    lnPrice: view('lnPrice'),
    previousLnPrice: view('previousLnPrice'),
    fundamental: view('fundamental'),
    previousFundamental: view('previousFundamental'),
    earnings: view('earnings'),
    earningsNews: view('earningsNews'),
    newsMemory: view('newsMemory'),
    peakLnPrice: view('peakLnPrice'),
    coupon: view('coupon'),
    decay: view('decay'),
    yield: view('yield'),
    startYield: view('startYield'),
    fairSpread: view('fairSpread'),
    volatility: view('volatility'),
    startFloat: view('startFloat'),
    float: view('float'),
    clearingResidue: view('clearingResidue'),
  } as const;
});
