// Writes docs/data-dictionary.md from the declarations in the code, and the tables of docs/opening-balances.md from
// the books at the start, and what docs/calibration.md lists as missed: `node scripts/write-docs.mjs`. Tests render the
// same pages from the sources and fail when a file is not current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { calibrationPage } from './missed-checks.mjs';
import { IDLE_CASH, openingPage } from './opening-books.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const DATA_DICTIONARY = join(root, 'docs', 'data-dictionary.md');
export const COMMAND = 'npm run build && node scripts/write-docs.mjs';

/** Events carry their type as text; what each means stands here, and a type without a meaning is an error. */
const EVENT_MEANINGS = {
  'capital call': 'commitment called from the agent, $bn',
  'capex cut': 'planned capex that nobody finances or pays, $bn',
  'bank loan': 'debt service of a hyperscaler that its cash did not cover, $bn',
  closure: 'equity of a fund that is closed from now on, $bn',
  issue: 'bonds or shares issued, $bn',
  'lender loss': 'loss that banks take on closed borrowers, $bn',
  entry: 'money that founders put into a new firm in the place of one that failed, $bn',
  'margin call': 'sale forced by margin, $bn',
  liquidation: 'positions sold by force because their margin is gone, $bn',
  'auto-deleveraging': 'losses beyond margins that counterparties bear, $bn',
  redemption: 'redemptions paid by all funds of the kind, $bn',
  rule: 'a rule of the schedule fires; amount is the value of its series, subject the parameters it sets',
  'write-off': 'loan written off because assets do not cover it, $bn',
  'missed payment':
    'what a firm could not pay from cash in hand: interest or principal, or computing under contract, $bn',
  round:
    'money that a lab asks for in a round, subject of whom: called from sovereign funds, paid by a hyperscaler, $bn',
  'up round': 'rise in value of the shares of a lab (the subject) at a round, $bn',
  'down round': 'fall in value of the shares of a lab (the subject) at a round or a missed payment, $bn',
  'contract cut': 'computing that a lab buys no more, subject of whom, $bn a year',
  conversion: 'convertible bonds of a miner that have become shares, at face, $bn',
  'contract ended': 'computing that a seller who has failed will not deliver, subject of whom, $bn a year',
  'contract signed':
    'computing bought beyond what was contracted, or a contract renewed at its end, subject of whom, $bn a year',
  'guarantee paid': 'the vendor begins to pay for empty capacity, subject of whom, $bn a year',
  'plan cut': 'planned capex given up because a contract was cut, $bn a year',
  'plan raised': 'capex planned for a contract that was signed, $bn a year',
  'termination claim':
    'owed to a seller for what remained of a contract that a lab has left, subject to whom, $bn',
  failure: 'end of an AI lab that could not pay for weeks; what it owed sellers for computing, $bn',
  buyback: 'order of the chip vendor for its own shares, $bn',
  'payment made up': 'the payments missed were made; amount is the ticks it took',
  refinanced: 'principal at maturity that lenders rolled over, $bn',
  'covenant breach': 'a covenant is breached; amount is the ratio, subject which: coverage or loanToValue',
  'covenant cured': 'no covenant is breached any more; amount is the ticks it took',
  'covenant met':
    'no covenant is breached any more, but a payment is missed, so that nothing is cured; amount is the ticks it took',
  backstop:
    'paid by the Treasury, $bn: for debt in default up to the stated price, or for seized chips (the subject)',
  acceleration:
    'all debt of the borrower falls due, $bn; subject why: `coverage` or `loanToValue` not cured in time, `maturity` of a loan that is neither rolled over nor paid, or another `missed payment`',
  default:
    'debt of a borrower that does not pay what fell due, at face, $bn: the sum of what is recovered and what is destroyed of it',
  'line called': 'line of a bank, unsecured, of a firm in default, at face, $bn',
  seizure: 'chips seized, $bn at the price of new ones that earn as much',
  auction:
    'seized chips of the firm that found a buyer, $bn at the price of new ones; the rest is scrap. Chips of all who fail in a tick are sold together',
  'auction price':
    'proceeds of an auction over the chips in it, $bn for one of $bn new; the same for all firms in it',
  'chips bought': 'paid by a buyer for chips, or as scrap (the subject), of the counterparty, $bn',
  'firm bought': 'paid for a borrower of private credit in default, the counterparty, $bn',
  estate:
    'what creditors and owners of a firm in default are paid from: its cash, what its collateral brought among it, $bn',
  recovery: 'share of the secured claim that the collateral paid',
  recovered: 'paid at par to lenders of the counterparty, which is in default, out of its estate, $bn',
  destroyed:
    'claims of lenders on the counterparty, which is in default, that are not recovered, at face, $bn',
  'owners paid': 'left of the estate of the counterparty for its owners, $bn',
  loss: 'what leaves the wealth of the holder, $bn at the last mark: of lenders what is destroyed (below face where the debt stood below par), of owners of the counterparty their shares, of owners of private-credit funds what the reported NAV has fallen since they were told last',
  'marked down': 'NAV of private-credit funds that owners are told, after a fall of half a per cent or more',
  'hidden loss':
    'reported less fair value of all shares of private-credit funds when owners are told, $bn: what they have still to hear',
  'protection paid': 'paid to banks by sellers of protection for losses on AI loans, $bn',
  gate: 'redemptions asked of a fund that its gate holds back, at the first time in a quarter, $bn',
  'line repaid': 'repaid to a bank by a private-credit fund whose line is above its limit, $bn',
  'line drawn': 'drawn on a bank by a private-credit fund to pay redemptions, $bn',
  'line breach':
    'line of a private-credit fund above its limit, $bn: nothing is rolled over until it is repaid',
};

