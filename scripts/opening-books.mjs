// The tables of docs/opening-balances.md, from the books of a world that has just started.
import { table, withPart } from './parts.mjs';

const INVESTORS = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers'];
const EQUITIES = [
  'megacapEquity',
  'semiconductorEquity',
  'softwareEquity',
  'speculativeEquity',
  'valueEquity',
];
const HEDGE_FUND_ASSETS = [
  ...['treasuryBonds', 'investmentGradeBonds', 'aiInvestmentGradeBonds', 'highYieldBonds'],
  ...['aiInfrastructureDebt', ...EQUITIES, 'crypto', 'gold'],
];

/** Levels of idle cash whose books the page shows, $bn; the third is that of base. */
export const IDLE_CASH = [150, 400, 1500, 6000, 8000];

/** What a fact may miss the books by. */
export const TOLERANCE = 0.02;

/** A kind and an instrument of `rqe balance`, or `sum` for what nobody issues; amounts are taken without sign. */
const at = (kind, ...instruments) => instruments.map((instrument) => [kind, instrument]);

/** Facts that the books reproduce, and where they stand in `rqe balance`. */
export const TIES = [
  { fact: 'bank_reserves', cells: at('banks', 'reserves') },
  { fact: 'onrrp_now', cells: at('moneyFunds', 'reverseRepo') },
  { fact: 'tga', cells: at('treasury', 'treasuryAccount') },
  { fact: 'currency_in_circulation', cells: at('fed', 'currency') },
  {
    fact: 'fed_total_assets',
    cells: at('fed', 'treasuryBonds', 'bills', 'mortgageBonds', 'otherFedAssets'),
  },
  { fact: 'fed_treasuries', cells: at('fed', 'treasuryBonds', 'bills') },
  { fact: 'fed_bills', cells: at('fed', 'bills') },
  { fact: 'fed_mbs', cells: at('fed', 'mortgageBonds') },
  { fact: 'us_bank_deposits', cells: at('banks', 'deposits') },
  { fact: 'us_mmf_total_z1', cells: at('moneyFunds', 'moneyFundShares') },
  { fact: 'finra_margin_debt', cells: at('retail', 'fundingLoans') },
  { fact: 'us_treasuries_outstanding', cells: at('treasury', 'treasuryBonds', 'bills') },
  {
    fact: 'us_ig_corp_bonds',
    cells: [
      ...at('realEconomy', 'investmentGradeBonds'),
      ...at('power', 'investmentGradeBonds'),
      ...at('hyperscalers', 'aiInvestmentGradeBonds'),
    ],
  },
  { fact: 'ai_linked_ig_debt', cells: at('hyperscalers', 'aiInvestmentGradeBonds') },
  { fact: 'us_hy_corp_bonds', cells: at('realEconomy', 'highYieldBonds') },
  { fact: 'us_public_equities', cells: INVESTORS.flatMap((kind) => at(kind, ...EQUITIES)) },
  { fact: 'software_sector_cap', cells: at('realEconomy', 'softwareEquity') },
  { fact: 'crypto_cap_peak', cells: at('sum', 'crypto') },
  { fact: 'gold_value', cells: at('sum', 'gold') },
  { fact: 'private_credit_total_fsb', cells: at('privateBorrowers', 'privateCreditLoans') },
];

/** Facts that the books deliberately do not reproduce. */
export const NOT_TIED = [
  {
    fact: 'us_hedge_fund_total_assets',
    cells: at('hedgeFunds', ...HEDGE_FUND_ASSETS),
    why: 'directional exposure only; hedged books carry little market risk',
  },
  {
    fact: 'hf_aum_hfr',
    cells: at('hedgeFunds', 'hedgeFundShares'),
    why: 'equity behind the directional exposure',
  },
  {
    fact: 'hf_gross_borrowing_ofr',
    cells: at('hedgeFunds', 'fundingLoans'),
    why: 'loans behind the directional exposure; repo of basis trades is left out',
  },
  {
    fact: 'us_banks_assets',
    cells: at('banks', 'reserves', 'treasuryBonds', 'bills', 'fundingLoans', 'bankLoans', 'mortgageBonds'),
    why: 'wholesale debt, credit unions and foreign offices are left out',
  },
  {
    fact: 'bank_lines_to_private_credit',
    cells: at('privateCreditFunds', 'bankLoans'),
    why: 'half of the lines are drawn',
  },
];

export function amountOf(sheet, kind, instrument) {
  const column = sheet.instruments.indexOf(instrument);
  const row = sheet.kinds.indexOf(kind);
  if (column < 0 || (row < 0 && kind !== 'sum'))
    throw new Error(`scripts/opening-books.mjs: the books have no ${kind}, ${instrument}`);
  return kind === 'sum'
    ? sheet.values.reduce((sum, values) => sum + values[column], 0)
    : sheet.values[row][column];
}

/** What the books hold of a fact, $bn. */
export function heldOf(sheet, { cells }) {
  return cells.reduce((sum, [kind, instrument]) => sum + Math.abs(amountOf(sheet, kind, instrument)), 0);
}

