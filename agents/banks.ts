/**
 * Banks and prime brokers: credit to the real economy, the supply of funding, standing repo, losses, and the
 * settlement of all payments by which the clearing row is emptied at the end of a tick.
 *
 * Every bank holds its market share of each asset; they differ in size and capital. What a settlement does not
 * balance moves with customers' deposits, so that equity changes by income, costs and losses alone.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { aiLoans, aiLosses, otherLosses, siteLoans } from '../src/ledger/bank-exposures.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { WHOLE_KIND } from '../src/ledger/events.js';
import { FLOW } from '../src/ledger/flows.js';
import { payByWealth, payFundIncome } from '../src/ledger/fund-flows.js';
import { handles } from '../src/ledger/handles.js';
import { allowanceOf, allowanceOn, chargeOff, provideFor } from '../src/ledger/loan-loss-allowance.js';
import { openingParameters, paretoShares, postOpening } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';
import { exp, pow } from '../src/maths/elementary.js';
import { capitalRatio, loanGrowth } from '../src/mechanisms/bank-lending.js';
import { fundingElasticity, standingRepoDraw } from '../src/mechanisms/funding-supply.js';
import { hedgeRatio } from '../src/mechanisms/hedge-ratio.js';
import { cyclicalProvision, specificProvision } from '../src/mechanisms/provisions.js';
import { protectedLoss, protectionPremium } from '../src/mechanisms/risk-transfer.js';

const KIND = 'banks';
const ASSETS = ['reserves', 'treasuryBonds', 'bills', 'mortgageBonds', 'fundingLoans', 'bankLoans'];
/** What banks take over from the clearing row, in the proportion of their market shares. */
const SWEPT = ['reserves', 'standingRepo', 'bankLoans', 'fundingLoans', 'bills', 'mortgageBonds'] as const;
/** Equities that are shorted against AI loans. */
const AI_EQUITIES = ['megacapEquity', 'semiconductorEquity'] as const;
/** Who sells protection, and who lends shares. */
const SELLERS = ['hedgeFunds', 'insurers'];
const SHARE_LENDERS = ['assetManagers'];
/** $bn: smaller imbalances of the clearing row are left over from the solver's tolerance, not losses. */
const LOSS_TOLERANCE = 1e-6;