const CAUSE_MEANINGS = {
  capitalCall: 'sales forced by called commitments',
  redemption: 'sales forced by redemptions of fund shares',
  marginCall: 'sales forced by margins and closures',
  issuance: 'what firms, hyperscalers and the Treasury issue or buy back, and what the experiment has bought',
  policy: 'purchases and run-off of the Fed; expected policy rates and the term premium',
  fundamentals: 'news and earnings',
  trend: 'trends in tastes',
  sentiment: 'sentiment of the kind and own taste',
  shadowCost: 'the shadow cost of scarce cash or capital',
  deployment: 'idle cash invested, or cash rebuilt by selling',
  rebalancing: 'slow adjustment to wanted weights',
  default: 'fair credit spreads, and orders of holders whose units defaults have destroyed',
  funding: 'supply of funding loans',
};

/**
 * Parameters that change no recorded series when they alone are changed, and why; test/properties shows that they
 * move none, and that all others do.
 */
export const CHANGE_NO_SERIES = {
  books: {
    'treasury.spending': 'taxes pay for it; the deficit is another parameter',
    'opening.realEconomy.gold': 'pays nothing and is not traded',
    'opening.fed.otherFedLiabilities': 'pays no interest and is not traded',
    'opening.realEconomy.otherFedLiabilities': 'the other side of it',
    'opening.fed.otherFedAssets': 'pays no interest and is not traded',
    'opening.realEconomy.otherFedAssets': 'the other side of it',
    'retail.managedFundShare': 'whether households own funds as retail investors or through the real economy',
  },
  rows: {
    'moneyFunds.sizeExponent': 'how money funds share what they have together',
    'population.moneyFunds': 'the same',
  },
};

