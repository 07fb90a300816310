/**
 * Redemption of pooled fund shares after notice: owners give notice, the fund sees what falls due each tick.
 *
 * The due dates stand in one ring for each kind of owner, and each owner remembers only the sum of its notices,
 * so a million owners need a million numbers. What falls due is shared in proportion to what is pending.
 */

import { ln } from '../maths/elementary.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import { joined } from './names.js';
import type { World } from './world.js';

/** Ticks that a ring looks ahead; a longer notice falls due at its end. */
export const RING_LENGTH = 256;

/** Kinds that own hedge-fund shares. */
export const HEDGE_FUND_OWNERS = ['sovereignFunds', 'retail', 'insurers'] as const;

interface RedemptionColumn {
  readonly name: string;
  readonly unit: string;
  readonly length: 'kind' | number;
  readonly meaning: string;
}

export function redemptionColumns(kind: string): RedemptionColumn[] {
  return [
    {
      name: joined(kind, 'pendingRedemptions'),
      unit: 'units',
      length: 'kind',
      meaning: 'hedge-fund shares for which notice has been given',
    },
    {
      name: joined(kind, 'redemptionRing'),
      unit: 'units',
      length: RING_LENGTH,
      meaning: 'hedge-fund shares of the kind that fall due, by tick modulo the length',
    },
  ];
}

/** Place in a ring of a date some ticks ahead. */
export function ringSlot(world: World, ticksAhead: number): number {
  return (world.tick + Math.min(ticksAhead, RING_LENGTH - 1)) % RING_LENGTH;
}

/** Notices of the owners that can give any, by kind. */
const noticesOf = handles((world) => {
  const owners = HEDGE_FUND_OWNERS.filter((kind) => world.columns.has(joined(kind, 'redemptionRing')));
  const notices = (kind: string) => ({
    first: world.rowsOf(kind).first,
    last: world.rowsOf(kind).last,
    pending: world.column(joined(kind, 'pendingRedemptions')),
    ring: world.column(joined(kind, 'redemptionRing')),
  });
  return new Map(owners.map((kind) => [kind as string, notices(kind)]));
});

function noticesOfKind(world: World, kind: string) {
  const notices = noticesOf(world).get(kind);
  if (notices === undefined) throw new Error(`${kind} own no shares of hedge funds`);
  return notices;
}

/** Trading days of the quarter in which flows, gates and their sources are stated. */
export const QUARTER_DAYS = 63;

/** What owners know of hedge funds when they decide on notices. */
export interface RedemptionTerms {
  /** NAV of a share at the last marks, $bn. */
  readonly value: number;
  /** Log NAV less its peak, at most 0. */
  readonly logDrawdown: number;
  /** Log loss from which owners run. */
  readonly threshold: number;
  /** Share of a holding asked back in a tick for each unit of log loss beyond the threshold. */
  readonly sensitivity: number;
  readonly largestShare: number;
  readonly noticeTicks: number;
}

/** Undefined if the experiment allows no redemptions, or shares are worth nothing. */
export function redemptionTerms(world: World): RedemptionTerms | undefined {
  const { parameters } = world;
  const value = world.ledger.unitValue[world.ledger.at.hedgeFundShares];
  if (!parameters.switch('hedgeFunds.redemptions') || !(value > 0)) return undefined;
  return {
    value,
    logDrawdown: Math.min(ln(value / world.column('hedgeFunds.peakNav')[0]), 0),
    threshold: parameters.number('hedgeFunds.redemptionThreshold'),
    sensitivity: parameters.number('hedgeFunds.redemptionSensitivity') / world.ticks(QUARTER_DAYS),
    largestShare: parameters.number('hedgeFunds.largestRequest'),
    noticeTicks: world.ticks(parameters.number('hedgeFunds.redemptionNotice')),
  };
}