function number(value, digits = 0) {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return digits === 0 ? '0' : Number(0).toFixed(digits);
  const [whole, rest] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '−' : ''}${grouped}${rest === undefined ? '' : `.${rest}`}`;
}

/** $bn; a tenth below 20, so that small items do not vanish. */
function amount(value) {
  return number(value, Math.abs(value) < 20 && Math.abs(value - Math.round(value)) > 0.05 ? 1 : 0);
}

function matrix(sheet) {
  const isThere = (value) => Math.abs(value) >= 0.05;
  const kinds = sheet.kinds.filter((_, row) => sheet.values[row].some(isThere));
  const instruments = sheet.instruments.filter((_, column) =>
    sheet.values.some((values) => isThere(values[column])),
  );
  const cell = (value) => (isThere(value) ? amount(value) : '');
  const rows = instruments.map((instrument) => [
    instrument,
    ...kinds.map((kind) => cell(amountOf(sheet, kind, instrument))),
    amount(amountOf(sheet, 'sum', instrument)),
  ]);
  const worth = (kind) => sheet.instruments.reduce((sum, one) => sum + amountOf(sheet, kind, one), 0);
  const last = ['net worth', ...kinds.map((kind) => cell(worth(kind))), amount(worth('sum'))];
  return table(['instrument', ...kinds, 'sum'], [...rows, last]);
}

function cashTable(sheets) {
  const rows = IDLE_CASH.map((level, index) => {
    const sheet = sheets[index];
    const cash = (kind) => amountOf(sheet, kind, 'deposits') + amountOf(sheet, kind, 'moneyFundShares');
    const investors = INVESTORS.reduce((sum, kind) => sum + cash(kind), 0);
    return [
      number(level),
      number(investors),
      number(amountOf(sheet, 'realEconomy', 'deposits')),
      number(amountOf(sheet, 'realEconomy', 'moneyFundShares')),
      number(cash('realEconomy')),
      number(investors + cash('realEconomy')),
    ];
  });
  const heads = ['idle cash', 'cash of the investor kinds', 'real economy: deposits'];
  return table([...heads, 'money-fund shares', 'together', 'investors and real economy'], rows);
}

function places(cells) {
  const kinds = [...new Set(cells.map(([kind]) => kind))];
  const of = (kind) => cells.filter(([one]) => one === kind).map(([, instrument]) => instrument);
  if (kinds.length === INVESTORS.length) return `the five investor kinds: ${of(kinds[0]).join(', ')}`;
  const all = HEDGE_FUND_ASSETS.length;
  return kinds
    .map((kind) =>
      of(kind).length === all ? `${kind}: all cleared assets` : `${kind}: ${of(kind).join(', ')}`,
    )
    .join('; ');
}

function tieRow(sheet, facts, tie) {
  const held = heldOf(sheet, tie);
  const fact = facts(tie.fact);
  const gap = `${number(100 * (held / fact - 1), 1)} %`;
  return [`\`${tie.fact}\``, amount(fact), amount(held), gap, places(tie.cells)];
}

const HEADS = ['fact', '$bn', 'books', 'gap', 'where in `rqe balance`'];

function households(sheet, facts) {
  const equity = (kind) => EQUITIES.reduce((sum, one) => sum + amountOf(sheet, kind, one), 0);
  const total = facts('hh_public_equities');
  const [direct, funds] = [equity('retail'), equity('assetManagers')];
  const through = total - direct;
  const share = number((100 * through) / funds);
  return `Households own \`hh_public_equities\` ${number(total)}: ${number(direct)} directly (retail); the other ${number(through)} would be ${share} % of the ${number(funds)} that asset managers hold. That the fact means "direct and through funds" is an assumption.`;
}

/** Kinds of the AI build-out whose figures are mostly not published. */
const JUDGED = { aiLabs: 'AI labs', neoclouds: 'neoclouds', cryptoMiners: 'crypto miners' };

/** Sources of all parameters of a kind, from the text of base.yaml. */
function sourcesOf(base, kind) {
  const block = new RegExp(`^  ${kind}:\\n((?: {4}.*\\n)*)`, 'm').exec(base);
  const sources = Array.from(block?.[1].matchAll(/\bsource: "([^"]*)"/g) ?? [], ([, source]) => source);
  if (sources.length === 0) throw new Error(`base.yaml has no parameters of ${kind}`);
  return sources;
}

/** How much of what labs, neoclouds and miners are is known. */
function sources(base) {
  const all = Object.keys(JUDGED).flatMap((kind) => sourcesOf(base, kind));
  const isFact = (source) => source.startsWith('facts:');
  const count = (test) => all.filter(test).length;
  const held = count((source) => source.startsWith('assumption') && source.includes('facts:'));
  const alone = count((source) => source.startsWith('assumption') && !source.includes('facts:'));
  const kinds = Object.entries(JUDGED).map(([kind, label]) => {
    const own = sourcesOf(base, kind);
    return `${own.filter(isFact).length} of ${own.length} of ${label}`;
  });
  return `**Labs, neoclouds and miners are mostly assumption**: ${kinds.join(', ')} are facts; of all ${all.length} parameters ${alone} are assumptions alone, from company reports, general knowledge or judgement, each with a range, and ${held} more assumptions name a fact that bears on them. Results about a firm by name are results about a firm with these figures.`;
}

/** Texts of the page that come from the books and from base.yaml, by name. */
function openingParts(sheets, facts, baseText) {
  const base = sheets[IDLE_CASH.indexOf(1500)];
  return {
    matrix: matrix(base),
    cash: cashTable(sheets),
    ties: table(
      HEADS,
      TIES.map((tie) => tieRow(base, facts, tie)),
    ),
    'not tied': table(
      [...HEADS, 'why'],
      NOT_TIED.map((tie) => [...tieRow(base, facts, tie), tie.why]),
    ),
    households: households(base, facts),
    sources: sources(baseText),
  };
}

/** The page with its written parts made anew. */
export function openingPage(page, sheets, facts, baseText) {
  const parts = Object.entries(openingParts(sheets, facts, baseText));
  return parts.reduce((text, [name, part]) => withPart(text, name, part), page);
}