/** Text in a table cell. */
function cell(value) {
  return String(value).replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function code(text) {
  return `\`${text}\``;
}

function meaningOf(meanings, name, what) {
  if (meanings[name] === undefined)
    throw new Error(`scripts/write-docs.mjs: the ${what} '${name}' has no meaning; add one`);
  return meanings[name];
}

/** The asset at the end of a name, if there is one. */
function assetOf(name, assets) {
  const dot = name.lastIndexOf('.');
  const last = name.slice(dot + 1);
  return dot > 0 && assets.includes(last) ? last : undefined;
}

/** Groups names that differ in the cleared asset only: one line says `name.<asset>`. */
function byAsset(declarations, assets) {
  const groups = new Map();
  for (const one of declarations) {
    const asset = assetOf(one.name, assets);
    const key = asset === undefined ? one.name : one.name.slice(0, -asset.length);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...one, assets: asset === undefined ? [] : [asset] });
    else group.assets.push(asset);
  }
  for (const [key, group] of groups) {
    const [first] = group.assets;
    if (group.assets.length === 1) group.assets = [];
    if (group.assets.length === 0) continue;
    group.name = `${key}<asset>`;
    group.meaning = group.meaning.replace(` (${first})`, '').replaceAll(first, '`<asset>`');
  }
  return [...groups.values()];
}

function assetsShown(group, assets) {
  if (group.assets.length === 0) return '';
  if (group.assets.length === assets.length) return ' (all assets)';
  return ` (${group.assets.join(', ')})`;
}

function parameterRow(group, assets) {
  const range = group.choices
    ? group.choices.join(', ')
    : group.range
      ? `${group.range[0]} … ${group.range[1]}`
      : '';
  return [
    code(group.name),
    group.unit,
    range,
    group.schedulable ? 'yes' : '',
    `${group.meaning}${assetsShown(group, assets)}`,
  ];
}

function parameterSections(model) {
  const groups = byAsset(model.parameters, model.assets);
  const sections = new Map();
  for (const group of groups) {
    const name = group.name.split('.')[0];
    if (!sections.has(name)) sections.set(name, []);
    sections.get(name).push(parameterRow(group, model.assets));
  }
  return [...sections]
    .map(
      ([name, rows]) =>
        `### ${name}\n\n${table(['name', 'unit', 'allowed', 'in a schedule', 'meaning'], rows)}`,
    )
    .join('\n\n');
}

function seriesTable(model) {
  const rows = byAsset(model.series, model.assets).map((one) => [
    code(one.name),
    one.unit,
    one.type,
    `${one.meaning}${assetsShown(one, model.assets)}`,
  ]);
  return table(['name', 'unit', 'type', 'meaning'], rows);
}

const MORE = {
  series: 'One column for each recorded series, see below.',
  metric: 'One column for each metric of the experiment.',
  parameter: 'One column for each parameter that the design varies.',
};

function columnTable(columns) {
  const rows = columns.map((one) => [
    code(one.name),
    one.type,
    one.unit ?? '',
    one.quantity ?? '',
    one.optional ? `${one.meaning}; may be empty` : one.meaning,
  ]);
  return table(['column', 'type', 'unit', 'stock or flow', 'meaning'], rows);
}

/** What stands for numbers that are neither stock nor flow. */
const NEITHER =
  'Numbers that are neither stock, flow, rate, index nor count: `identifier`, `time`, `parameter`, `statistic` (computed of others), and `by type` or `by metric or series` where the row tells.';
const TERMS_OF_LOANS = `What is the same for all loans of a kind, or of a deal, stands in its parameters, for the kinds \`neoclouds\`, \`cryptoMiners\` and
\`privateBorrowers\`: covenants in \`leastCoverage\` and \`largestLoanToValue\`; amortisation in \`amortisedShare\` over the tenor of the firm, and in
\`firmAmortisation\` or, for a deal, \`amortisation\`. Collateral: the chips of neoclouds and miners, and what miners pledge of crypto, but lines of
banks and convertible bonds are unsecured; the firm or site of private borrowers. Bonds of hyperscalers have neither covenants nor collateral.`;

