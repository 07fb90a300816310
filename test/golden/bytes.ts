/** The runs whose bytes are kept in `bytes.json`. */
import { createHash } from 'node:crypto';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import { type Kept, run, smallConfiguration } from '../engine/economy.js';

const WAVE: RunConfiguration['schedule'] = [
  { from: 5, over: 5, set: { 'hyperscalers.capexAddition': 300 } },
  { from: 8, set: { 'sovereignFunds.capitalCallRate': 240, 'fed.treasuryPurchases': -60 } },
  { when: { series: 'index.equity', below: 0.99, hold: 5 }, set: { 'fed.policyRateChange': -0.0025 } },
];

const RUNS: Readonly<Record<string, RunConfiguration>> = {
  'base, philox: addressed draws': smallConfiguration({ ticks: 30 }),
  'base, alea: draws in sequence': smallConfiguration({ ticks: 30, generator: 'alea' }),
  'wave of capex and calls with a rule: schedule and policy': smallConfiguration({ ticks: 30, schedule: WAVE }),
  'weekly ticks: rescaled speeds': smallConfiguration({ ticks: 30, ticksPerYear: 52 }),
};

/** Names, series to the last bit, and all balances, flows, attributions and events. */
function fingerprint(kept: Kept): { series: string; tables: string } {
  const series = createHash('sha256').update(kept.names.join()).update(kept.bytes()).digest('hex');
  const { balances, flows, attributions, events } = kept;
  const tables = createHash('sha256')
    .update(JSON.stringify([balances, flows, attributions, events]))
    .digest('hex');
  return { series, tables };
}

export function fingerprints(): Record<string, { series: string; tables: string }> {
  return Object.fromEntries(
    Object.entries(RUNS).map(([name, configuration]) => [name, fingerprint(run(configuration))]),
  );
}
