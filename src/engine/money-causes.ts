/** Why deposits and reserves changed in a tick, read off the transaction-flow matrix (model section 1). */
import { FLOWS } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import { DEPOSIT_CAUSES, RESERVE_CAUSES } from './declarations.js';
import { CLEARING_KIND, type RunningWorld } from './running-world.js';

const DEPOSIT_CAUSE_OF_FLOW: Readonly<Record<string, (typeof DEPOSIT_CAUSES)[number]>> = {
  bankLending: 'bankLending',
  fundingLending: 'fundingLending',
  cashManagement: 'moneyFunds',
  moneyMarket: 'moneyFunds',
  taxes: 'treasury',
  governmentSpending: 'treasury',
  billIssue: 'treasury',
  remittance: 'treasury',
  openMarket: 'fed',
  currency: 'currency',
};

const TRADE = FLOWS.findIndex(({ name }) => name === 'trade');
/** Place of the cause of each flow among the causes of deposits. */
const DEPOSIT_CAUSE = FLOWS.map(({ name }) =>
  DEPOSIT_CAUSES.indexOf(DEPOSIT_CAUSE_OF_FLOW[name] ?? 'bankIncome'),
);
const BY_TREASURY = DEPOSIT_CAUSES.indexOf('treasury');
const BY_BANK_TRADES = DEPOSIT_CAUSES.indexOf('bankTrades');
const BY_FED = DEPOSIT_CAUSES.indexOf('fed');
/** Place of what a flow does to reserves beyond the other liabilities of the Fed. */
const RESERVE_CAUSE = FLOWS.map(({ name }) =>
  RESERVE_CAUSES.indexOf(['trade', 'openMarket', 'rollover'].includes(name) ? 'fedAssets' : 'other'),
);
const FED_LIABILITIES = ['treasuryAccount', 'reverseRepo', 'currency', 'standingRepo'] as const;
const LIABILITY_CAUSES = FED_LIABILITIES.map((name) => RESERVE_CAUSES.indexOf(name));

const placesOf = handles((world) => {
  const kind = (name: string): number => world.ledger.kindOf[world.rowOf(name)];
  return {
    banks: kind('banks'),
    clearing: kind(CLEARING_KIND),
    treasury: kind('treasury'),
    fed: kind('fed'),
    deposits: world.ledger.at.deposits,
    account: world.ledger.at.treasuryAccount,
    reserves: world.ledger.at.reserves,
    liabilities: FED_LIABILITIES.map((name) => world.instrument(name)),
  };
});

function legOf(world: RunningWorld, flow: number, kind: number, instrument: number): number {
  return world.ledger.flows.of(flow, kind, instrument);
}

/** Adds this tick's change of deposits by cause to `out`, in the order of DEPOSIT_CAUSES. The causes sum to the change. */
export function addDepositCauses(world: RunningWorld, out: Float64Array): void {
  const { banks, clearing, treasury, deposits, account, reserves } = placesOf(world);
  for (let flow = 0; flow < FLOWS.length; flow++) {
    const change = -legOf(world, flow, banks, deposits) - legOf(world, flow, clearing, deposits);
    if (flow === TRADE) {
      const byTreasury = -legOf(world, flow, treasury, account);
      const byBanks = -legOf(world, flow, banks, reserves);
      out[BY_TREASURY] += byTreasury;
      out[BY_BANK_TRADES] += byBanks;
      out[BY_FED] += change - byTreasury - byBanks;
    } else if (change !== 0) out[DEPOSIT_CAUSE[flow]] += change;
  }
}

/** Adds this tick's change of reserves by cause to `out`, in the order of RESERVE_CAUSES. The causes sum to the change. */
export function addReserveCauses(world: RunningWorld, out: Float64Array): void {
  const { fed, reserves, liabilities } = placesOf(world);
  for (let flow = 0; flow < FLOWS.length; flow++) {
    let rest = -legOf(world, flow, fed, reserves);
    // A Fed liability that grows takes reserves; its leg at the Fed is negative then.
    for (let i = 0; i < liabilities.length; i++) {
      const leg = legOf(world, flow, fed, liabilities[i]);
      out[LIABILITY_CAUSES[i]] += leg;
      rest -= leg;
    }
    out[RESERVE_CAUSE[flow]] += rest;
  }
}
