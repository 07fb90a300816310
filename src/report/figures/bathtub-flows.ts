/** What flows into the idle cash of investors, and out of it: their cash flows by what they are for, from flows.csv. */
import { INVESTOR_KINDS } from '../../engine/declarations.js';
import { FLOWS } from '../../ledger/flows.js';
import { Sums } from '../averages.js';
import type { Row } from '../figure.js';
import type { Result } from '../result.js';

const CASH = ['deposits', 'moneyFundShares'];
/** A trade is paid in these; a party may pay out of one and into another. */
const MONEY = [...CASH, 'reserves', 'treasuryAccount'];
const OFFICIAL = ['fed', 'banks', 'moneyFunds', 'clearing'];
const UNREQUITED = new Set(FLOWS.filter(({ type }) => type === 'unrequited').map(({ name }) => name));

/** In the order of the legend. */
export const FLOW_NAMES = [
  'Income less spending',
  'Fed and banks buy',
  'Borrowing and fund shares',
  'Treasury bonds issued',
  'AI bonds and shares issued',
  'Other bonds and shares issued',
  'Capital calls',
] as const;
type FlowName = (typeof FLOW_NAMES)[number];

/** What a posting means for the cash of all investors, with its sign; undefined if it leaves it as it is. */
export function investorFlow(flow: string, kind: string, instrument: string): [FlowName, 1 | -1] | undefined {
  const isInvestor = (INVESTOR_KINDS as readonly string[]).includes(kind);
  if (flow === 'trade') {
    // What investors pay for is what others are paid: trades between investors cancel out.
    if (isInvestor || !MONEY.includes(instrument)) return undefined;
    if (OFFICIAL.includes(kind)) return ['Fed and banks buy', -1];
    if (kind === 'treasury') return ['Treasury bonds issued', -1];
    return [kind === 'realEconomy' ? 'Other bonds and shares issued' : 'AI bonds and shares issued', -1];
  }
  if (!isInvestor || !CASH.includes(instrument) || flow === 'opening') return undefined;
  if (flow === 'capitalCalls') return ['Capital calls', 1];
  return [UNREQUITED.has(flow) ? 'Income less spending' : 'Borrowing and fund shares', 1];
}

/** Mean over runs of each flow between two balances, $bn a year; undefined if no flows are recorded. */
export function flowRows(result: Result, arms: readonly string[]): Row[] | undefined {
  const sums = new Sums();
  const dates = new Map<string, string>([['0', result.description.start]]);
  const found = result.eachRowOf(
    'flows',
    ['tick', 'date', 'flow', 'kind', 'instrument', 'amount'],
    ({ arm }, cells) => {
      const [tick, date, flow, kind, instrument] = cells;
      dates.set(tick, date);
      const meant = investorFlow(flow, kind, instrument);
      if (meant !== undefined) sums.add([arm, tick, meant[0]], meant[1] * Number(cells[5]));
    },
  );
  if (!found || dates.size === 1) return undefined;
  const ticks = [...dates.keys()].map(Number).sort((a, b) => a - b);
  const { ticksPerYear } = result.description;
  return arms.flatMap((arm) =>
    ticks.slice(1).flatMap((tick, index) => {
      const runs = result.runsOf(arm).length;
      const years = (tick - ticks[index]) / ticksPerYear;
      const [date, from] = [dates.get(String(tick)) ?? '', dates.get(String(ticks[index])) ?? ''];
      const values = FLOW_NAMES.map((name) => sums.get([arm, String(tick), name]) / runs / years);
      return stackedFlows(values).map((flow) => ({
        panel: 'flows',
        arm,
        ...flow,
        from,
        date,
        unit: '$bn a year',
      }));
    }),
  );
}

/** Flows in above zero, flows out below it, one on the other. */
function stackedFlows(values: readonly number[]) {
  let [above, below] = [0, 0];
  return values.map((value, index) => {
    const start = value < 0 ? below : above;
    if (value < 0) below += value;
    else above += value;
    return { name: FLOW_NAMES[index], value, start, end: start + value };
  });
}
