/**
 * Why deposits and reserves changed in a tick, and the check that nothing else changed them (model sections 1 and 8).
 *
 * Deposits are made by whoever pays without having any: banks by owing them, the Fed by owing reserves, the Treasury out of its
 * account. What these three pay on net in a flow is counted from their own postings; `DEPOSIT_CAUSE_OF` says which of
 * them may take part in it, and as what. A payer who has no place in a flow, or causes that do not add up to the change of the
 * stock, stop the run.
 */
import { FLOWS, type FlowName } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import { BOOKS_TOLERANCE } from '../ledger/invariants.js';
import { InvariantViolation } from '../ledger/model-error.js';
import { DEPOSIT_CAUSES, type DepositCause, RESERVE_CAUSES, type ReserveCause } from './declarations.js';
import { CLEARING_KIND, type RunningWorld } from './running-world.js';

const PAYERS = ['banks', 'fed', 'treasury'] as const;
type Payer = (typeof PAYERS)[number];

/** A flow between holders of deposits moves money and makes none. */
const BETWEEN_HOLDERS = {} as const;

/** The cause of what each payer pays in each flow. Where two net out, as in what one pays the other, deposits do not change. */
export const DEPOSIT_CAUSE_OF: Readonly<Record<FlowName, Partial<Readonly<Record<Payer, DepositCause>>>>> = {
  opening: BETWEEN_HOLDERS,
  // What banks and the Fed get of it was never a deposit.
  treasuryInterest: { treasury: 'treasury', banks: 'treasury', fed: 'treasury' },
  coupons: { banks: 'bankIncome', fed: 'fed' },
  dividends: { banks: 'bankIncome' },
  loanInterest: { banks: 'bankIncome' },
  depositInterest: { banks: 'bankIncome', fed: 'fed' },
  reserveInterest: { banks: 'fed', fed: 'fed' },
  wages: BETWEEN_HOLDERS,
  consumption: BETWEEN_HOLDERS,
  savings: BETWEEN_HOLDERS,
  taxes: { treasury: 'treasury' },
  governmentSpending: { treasury: 'treasury' },
  remittance: { treasury: 'treasury', fed: 'treasury' },
  capitalExpenditure: BETWEEN_HOLDERS,
  chipAuction: BETWEEN_HOLDERS,
  firmSales: BETWEEN_HOLDERS,
  operatingIncome: BETWEEN_HOLDERS,
  computing: BETWEEN_HOLDERS,
  privateMarks: BETWEEN_HOLDERS,
  bankCosts: { banks: 'bankIncome' },
  losses: { banks: 'bankIncome' },
  provisions: BETWEEN_HOLDERS,
  perpetualFunding: BETWEEN_HOLDERS,
  trade: { treasury: 'treasury', fed: 'fed', banks: 'bankTrades' },
  // Run-off: the Treasury pays the Fed out of its account.
  rollover: { treasury: 'treasury', fed: 'treasury', banks: 'bankTrades' },
  conversion: BETWEEN_HOLDERS,
  recovery: { banks: 'bankTrades' },
  // Banks take an issue and pay in reserves; what money funds take of it they buy from banks.
  billIssue: { treasury: 'treasury', banks: 'treasury' },
  bankLending: { banks: 'bankLending' },
  privateLending: BETWEEN_HOLDERS,
  fundingLending: { banks: 'fundingLending' },
  cashManagement: BETWEEN_HOLDERS,
  moneyMarket: { banks: 'moneyFunds', fed: 'moneyFunds' },
  openMarket: { fed: 'fed', banks: 'fed' },
  fundShares: BETWEEN_HOLDERS,
  capitalCalls: BETWEEN_HOLDERS,
  vendorFinancing: BETWEEN_HOLDERS,
  contractClaims: BETWEEN_HOLDERS,
  currency: { fed: 'currency' },
  interbank: BETWEEN_HOLDERS,
};

/** Place of the cause among DEPOSIT_CAUSES, `[flow][payer]`; -1: the payer has no place in the flow. */
const CAUSE_AT: readonly (readonly number[])[] = FLOWS.map(({ name }) => {
  const causes = DEPOSIT_CAUSE_OF[name as FlowName];
  if (causes === undefined) throw new Error(`what flow '${name}' does to deposits is not declared`);
  return PAYERS.map((payer) => {
    const cause = causes[payer];
    return cause === undefined ? -1 : DEPOSIT_CAUSES.indexOf(cause);
  });
});

/** What each position of the Fed does to reserves as it changes. What it owes takes them, what it holds makes them. */
const RESERVE_CAUSE_OF: Readonly<Record<string, ReserveCause>> = {
  treasuryBonds: 'fedAssets',
  bills: 'fedAssets',
  mortgageBonds: 'fedAssets',
  standingRepo: 'standingRepo',
  treasuryAccount: 'treasuryAccount',
  reverseRepo: 'reverseRepo',
  currency: 'currency',
};
const BY_FED_INCOME = RESERVE_CAUSES.indexOf('other');
const UNREQUITED = FLOWS.map(({ type }) => type === 'unrequited');

