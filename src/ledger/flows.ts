/**
 * The rows of the transaction-flow matrix.
 *
 * An `exchange` gives and takes equal value (a purchase, a loan): over its instruments each party nets to
 * zero. An `unrequited` flow is income or spending: one money leg, nothing in return.
 */

export interface FlowDeclaration {
  readonly name: string;
  readonly type: 'exchange' | 'unrequited';
  readonly meaning: string;
}

type Named<Name extends string> = FlowDeclaration & { readonly name: Name };

function exchange<Name extends string>(name: Name, meaning: string): Named<Name> {
  return { name, type: 'exchange', meaning };
}

function unrequited<Name extends string>(name: Name, meaning: string): Named<Name> {
  return { name, type: 'unrequited', meaning };
}

const DECLARED = [
  unrequited('opening', 'opening positions'),
  unrequited('treasuryInterest', 'interest that the Treasury pays on its bonds and bills'),
  unrequited('coupons', 'interest on corporate bonds and mortgage bonds'),
  unrequited('dividends', 'dividends and distributions of firms'),
  unrequited('loanInterest', 'interest on bank loans and funding loans'),
  unrequited('depositInterest', 'interest on deposits, money-fund shares and reverse repo'),
  unrequited('reserveInterest', 'interest on reserves and standing repo'),
  unrequited('wages', 'wages and transfers to households'),
  unrequited('consumption', 'consumption, benefits and pay-outs of investors'),
  unrequited('savings', 'money returned from the real economy to investors'),
  unrequited('taxes', 'taxes'),
  unrequited('governmentSpending', 'spending of the Treasury'),
  unrequited('remittance', 'remittance of the Fed'),
  unrequited('capitalExpenditure', 'payments to suppliers of AI capital'),
  unrequited('chipAuction', 'seized chips bought at auction, but for what the Treasury spends on them'),
  unrequited('firmSales', 'firms in default sold by lenders of private credit'),
  unrequited('operatingIncome', 'operating cash flow of firms'),
  unrequited(
    'computing',
    'computing bought under contract, paid or owed, and what is owed for contracts that were left',
  ),
  unrequited('privateMarks', 'shares of AI labs marked up or down at a round'),
  unrequited('bankCosts', 'costs and dividends of banks'),
  unrequited('losses', 'losses taken by lenders'),
  unrequited('provisions', 'provisions of banks for expected losses, and their release'),
  unrequited('perpetualFunding', 'funding premium and fees paid on perpetual futures'),
  exchange('trade', 'trades in the cleared markets at the cleared price'),
  exchange('rollover', 'maturing bonds redeemed at par and rolled over at the last cleared price'),
  exchange('conversion', 'convertible bonds changed into listed shares, at par'),
  exchange('recovery', 'claims on a defaulted issuer paid at par out of its collateral'),
  exchange('billIssue', 'bills issued and redeemed'),
  exchange('bankLending', 'bank loans made and repaid'),
  exchange('privateLending', 'private-credit loans made and repaid'),
  exchange('fundingLending', 'funding loans made and repaid'),
  exchange('cashManagement', 'deposits exchanged for money-fund shares and back'),
  exchange('moneyMarket', 'money funds place cash in reverse repo, bills and repo'),
  exchange('openMarket', 'Fed operations outside the cleared markets: bills, mortgage bonds, standing repo'),
  exchange('fundShares', 'subscriptions and redemptions of fund shares'),
  exchange('capitalCalls', 'called commitments against private equity'),
  exchange('vendorFinancing', 'money of the chip vendor for its customers, against their shares'),
  exchange('contractClaims', 'paid of what is owed for computing and for contracts that were left'),
  exchange('currency', 'currency drawn and returned'),
  exchange('interbank', 'settlement between banks'),
];

export const FLOWS: readonly FlowDeclaration[] = DECLARED;

export type FlowName = (typeof DECLARED)[number]['name'];

/** Index of each flow by name, the same in every world: code that posts in every tick need not look it up. */
export const FLOW = Object.fromEntries(DECLARED.map(({ name }, index) => [name, index])) as Readonly<
  Record<FlowName, number>
>;

export function flowIndex(name: string): number {
  const index = FLOWS.findIndex((flow) => flow.name === name);
  if (index < 0) throw new Error(`no flow is named '${name}'`);
  return index;
}