function fileTables(model) {
  const shared = model.recordedColumns.map(({ name }) => name);
  const list = shared.map(code).join(', ');
  const sections = Object.entries(model.tables).map(([name, { rows, columns, more }]) => {
    const isRecorded = shared.every((column, index) => columns[index]?.name === column);
    const own = isRecorded ? columns.slice(shared.length) : columns;
    const lines = [`### ${name}.csv`, `One row: ${rows}.`];
    if (isRecorded) lines[1] += ' After the columns above:';
    if (own.length > 0) lines.push(columnTable(own));
    if (more !== undefined) lines.push(MORE[more]);
    if (name === 'contracts') lines.push(TERMS_OF_LOANS);
    return lines.join('\n\n');
  });
  const common = `${list} stand in every table that runs record:`;
  return [common, columnTable(model.recordedColumns), NEITHER, ...sections].join('\n\n');
}

function withoutSeries() {
  const list = (place) =>
    Object.entries(CHANGE_NO_SERIES[place])
      .map(([name, why]) => `${code(name)} (${why})`)
      .join(', ');
  const count = Object.values(CHANGE_NO_SERIES).flatMap(Object.keys).length;
  return `Every parameter changes a recorded series in a scenario in which it acts, but for ${count}. These change the books alone: ${list('books')}. These change how equals share, row by row: ${list('rows')}.`;
}

/**
 * The page as text.
 *
 * @param model declarations of the code: parameters, series, assets, instruments, flows, causes, demandColumns,
 * kinds, tables, recordedColumns and eventTypes
 */
export function dataDictionary(model) {
  const instruments = model.instruments.map((one) => [
    code(one.name),
    one.label,
    one.value,
    one.outside ? 'nobody' : one.issuedBy.join(', '),
    one.meaning,
  ]);
  const kinds = model.kinds.map((kind) => [
    code(kind.name),
    kind.label,
    kind.rows ?? code(`population.${kind.name}`),
    kind.meaning,
  ]);
  const columns = [
    ...model.demandColumns.map((one) => [code(`demand.${one.name}`), one.shape, one.unit, one.meaning]),
    ...model.kinds.flatMap((kind) =>
      (kind.columns ?? []).map((one) => [
        code(one.name),
        one.length === 'kind' ? 'row of the kind' : one.length,
        one.unit,
        one.meaning,
      ]),
    ),
  ];
  return `<!-- Written by \`node scripts/write-docs.mjs\`; change the declarations in the code instead. -->
# Data dictionary

Every name that an experiment or a result may hold, as the code declares it. Values and sources of parameters stand in
[experiments/base.yaml](../experiments/base.yaml); \`rqe describe NAME\` shows both. Rates are annual decimals (0.04 = 4 %).

## Agent kinds, in row order

${table(['kind', 'label', 'rows', 'meaning'], kinds)}

The engine adds the account \`clearing\`, through which trades and payments clear.

## Instruments

Positions are signed: holders positive, issuers negative. A unit is valued at the cleared price, at face, or at NAV.

${table(['name', 'label', 'value', 'issued by', 'meaning'], instruments)}

## Flows

An exchange gives and takes equal value; an unrequited flow is income or spending.

${table(
  ['name', 'type', 'meaning'],
  model.flows.map((one) => [code(one.name), one.type, one.meaning]),
)}

## Causes of price moves

${table(
  ['cause', 'what counts'],
  model.causes.map((name) => [code(name), meaningOf(CAUSE_MEANINGS, name, 'cause')]),
)}

## Events

${table(
  ['type', 'meaning'],
  model.eventTypes.map((name) => [name, meaningOf(EVENT_MEANINGS, name, 'event')]),
)}

## Result files

The same descriptions stand in \`datapackage.json\` of every result.

${fileTables(model)}

## Series

A stock is a level; a flow in $bn/yr is a rate, a flow in $bn is what happened in the tick.

${seriesTable(model)}

## Parameters

${withoutSeries()}

${parameterSections(model)}

## State

Columns of the state beyond books: what investors demand, and what each kind remembers. Shapes with × are tables, row first.

${table(['column', 'shape', 'unit', 'meaning'], columns)}
`;
}