/** Units of a row for which no notice has been given. */
export function freeUnits(world: World, kind: string): (row: number) => number {
  const { pending, first } = noticesOfKind(world, kind);
  const { units, width } = world.ledger;
  const shares = world.ledger.at.hedgeFundShares;
  return (row) => Math.max(units[row * width + shares] - pending[row - first], 0);
}

/** Gives notice for `units` of the agent at `row`; they fall due `noticeTicks` ahead. */
export function giveNotice(
  world: World,
  kind: string,
  row: number,
  units: number,
  noticeTicks: number,
): void {
  if (!(units > 0)) return;
  const { pending, ring, first } = noticesOfKind(world, kind);
  pending[row - first] += units;
  ring[ringSlot(world, noticeTicks)] += units;
}

/** `giveNotice` of all agents of a kind, for the units in the scratch column. */
export function giveNotices(world: World, kind: string, noticeTicks: number): void {
  const { pending, ring, first } = noticesOfKind(world, kind);
  const slot = ringSlot(world, noticeTicks);
  for (let i = 0; i < pending.length; i++) {
    const units = world.scratch[first + i];
    if (!(units > 0)) continue;
    pending[i] += units;
    ring[slot] += units;
  }
}

/** Shares of all owners that fall due in this tick, units. */
export function dueUnits(world: World): number {
  let sum = 0;
  for (const { ring } of noticesOf(world).values()) sum += ring[ringSlot(world, 0)];
  return sum;
}

/** Puts off what the funds do not pay today: `paidShare` of what is due stays, the rest is due next tick. */
export function deferRedemptions(world: World, paidShare: number): void {
  for (const { ring } of noticesOf(world).values()) {
    const today = ringSlot(world, 0);
    const paid = ring[today] * paidShare;
    ring[ringSlot(world, 1)] += ring[today] - paid;
    ring[today] = paid;
  }
}

/**
 * Pays today's redemptions to the owners, at `value` a share, against the clearing row: `paidUnits` over all
 * kinds (what the funds have delivered to the clearing row).
 */
export function payOwners(world: World, paidUnits: number, value: number): void {
  const due = dueUnits(world);
  if (!(due > 0)) return;
  for (const { first, last, ring, pending } of noticesOf(world).values()) {
    const units = paidUnits * (ring[ringSlot(world, 0)] / due);
    ring[ringSlot(world, 0)] = 0;
    let total = 0;
    for (let i = 0; i < pending.length; i++) total += pending[i];
    if (!(units > 0 && total > 0)) continue;
    const share = Math.min(units / total, 1);
    for (let row = first; row < last; row++) {
      world.scratch[row] = -share * pending[row - first];
      pending[row - first] += world.scratch[row];
    }
    deliver(world, first, last, value);
  }
}

/** Pays `money` to all owners in proportion to their shares, for shares at `value`: a closed fund's last payment. */
export function payAllOwners(world: World, money: number, value: number, outstanding: number): void {
  const shares = world.ledger.at.hedgeFundShares;
  const part = money / value / outstanding;
  for (const { first, last, ring, pending } of noticesOf(world).values()) {
    for (let row = first; row < last; row++) world.scratch[row] = -part * world.ledger.position(row, shares);
    for (let i = 0; i < pending.length; i++) pending[i] *= 1 - part;
    for (let slot = 0; slot < RING_LENGTH; slot++) ring[slot] *= 1 - part;
    deliver(world, first, last, value);
  }
}

/** Rows give the shares in `scratch` (negative units) to the clearing row and get their value. */
function deliver(world: World, first: number, last: number, value: number): void {
  const { ledger, payments, scratch, clearingRow } = world;
  const flow = FLOW.fundShares;
  ledger.transferColumn(clearingRow, first, last, world.ledger.at.hedgeFundShares, scratch, flow, value);
  for (let row = first; row < last; row++) scratch[row] *= -value;
  payments.payColumn(clearingRow, first, last, scratch, flow);
}
