/** Why deposits and reserves changed in a tick, read off the transaction-flow matrix (model section 1). */
import { FLOWS } from '../ledger/flows.js';
import { DEPOSIT_CAUSES, RESERVE_CAUSES } from './declarations.js';
import { CLEARING_KIND, type RunningWorld } from './start.js';

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

function legOf(world: RunningWorld, flow: number, kind: number, instrument: number): number {
  const { ledger } = world;
  return ledger.tickFlows[(flow * ledger.kinds + kind) * ledger.width + instrument];
}

/** Adds this tick's change of deposits by cause to `out`, in the order of DEPOSIT_CAUSES. The causes sum to the change. */
export function addDepositCauses(world: RunningWorld, out: Float64Array): void {
  const { kindNames } = world;
  const deposits = world.instrument('deposits');
  const issuers = [kindNames.indexOf('banks'), kindNames.indexOf(CLEARING_KIND)];
  const treasury = kindNames.indexOf('treasury');
  const account = world.instrument('treasuryAccount');
  const reserves = world.instrument('reserves');
  for (const [flow, { name }] of FLOWS.entries()) {
    let change = 0;
    for (const kind of issuers) change -= legOf(world, flow, kind, deposits);
    if (name === 'trade') {
      const byTreasury = -legOf(world, flow, treasury, account);
      const byBanks = -legOf(world, flow, kindNames.indexOf('banks'), reserves);
      out[DEPOSIT_CAUSES.indexOf('treasury')] += byTreasury;
      out[DEPOSIT_CAUSES.indexOf('bankTrades')] += byBanks;
      out[DEPOSIT_CAUSES.indexOf('fed')] += change - byTreasury - byBanks;
    } else if (change !== 0) {
      out[DEPOSIT_CAUSES.indexOf(DEPOSIT_CAUSE_OF_FLOW[name] ?? 'bankIncome')] += change;
    }
  }
}

/** Adds this tick's change of reserves by cause to `out`, in the order of RESERVE_CAUSES. The causes sum to the change. */
export function addReserveCauses(world: RunningWorld, out: Float64Array): void {
  const fed = world.kindNames.indexOf('fed');
  const reservesAt = world.instrument('reserves');
  const accountAt = world.instrument('treasuryAccount');
  const reverseRepoAt = world.instrument('reverseRepo');
  const currencyAt = world.instrument('currency');
  const standingAt = world.instrument('standingRepo');
  const add = (cause: (typeof RESERVE_CAUSES)[number], amount: number): void => {
    out[RESERVE_CAUSES.indexOf(cause)] += amount;
  };
  for (const [flow, { name }] of FLOWS.entries()) {
    const change = -legOf(world, flow, fed, reservesAt);
    // A Fed liability that grows takes reserves; its leg at the Fed is negative then.
    const account = legOf(world, flow, fed, accountAt);
    const reverseRepo = legOf(world, flow, fed, reverseRepoAt);
    const currency = legOf(world, flow, fed, currencyAt);
    const standing = legOf(world, flow, fed, standingAt);
    add('treasuryAccount', account);
    add('reverseRepo', reverseRepo);
    add('currency', currency);
    add('standingRepo', standing);
    const rest = change - account - reverseRepo - currency - standing;
    add(name === 'trade' || name === 'openMarket' || name === 'rollover' ? 'fedAssets' : 'other', rest);
  }
}