export const banks: AgentKind = {
  name: KIND,
  label: 'Banks',
  meaning: 'banks and prime brokers: deposits against reserves, loans and securities',
  parameters: [
    ...openingParameters(KIND, [...ASSETS, 'deposits']),
    fixed('population.banks', 'count', [1, 1000], 'number of banks'),
    fixed(
      'banks.securitiesHalfLife',
      'days',
      [1, 2520],
      'half-life of the gap between Treasury bonds held and their usual share of deposits',
    ),
    fixed('banks.sizeExponent', 'ratio', [1.01, 10], 'Pareto exponent of sizes'),
    fixed('banks.capitalDispersion', 'ratio', [0, 1], 'log standard deviation of equity over assets'),
    fixed(
      'banks.payoutShare',
      'ratio',
      [0, 1],
      'share of net interest income paid out as costs and dividends',
    ),
    scheduled('banks.creditGrowth', 'per year', [-0.5, 0.5], 'growth of bank loans to the real economy'),
    scheduled(
      'banks.capitalRequirement',
      'ratio',
      [0, 1],
      'equity over risk-weighted assets below which lending is cut',
    ),
    scheduled(
      'banks.lendingSensitivity',
      'ratio',
      [0, 50],
      'fall of loan growth (per year) for each unit of capital shortage; 0: losses do not cut lending',
    ),
    fixed('banks.largestCut', 'per year', [0.001, 1], 'largest fall of loan growth'),
    fixed('banks.tradingRiskWeight', 'ratio', [0, 1], 'risk weight of funding loans and mortgage bonds'),
    fixed(
      'banks.capacityElasticity',
      'ratio',
      [0, 10],
      'elasticity of funding capacity to equity lost since the start',
    ),
    fixed('banks.fundingGrowth', 'per year', [-0.2, 0.3], 'growth of funding capacity'),
    scheduled(
      'banks.fundingElasticityBase',
      'per year',
      [1e-6, 1],
      'spread by which funding supply rises by a factor e when idle cash is ample',
    ),
    fixed(
      'banks.fundingWaterReference',
      '$bn',
      [0, 20000],
      'idle cash of investors at which that spread doubles',
    ),
    scheduled(
      'banks.fundingWaterPower',
      'ratio',
      [0, 3],
      'power of scarcity in it; 0: funding is as elastic however little idle cash there is',
    ),
    fixed('banks.leastReserves', '$bn', [0, 5000], 'reserves below which banks draw standing repo'),
    fixed('banks.lossRate', 'per year', [0, 0.1], 'usual losses on loans'),
    fixed('banks.provisionYears', 'years', [0, 10], 'years over which losses are provided for'),
    fixed(
      'banks.provisionSensitivity',
      'ratio',
      [0, 100],
      'rise of log expected losses for a fall of log activity by 1',
    ),
    fixed(
      'banks.provisionHalfLife',
      'days',
      [1, 1000],
      'half-life with which provisions follow expected losses',
    ),
    scheduled('banks.hedgeShare', 'ratio', [0, 20], 'share of AI loans hedged by shorting AI equity'),
    fixed('banks.hedgeRatio', 'ratio', [0, 1], 'equity shorted for a dollar of AI loans at the start'),
    fixed('banks.hedgeConvexity', 'ratio', [0, 20], 'rise of its log for a fall of log AI equity by 1'),
    fixed('banks.hedgeHalfLife', 'days', [0.5, 250], 'half-life with which the short position follows'),
    scheduled('banks.stockLoanFee', 'per year', [0, 0.5], 'fee for borrowed shares'),
    scheduled('banks.transferShare', 'ratio', [0, 1], 'share of AI loans protected by third parties'),
    fixed('banks.transferDetachment', 'ratio', [0, 1], 'losses over AI loans up to which they pay'),
    scheduled('banks.transferPremium', 'per year', [0, 0.5], 'premium over protected loans'),
    fixed('banks.protectedRiskWeight', 'ratio', [0, 1], 'risk weight of protected loans'),
  ],
  columns: [
    rowColumn('banks.closingDeposits', '$bn', 'deposits owed when the last tick had settled'),
    rowColumn('banks.securitiesRatio', 'ratio', 'Treasury bonds over deposits at the start'),
    rowColumn('banks.marketShare', 'ratio', 'share of the market'),
    rowColumn('banks.startEquity', '$bn', 'equity at the start'),
    singleColumn('banks.covered', '$bn', 'losses on AI loans since the start that count against protection'),
    singleColumn('banks.received', '$bn', 'paid by protection sellers so far'),
    singleColumn('banks.claim', '$bn', 'to be paid by protection sellers in the next tick'),
    singleColumn('banks.startCapacity', '$bn', 'funding capacity at the start, grown'),
    singleColumn('banks.startLoanRatio', 'ratio', 'funding loans over capacity at the start'),
  ],
  series: [
    recorded('banks.equity', '$bn', 'stock', 'book equity, net of provisions'),
    recorded('banks.capitalRatio', 'ratio', 'rate', 'equity over risk-weighted assets'),
    recorded('banks.loans', '$bn', 'stock', 'bank loans'),
    recorded('banks.fundingLoans', '$bn', 'stock', 'funding loans of banks, which create deposits'),
    recorded('banks.deposits', '$bn', 'stock', 'deposits'),
    recorded('banks.allowance', '$bn', 'stock', 'provisions beyond the usual'),
    recorded('banks.aiLoans', '$bn', 'stock', 'bank loans of the AI complex, site loans among them'),
    recorded('banks.shortPosition', '$bn', 'stock', 'AI equity sold short against AI loans'),
    recorded(
      'banks.protectionPaid',
      '$bn',
      'stock',
      'losses on AI loans so far that protection sellers paid',
    ),
  ],
  endow(world) {
    const { parameters, scalars } = world;
    const share = world.column('banks.marketShare');
    paretoShares(world, KIND, parameters.number('banks.sizeExponent'), share);
    endowBooks(world);
    openSecurities(world);
    // Lenders' openings tell the loans before the borrowers, who come later, are endowed.
    const loans =
      parameters.number('opening.banks.fundingLoans') + parameters.number('opening.moneyFunds.fundingLoans');
    world.column('banks.startCapacity')[0] = loans;
    world.column('banks.startLoanRatio')[0] = 1;
    scalars.set('fundingCapacity', loans);
    setFundingElasticity(world);
    scalars.set(
      'bankCredit',
      parameters.number('banks.creditGrowth') * held(world, world.ledger.at.bankLoans),
    );
  },
  obligations(world) {
    tradeProtection(world);
    payForShares(world);
    payCosts(world);
    provide(world);
    lend(world);
    setFundingSupply(world);
  },
  schedule(world) {
    buySecurities(world);
    hedge(world);
  },
  settle(world) {
    claimProtection(world);
    chargeOffLosses(world);
    takeLosses(world);
    drawStandingRepo(world);
    sweep(world);
    closeBooks(world);
  },
  record(world, write) {
    write('banks.equity', total(world, equityOf));
    write('banks.capitalRatio', capitalRatio(total(world, equityOf), total(world, riskWeighted)));
    write('banks.loans', held(world, world.ledger.at.bankLoans));
    write('banks.fundingLoans', held(world, world.ledger.at.fundingLoans));
    write('banks.deposits', -held(world, world.ledger.at.deposits));
    write('banks.allowance', total(world, allowanceOf));
    write('banks.aiLoans', aiLoans(world));
    write(
      'banks.shortPosition',
      AI_EQUITIES.reduce(
        (sum, name) => sum + total(world, (_, row) => shortOf(world, row, world.ledger.at[name])),
        0,
      ),
    );
    write('banks.protectionPaid', world.column('banks.received')[0]);
  },
};

