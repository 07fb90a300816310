/**
 * The instruments of the model: what can be on a balance sheet.
 *
 * Positions are signed: a holder's units are positive, its issuer's negative, so that every inside
 * instrument sums to zero over all rows and an outside asset to its stock. `value` says how a unit is
 * valued: `cleared` at the market's price index, `face` at 1 $bn, `net-asset-value` at the fund's NAV.
 */

export type Valuation = 'cleared' | 'face' | 'net-asset-value';

export interface InstrumentDeclaration {
  /** Name in files and parameters. */
  readonly name: string;
  /** Name in tables. */
  readonly label: string;
  readonly value: Valuation;
  /** True if nobody owes it: crypto, gold. */
  readonly outside: boolean;
  /** Kinds that may be on the liability side (negative units). */
  readonly issuedBy: readonly string[];
  readonly meaning: string;
}

type Named<Name extends string> = InstrumentDeclaration & { readonly name: Name };

function cleared<Name extends string>(
  name: Name,
  label: string,
  issuedBy: readonly string[],
  meaning: string,
): Named<Name> {
  return { name, label, value: 'cleared', outside: issuedBy.length === 0, issuedBy, meaning };
}

function face<Name extends string>(
  name: Name,
  label: string,
  issuedBy: readonly string[],
  meaning: string,
): Named<Name> {
  return { name, label, value: 'face', outside: false, issuedBy, meaning };
}

function share<Name extends string>(
  name: Name,
  label: string,
  issuedBy: readonly string[],
  meaning: string,
): Named<Name> {
  return { name, label, value: 'net-asset-value', outside: false, issuedBy, meaning };
}

/** The twelve cleared markets, in the order of every asset column. */
export const CLEARED_INSTRUMENTS = [
  cleared('treasuryBonds', 'Treasury bonds', ['treasury'], 'Treasury notes and bonds'),
  cleared(
    'investmentGradeBonds',
    'IG bonds',
    ['realEconomy', 'power'],
    'investment-grade bonds of other firms and utilities',
  ),
  cleared(
    'aiInvestmentGradeBonds',
    'AI-issuer IG bonds',
    ['hyperscalers'],
    'investment-grade bonds of hyperscalers',
  ),
  cleared('highYieldBonds', 'HY bonds', ['realEconomy'], 'high-yield bonds of other firms'),
  cleared(
    'aiInfrastructureDebt',
    'AI-infrastructure debt',
    ['aiBuilders', 'neoclouds', 'cryptoMiners'],
    'asset-backed and project debt on data centres and GPUs',
  ),
  cleared(
    'megacapEquity',
    'AI megacap equity',
    // Banks owe what they have sold short.
    ['hyperscalers', 'realEconomy', 'banks'],
    'equity of hyperscalers and like firms',
  ),
  cleared('semiconductorEquity', 'Semiconductor equity', ['chipVendor', 'banks'], 'equity of chip firms'),
  cleared('softwareEquity', 'Software equity', ['realEconomy'], 'equity of software firms'),
  cleared(
    'speculativeEquity',
    'Speculative equity',
    ['realEconomy', 'cryptoMiners'],
    'equity of firms without profits, miners among them',
  ),
  cleared('valueEquity', 'Value equity', ['realEconomy'], 'equity of all other firms, banks among them'),
  cleared('crypto', 'Crypto', [], 'crypto assets'),
  cleared('gold', 'Gold', [], 'gold'),
];