const placesOf = handles((world) => {
  const { at } = world.ledger;
  const kind = (name: string): number => world.ledger.kindOf[world.rowOf(name)];
  return {
    banks: kind('banks'),
    clearing: kind(CLEARING_KIND),
    treasury: kind('treasury'),
    fed: kind('fed'),
    deposits: at.deposits,
    reserves: at.reserves,
    account: at.treasuryAccount,
    fedPositions: Object.entries(RESERVE_CAUSE_OF).map(([name, cause]) => ({
      instrument: world.instrument(name),
      cause: RESERVE_CAUSES.indexOf(cause),
    })),
    paid: new Float64Array(PAYERS.length),
  };
});
type Places = ReturnType<typeof placesOf>;

/** Writes what banks (with the payment system), Fed and Treasury pay out on net in a flow, $bn, in the order of PAYERS. */
function countPaid({ ledger: { flows } }: RunningWorld, flow: number, places: Places): void {
  const { banks, clearing, treasury, fed, deposits, reserves, account, paid } = places;
  paid[0] = -flows.of(flow, banks, deposits) - flows.of(flow, clearing, deposits);
  paid[0] -= flows.of(flow, banks, reserves) + flows.of(flow, clearing, reserves);
  paid[1] = -flows.of(flow, fed, reserves) - flows.of(flow, fed, account);
  paid[2] = -flows.of(flow, treasury, account);
}

/** Adds this tick's change of deposits by cause to `out`, in the order of DEPOSIT_CAUSES; refuses what has no cause. */
export function addDepositCauses(world: RunningWorld, out: Float64Array): void {
  const places = placesOf(world);
  const allowed = tolerance(world, places.deposits);
  for (let flow = 0; flow < FLOWS.length; flow++) {
    countPaid(world, flow, places);
    for (let payer = 0; payer < PAYERS.length; payer++) {
      const paid = places.paid[payer];
      if (paid === 0) continue;
      const cause = CAUSE_AT[flow][payer];
      if (cause >= 0) out[cause] += paid;
      else if (!(Math.abs(paid) <= allowed)) refuse(world, flow, payer, paid);
    }
  }
}

/** Adds this tick's change of reserves by cause to `out`, in the order of RESERVE_CAUSES. */
export function addReserveCauses(world: RunningWorld, out: Float64Array): void {
  const places = placesOf(world);
  const { fed, fedPositions } = places;
  const { flows } = world.ledger;
  for (let flow = 0; flow < FLOWS.length; flow++) {
    for (let i = 0; i < fedPositions.length; i++)
      out[fedPositions[i].cause] += flows.of(flow, fed, fedPositions[i].instrument);
    if (!UNREQUITED[flow]) continue;
    countPaid(world, flow, places);
    out[BY_FED_INCOME] += places.paid[1];
  }
}

/** The causes of a tick are all that changed deposits, and all that changed reserves. */
export function checkMoney(world: RunningWorld, deposits: Float64Array, reserves: Float64Array): void {
  const places = placesOf(world);
  const { ledger } = world;
  const issued = (kind: number, instrument: number): number => -ledger.postedInTick(kind, instrument);
  const byBanks = issued(places.banks, places.deposits) + issued(places.clearing, places.deposits);
  compare(world, places.deposits, byBanks, deposits);
  compare(world, places.reserves, issued(places.fed, places.reserves), reserves);
}

function compare(world: RunningWorld, instrument: number, change: number, causes: Float64Array): void {
  let explained = 0;
  for (let i = 0; i < causes.length; i++) explained += causes[i];
  if (Math.abs(change - explained) <= tolerance(world, instrument)) return;
  const { name } = world.ledger.instruments[instrument];
  throw new InvariantViolation(
    `tick ${world.tick}: the books do not balance: ${name} changed by ${change} $bn, their causes by ${explained}`,
    world.tick,
    { instrument: name, missing: change - explained },
  );
}

/** $bn of rounding that the causes of an instrument may have: of the most that a kind owes of it. */
function tolerance({ ledger }: RunningWorld, instrument: number): number {
  let largest = 1;
  for (let kind = 0; kind < ledger.kinds; kind++)
    largest = Math.max(largest, -ledger.postedUnits[kind * ledger.width + instrument]);
  return BOOKS_TOLERANCE * largest;
}

function refuse(world: RunningWorld, flow: number, payer: number, paid: number): never {
  const { name } = FLOWS[flow];
  throw new InvariantViolation(
    `tick ${world.tick}: the books do not balance: ${PAYERS[payer]} pay ${paid} $bn net in flow ${name}, which is no cause of a change in deposits`,
    world.tick,
    { flow: name, kind: PAYERS[payer] },
  );
}