/** Sum over banks of what `value` says of a row. */
function total(world: World, value: (world: World, row: number) => number): number {
  const { first, last } = world.rowsOf(KIND);
  let sum = 0;
  for (let row = first; row < last; row++) sum += value(world, row);
  return sum;
}

function held(world: World, instrument: number): number {
  return total(world, (_, row) => world.ledger.position(row, instrument));
}

/** Net value of all positions of a row, provisions among them, $bn. */
function equityOf(world: World, row: number): number {
  const { ledger } = world;
  let value = 0;
  for (let i = 0; i < ledger.width; i++) value += ledger.position(row, i) * ledger.unitValue[i];
  return value;
}

/** What the risk weights of every bank are read from. */
const weightsOf = handles((world) => ({
  first: world.rowOf(KIND),
  marketShare: world.column('banks.marketShare'),
  transferShare: world.parameters.handle('banks.transferShare'),
  protectedRiskWeight: world.parameters.handle('banks.protectedRiskWeight'),
  tradingRiskWeight: world.parameters.handle('banks.tradingRiskWeight'),
}));

/** Risk weight that protection takes off a bank's part of AI loans, $bn. */
function relief(world: World, row: number): number {
  const { first, marketShare, transferShare, protectedRiskWeight } = weightsOf(world);
  if (transferShare.now === 0) return 0;
  const saved = 1 - protectedRiskWeight.now;
  return transferShare.now * saved * marketShare[row - first] * aiLoans(world);
}

function riskWeighted(world: World, row: number): number {
  const { ledger } = world;
  const trading =
    ledger.position(row, world.ledger.at.fundingLoans) + ledger.position(row, world.ledger.at.mortgageBonds);
  const loans = ledger.position(row, world.ledger.at.bankLoans) - relief(world, row);
  return loans + weightsOf(world).tradingRiskWeight.now * trading;
}

/** Assets by market share; deposits so that equity over assets differs log-normally around the mean. */
function endowBooks(world: World): void {
  const { parameters } = world;
  const { first, count } = world.rowsOf(KIND);
  const share = world.column('banks.marketShare');
  const start = world.column('banks.startEquity');
  const opening = (name: string) => parameters.number(`opening.banks.${name}`);
  let assets = 0;
  for (const name of ASSETS) assets += opening(name);
  const stream = world.random('banks capital');
  const dispersion = parameters.number('banks.capitalDispersion');
  let weights = 0;
  for (let i = 0; i < count; i++) {
    start[i] = share[i] * exp(dispersion * Math.max(-2, Math.min(2, stream.normal(i, 0))));
    weights += start[i];
  }
  for (let i = 0; i < count; i++) {
    start[i] *= (assets + opening('deposits')) / weights;
    for (const name of ASSETS) postOpening(world, first + i, name, opening(name) * share[i]);
    postOpening(world, first + i, 'deposits', start[i] - assets * share[i]);
  }
}