/** Instruments that are not cleared by the market engine. */
export const OTHER_INSTRUMENTS = [
  face('deposits', 'Deposits', ['banks', 'clearing'], 'bank deposits'),
  face('moneyFundShares', 'Money-fund shares', ['moneyFunds'], 'shares of money-market funds'),
  face('bills', 'Treasury bills', ['treasury'], 'Treasury bills'),
  face(
    'fundingLoans',
    'Funding loans',
    ['hedgeFunds', 'retail', 'cryptoPerpetuals'],
    'repo and margin loans at the cleared funding rate',
  ),
  face(
    'bankLoans',
    'Bank loans',
    [
      'realEconomy',
      'aiBuilders',
      'aiLabs',
      'chipVendor',
      'hyperscalers',
      'neoclouds',
      'cryptoMiners',
      'privateBorrowers',
      'privateCreditFunds',
      'sovereignFunds',
      'retail',
      'assetManagers',
      'insurers',
      'moneyFunds',
    ],
    'bank loans to firms and households, and overdrafts',
  ),
  face('mortgageBonds', 'Mortgage bonds', ['realEconomy'], 'agency mortgage bonds, not traded'),
  face('reserves', 'Reserves', ['fed', 'clearing'], 'bank reserves at the Fed'),
  face('reverseRepo', 'Reverse repo', ['fed'], 'overnight reverse repo of money funds with the Fed'),
  face('standingRepo', 'Standing repo', ['banks', 'clearing'], 'standing-repo loans of the Fed to banks'),
  face('treasuryAccount', 'Treasury account', ['fed'], 'Treasury general account at the Fed'),
  face('currency', 'Currency', ['fed'], 'currency in circulation'),
  face('otherFedLiabilities', 'Other Fed liabilities', ['fed'], 'foreign repo pool and other deposits'),
  face(
    'otherFedAssets',
    'Other Fed assets',
    ['realEconomy'],
    'what the Fed has beyond securities and standing repo: premiums not yet written off, foreign currency, other claims',
  ),
  face(
    'loanLossAllowance',
    'Loan-loss allowance',
    ['banks'],
    'what banks do not expect back of their loans: owed by them and held against the borrowers',
  ),
  share('hedgeFundShares', 'Hedge-fund shares', ['hedgeFunds'], 'pooled hedge-fund shares at NAV'),
  share('managedFundShares', 'Managed-fund shares', ['assetManagers'], 'mutual-fund and ETF shares at NAV'),
  face(
    'privateAiEquity',
    'Private AI equity',
    ['aiBuilders', 'aiLabs', 'neoclouds', 'cryptoMiners'],
    'called commitments and shares of AI labs, at the last round',
  ),
  face(
    'contractClaims',
    'Contract claims',
    ['aiLabs'],
    'owed for computing that was delivered and not paid, and for contracts that were left',
  ),
  face(
    'privateCreditLoans',
    'Private-credit loans',
    ['privateBorrowers'],
    'contracts of vehicles and firms with single lenders, at face',
  ),
  share(
    'privateCreditFundShares',
    'Private-credit fund shares',
    ['privateCreditFunds'],
    'pooled shares of private-credit funds at their reported NAV',
  ),
];

/** All instruments of the model; the cleared ones come first. */
export const INSTRUMENTS: readonly InstrumentDeclaration[] = [...CLEARED_INSTRUMENTS, ...OTHER_INSTRUMENTS];

export type InstrumentName =
  | (typeof CLEARED_INSTRUMENTS)[number]['name']
  | (typeof OTHER_INSTRUMENTS)[number]['name'];

/** Index of each instrument by name; a world that lacks one says undefined, so that nothing can be posted in it. */
export type InstrumentPlaces = Readonly<Record<InstrumentName, number>>;

export function instrumentPlaces(instruments: readonly InstrumentDeclaration[]): InstrumentPlaces {
  return Object.fromEntries(instruments.map(({ name }, index) => [name, index])) as InstrumentPlaces;
}

/** Index of a named instrument; throws on an unknown name, which is a programming error. */
export function instrumentIndex(
  name: string,
  instruments: readonly InstrumentDeclaration[] = INSTRUMENTS,
): number {
  const index = instruments.findIndex((instrument) => instrument.name === name);
  if (index < 0) throw new Error(`no instrument is named '${name}'`);
  return index;
}