/** Types of events in the sources, in alphabetical order. */
export function eventTypes(
  folders = [
    'agents',
    'src/compute-debt',
    'src/private-credit',
    'src/ai-labs',
    'src/hyperscalers',
    'src/engine',
    'src/ledger',
  ],
) {
  const types = new Set();
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts')))
      for (const [, type] of readFileSync(join(root, folder, name), 'utf8').matchAll(
        /events\s*\.(?:add|tell)\(\s*'([^']+)'/g,
      ))
        types.add(type);
  return [...types].sort();
}

const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

/** Value of a row of facts.csv; key and value stand before the first column that may be quoted. */
function factReader() {
  const lines = readFileSync(join(root, 'docs', 'evidence', 'facts.csv'), 'utf8').split('\n');
  const values = new Map(lines.map((line) => line.split(',')).map(([key, value]) => [key, Number(value)]));
  return (key) => {
    if (!values.has(key)) throw new Error(`facts.csv has no ${key}`);
    return values.get(key);
  };
}

/** Opening books of the base economy at each level of idle cash. */
async function openingSheets() {
  const { AGENT_KINDS } = await load('agents/index.js');
  const { ASSETS, parameterDeclarations, seriesDeclarations } = await load('src/engine/declarations.js');
  const { openingBalance } = await load('src/engine/balance-sheet.js');
  const { Catalogue } = await load('src/experiment/catalogue.js');
  const { resolveExperiment } = await load('src/experiment/resolve.js');
  const { runConfiguration } = await load('src/experiment/runs.js');
  const catalogue = new Catalogue(
    parameterDeclarations(AGENT_KINDS),
    seriesDeclarations(AGENT_KINDS),
    ASSETS,
  );
  const library = join(root, 'experiments');
  const file = join(library, 'base.yaml');
  const readFile = (path) => readFileSync(path, 'utf8');
  const { experiment } = resolveExperiment({ file, library, readFile }, catalogue);
  const { parameters, ...rest } = runConfiguration(experiment, experiment.arms[0], '1');
  return IDLE_CASH.map((level) => {
    const own = { ...parameters, 'opening.initialIdleCash': level };
    return openingBalance({ ...rest, parameters: own }, AGENT_KINDS);
  });
}

function rewrite(name, change) {
  const page = join(root, 'docs', name);
  writeFileSync(page, change(readFileSync(page, 'utf8')));
}

function validationPage() {
  return readFileSync(join(root, 'docs', 'validation.md'), 'utf8');
}

async function main() {
  const { AGENT_KINDS } = await load('agents/index.js');
  const { ASSETS, parameterDeclarations, seriesDeclarations } = await load('src/engine/declarations.js');
  const { INSTRUMENTS } = await load('src/ledger/instruments.js');
  const { FLOWS } = await load('src/ledger/flows.js');
  const { CAUSES } = await load('src/ledger/orders.js');
  const { DEMAND_COLUMNS } = await load('src/ledger/demand-columns.js');
  const { RECORDED_COLUMNS, RESULT_TABLES } = await load('src/runner/table-columns.js');
  const page = dataDictionary({
    parameters: parameterDeclarations(AGENT_KINDS),
    series: seriesDeclarations(AGENT_KINDS),
    assets: ASSETS,
    instruments: INSTRUMENTS,
    flows: FLOWS,
    causes: CAUSES,
    demandColumns: DEMAND_COLUMNS,
    kinds: AGENT_KINDS,
    tables: RESULT_TABLES,
    recordedColumns: RECORDED_COLUMNS,
    eventTypes: eventTypes(),
  });
  writeFileSync(DATA_DICTIONARY, page);
  const sheets = await openingSheets();
  const baseText = readFileSync(join(root, 'experiments', 'base.yaml'), 'utf8');
  rewrite('opening-balances.md', (page) => openingPage(page, sheets, factReader(), baseText));
  rewrite('calibration.md', (page) => calibrationPage(page, validationPage()));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await main();