function openSecurities(world: World): void {
  const { ledger } = world;
  const { first, last } = world.rowsOf(KIND);
  const ratio = world.column('banks.securitiesRatio');
  const [bonds, deposits] = [world.ledger.at.treasuryBonds, world.ledger.at.deposits];
  for (let row = first; row < last; row++)
    ratio[row - first] = -ledger.position(row, bonds) / ledger.position(row, deposits);
  closeBooks(world);
}

/** Deposits at the end of the tick: within a tick they hold what has not been settled between banks. */
function closeBooks(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const deposits = world.ledger.at.deposits;
  const closing = world.column('banks.closingDeposits');
  for (let row = first; row < last; row++) closing[row - first] = -world.ledger.position(row, deposits);
}

/** As deposits grow banks buy Treasury bonds from the public, which creates deposits; as they shrink, banks sell. */
function buySecurities(world: World): void {
  const { ledger, orders } = world;
  const { first, last } = world.rowsOf(KIND);
  const ratio = world.column('banks.securitiesRatio');
  const closing = world.column('banks.closingDeposits');
  const speed = world.speed(world.parameters.number('banks.securitiesHalfLife'));
  const bonds = world.ledger.at.treasuryBonds;
  for (let row = first; row < last; row++) {
    const wanted = ratio[row - first] * closing[row - first];
    const gap = wanted - ledger.position(row, bonds);
    // Below a billionth of the holding it is rounding, not a wish.
    if (Math.abs(gap) > 1e-9 * wanted) orders.place(row, bonds, speed * gap, 'rebalancing');
  }
}

/** Costs, taxes and dividends of banks go to the economy; a bank with a loss pays nothing. */
function payCosts(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const { scratch, payments, parameters } = world;
  const income = world.column('income');
  const economy = world.rowOf('realEconomy');
  const payout = parameters.number('banks.payoutShare');
  const flow = FLOW.bankCosts;
  for (let row = first; row < last; row++) {
    scratch[row] = payout * Math.max(income[row], 0);
    payments.pay(row, economy, scratch[row], flow);
  }
}

/** Each bank's loans grow at the target less what its capital shortage cuts; the economy's row 0 borrows. */
function lend(world: World): void {
  const { ledger, parameters, scalars, clearingRow, dt } = world;
  const loans = world.ledger.at.bankLoans;
  const target = parameters.number('banks.creditGrowth');
  const requirement = parameters.number('banks.capitalRequirement');
  const sensitivity = parameters.number('banks.lendingSensitivity');
  const largest = parameters.number('banks.largestCut');
  const credit = total(world, (_, row) => {
    const ratio = capitalRatio(equityOf(world, row), riskWeighted(world, row));
    return ledger.position(row, loans) * loanGrowth(target, ratio, requirement, sensitivity, largest);
  });
  scalars.set('bankCredit', credit);
  const economy = world.rowOf('realEconomy');
  const flow = FLOW.bankLending;
  ledger.transfer(economy, clearingRow, loans, credit * dt, flow);
  ledger.transfer(clearingRow, economy, world.ledger.at.deposits, credit * dt, flow);
}

/** S0 = start capacity, grown, times (equity/start equity)^elasticity where equity was lost. */
function setFundingSupply(world: World): void {
  const { parameters, scalars, dt } = world;
  const capacity = world.column('banks.startCapacity');
  capacity[0] *= 1 + parameters.number('banks.fundingGrowth') * dt;
  const start = world.column('banks.startEquity');
  let startEquity = 0;
  for (let i = 0; i < start.length; i++) startEquity += start[i];
  const kept = startEquity > 0 ? total(world, equityOf) / startEquity : 1;
  const factor = pow(Math.max(Math.min(kept, 1), 0.01), parameters.number('banks.capacityElasticity'));
  scalars.set('fundingCapacity', capacity[0] * factor);
  setFundingElasticity(world);
}

function setFundingElasticity(world: World): void {
  const { parameters, scalars } = world;
  scalars.set(
    'fundingElasticity',
    fundingElasticity(
      // Cash with the Fed is not lent: what leaves reverse repo is still the funds', only nearer.
      Math.max(scalars.get('idleCash'), 0),
      parameters.number('banks.fundingElasticityBase'),
      parameters.number('banks.fundingWaterReference'),
      parameters.number('banks.fundingWaterPower'),
    ),
  );
}

