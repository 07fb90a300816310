/**
 * Owners of those who own chips: their money is that of the real economy, but for the part of the chip vendor, which
 * finances neoclouds that buy its chips.
 */
import { FLOW } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import { sellPrivateShares, spareVendorCash } from '../ledger/private-equity.js';
import type { World } from '../ledger/world.js';
import { vendorContribution } from '../mechanisms/vendor-financing.js';
import type { Borrowers } from './borrowers.js';

/** The kind that the vendor finances. */
const FINANCED = 'neoclouds';

const vendorOf = handles((world) => ({
  financing: world.parameters.handle('chipVendor.financing'),
  neocloudShare: world.parameters.handle('chipVendor.neocloudShare'),
}));

/** What the vendor gives of the money of owners, $bn. */
function vendorPart(world: World, firms: Borrowers, amount: number): number {
  const { financing, neocloudShare } = vendorOf(world);
  if (firms.kind !== FINANCED || financing.now === 0) return 0;
  const share = neocloudShare.now;
  return vendorContribution((1 - share) * amount, share, spareVendorCash(world));
}

/** Owners pay in against shares at cost. */
export function callOwners(world: World, firms: Borrowers, i: number, amount: number): void {
  if (firms.kind === FINANCED) firms.column(world, 'vendorPaid')[i] = 0;
  if (!(amount > 0)) return;
  const row = firms.row(world, i);
  const vendor = vendorPart(world, firms, amount);
  sellPrivateShares(world, row, world.rowOf('realEconomy'), amount - vendor, 'capitalCalls');
  if (!(vendor > 0)) return;
  sellPrivateShares(world, row, world.rowOf('chipVendor'), vendor, 'vendorFinancing');
  firms.column(world, 'vendorPaid')[i] = vendor;
  firms.column(world, 'vendorShares')[i] += vendor;
}

/** Owners get what is left, and their shares are worth nothing. */
export function payOutOwners(world: World, firms: Borrowers, i: number, left: number): void {
  const { ledger, payments, events } = world;
  const row = firms.row(world, i);
  const [economy, vendor] = [world.rowOf('realEconomy'), world.rowOf('chipVendor')];
  const equity = world.ledger.at.privateAiEquity;
  const shares = -firms.position(world, i, world.ledger.at.privateAiEquity);
  const ofVendor = firms.kind === FINANCED ? firms.column(world, 'vendorShares')[i] : 0;
  const part = shares > 0 ? ofVendor / shares : 0;
  payments.pay(row, economy, (1 - part) * left, FLOW.dividends);
  payments.pay(row, vendor, part * left, FLOW.dividends);
  ledger.transfer(economy, row, equity, shares - ofVendor, FLOW.losses);
  ledger.transfer(vendor, row, equity, ofVendor, FLOW.losses);
  const tell = (type: 'owners paid' | 'loss', subject: string, all: number, vendors: number): void => {
    const firm = firms.firms[i];
    if (all > vendors) events.tell(type, 'realEconomy', economy, subject, all - vendors, firm);
    if (vendors > 0) events.tell(type, 'chipVendor', vendor, subject, vendors, firm);
  };
  tell('owners paid', 'deposits', left, part * left);
  tell('loss', 'privateAiEquity', shares, ofVendor);
  if (firms.kind !== FINANCED) return;
  for (const name of ['vendorShares', 'vendorPaid', 'vacant']) firms.column(world, name)[i] = 0;
}