/** What lenders lost on closed borrowers stands as a hole at the clearing row; banks fill it from equity. */
function takeLosses(world: World): void {
  const { payments, clearingRow } = world;
  const hole = -equityOf(world, clearingRow);
  if (!(hole > LOSS_TOLERANCE)) return;
  const { first, count } = world.rowsOf(KIND);
  const share = world.column('banks.marketShare');
  const flow = FLOW.losses;
  for (let i = 0; i < count; i++) payments.pay(first + i, clearingRow, hole * share[i], flow);
  world.events.add('lender loss', KIND, WHOLE_KIND, 'fundingLoans', hole);
}

/** Overnight loans of the Fed: what lenders do not supply at the cap, or what reserves need. */
function drawStandingRepo(world: World): void {
  const { ledger, scalars, parameters, clearingRow } = world;
  const repo = world.ledger.at.standingRepo;
  const reserves = world.ledger.at.reserves;
  const cap = scalars.get('fundingSpreadCap');
  const spread = scalars.get('fundingSpread');
  const drawn = -held(world, world.ledger.at.standingRepo);
  const needed = Math.max(
    parameters.number('banks.leastReserves') -
      (held(world, world.ledger.at.reserves) + ledger.position(clearingRow, reserves) - drawn),
    0,
  );
  const capped = spread >= cap - 1e-12 ? standingRepoDraw(fundingLoans(world), cap, fundingMarket(world)) : 0;
  const change = Math.max(needed, capped) - drawn;
  if (change === 0) return;
  const fed = world.rowOf('fed');
  const flow = FLOW.openMarket;
  ledger.transfer(clearingRow, fed, repo, change, flow);
  ledger.transfer(fed, clearingRow, reserves, change, flow);
}

function fundingLoans(world: World): number {
  const { ledger, clearingRow } = world;
  const loans = world.ledger.at.fundingLoans;
  const funds = world.rowsOf('moneyFunds');
  let sum = held(world, world.ledger.at.fundingLoans) + ledger.position(clearingRow, loans);
  for (let row = funds.first; row < funds.last; row++) sum += ledger.position(row, loans);
  return sum;
}

function fundingMarket(world: World) {
  const { scalars } = world;
  return {
    capacity: scalars.get('fundingCapacity'),
    startLoanRatio: world.column('banks.startLoanRatio')[0],
    startSpread: scalars.get('startFundingSpread'),
    elasticity: scalars.get('fundingElasticity'),
  };
}

/**
 * Banks take over what the clearing row holds of each instrument, so that each again has its market share of
 * the total; deposits move with it, equal value for equal value. The clearing row keeps only the money side
 * of what the solver's tolerance left there.
 */
function sweep(world: World): void {
  const { ledger, clearingRow, scratch } = world;
  const { first, last, count } = world.rowsOf(KIND);
  const share = world.column('banks.marketShare');
  const flow = FLOW.interbank;
  const received = new Float64Array(count);
  for (const name of SWEPT) {
    const instrument = ledger.at[name];
    let sum = ledger.position(clearingRow, instrument);
    for (let row = first; row < last; row++) sum += ledger.position(row, instrument);
    for (let i = 0; i < count; i++) {
      scratch[first + i] = sum * share[i] - ledger.position(first + i, instrument);
      received[i] += scratch[first + i] * ledger.unitValue[instrument];
    }
    ledger.transferColumn(clearingRow, first, last, instrument, scratch, flow);
  }
  for (let i = 0; i < count; i++) scratch[first + i] = -received[i];
  ledger.transferColumn(clearingRow, first, last, world.ledger.at.deposits, scratch, flow);
}

/** Provisions follow expected losses: on all loans as activity falls, on site loans as their marks do. */
function provide(world: World): void {
  const { parameters } = world;
  const number = (name: string): number => parameters.number(`banks.${name}`);
  const rate = cyclicalProvision(
    number('lossRate'),
    number('provisionYears'),
    world.scalars.get('activity'),
    number('provisionSensitivity'),
  );
  const speed = world.speed(number('provisionHalfLife'));
  const follow = (row: number, wanted: number): void =>
    provideFor(world, row, speed * (wanted - allowanceOn(world, row)));
  follow(world.rowOf('realEconomy'), rate * held(world, world.ledger.at.bankLoans));
  for (const { row, principal, mark } of siteLoans(world)) follow(row, specificProvision(principal, mark));
}

/** Losses of the tick use up what was provided for them; without a loan nothing is provided for. */
function chargeOffLosses(world: World): void {
  for (const { row, principal } of siteLoans(world))
    if (!(principal > 0)) chargeOff(world, row, allowanceOn(world, row));
  chargeOff(world, world.rowOf('realEconomy'), otherLosses(world));
}

/** AI equity of one market that a bank has sold short, $bn. */
function shortOf({ ledger }: World, row: number, asset: number): number {
  return -Math.min(ledger.position(row, asset), 0) * ledger.unitValue[asset];
}

/** Each bank sells AI equity short against its part of AI loans, more of it the further equity has fallen. */
function hedge(world: World): void {
  const { parameters, demand, orders } = world;
  const hedged = parameters.number('banks.hedgeShare') * aiLoans(world);
  const speed = world.speed(parameters.number('banks.hedgeHalfLife'));
  const { first, last } = world.rowsOf(KIND);
  const share = world.column('banks.marketShare');
  for (const name of AI_EQUITIES) {
    const asset = world.ledger.at[name];
    const ratio = hedgeRatio(
      parameters.number('banks.hedgeRatio'),
      -demand.lnPrice[asset],
      parameters.number('banks.hedgeConvexity'),
    );
    for (let row = first; row < last; row++) {
      const wanted = (ratio * hedged * share[row - first]) / AI_EQUITIES.length;
      const gap = wanted - shortOf(world, row, asset);
      if (Math.abs(gap) > LOSS_TOLERANCE) orders.place(row, asset, -speed * gap, 'rebalancing');
    }
  }
}

/** The fee for borrowed shares goes to those who lend them. */
function payForShares(world: World): void {
  const { payments, clearingRow, parameters, dt } = world;
  const { first, last } = world.rowsOf(KIND);
  const rate = parameters.number('banks.stockLoanFee') * dt;
  for (const name of AI_EQUITIES) {
    const asset = world.ledger.at[name];
    let fees = 0;
    for (let row = first; row < last; row++) {
      const fee = rate * shortOf(world, row, asset);
      payments.pay(row, clearingRow, fee, FLOW.loanInterest);
      fees += fee;
    }
    if (fees > 0) payFundIncome(world, SHARE_LENDERS, asset, fees, FLOW.loanInterest);
  }
}

/** Sellers get the premium, and pay what they owe for the losses of the last tick. */
function tradeProtection(world: World): void {
  const { parameters, payments, clearingRow, dt } = world;
  const claim = world.column('banks.claim');
  const premium = protectionPremium(
    aiLoans(world),
    parameters.number('banks.transferShare'),
    parameters.number('banks.transferPremium'),
    dt,
  );
  if (premium === 0 && claim[0] === 0) return;
  const { first, last } = world.rowsOf(KIND);
  const share = world.column('banks.marketShare');
  for (let row = first; row < last; row++) {
    payments.pay(row, clearingRow, premium * share[row - first], FLOW.loanInterest);
    payments.pay(clearingRow, row, claim[0] * share[row - first], FLOW.losses);
  }
  payByWealth(world, SELLERS, premium, FLOW.loanInterest);
  payByWealth(world, SELLERS, -claim[0], FLOW.losses);
  if (claim[0] > 0) world.events.tell('protection paid', KIND, WHOLE_KIND, 'bankLoans', claim[0]);
  world.column('banks.received')[0] += claim[0];
  claim[0] = 0;
}

/** Losses of the tick on AI loans, as far as protection reaches. */
function claimProtection(world: World): void {
  const { parameters } = world;
  const transferred = parameters.number('banks.transferShare');
  const loss = aiLosses(world);
  if (!(transferred > 0) || !(loss > LOSS_TOLERANCE)) return;
  const covered = world.column('banks.covered');
  const limit = parameters.number('banks.transferDetachment') * (aiLoans(world) + loss + covered[0]);
  world.column('banks.claim')[0] += protectedLoss(loss, transferred, covered[0], limit);
  covered[0] += Math.min(loss, Math.max(limit - covered[0], 0));
}
