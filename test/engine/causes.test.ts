import { describe, expect, it } from 'vitest';
import type { ScheduledChange } from '../../src/engine/configuration.js';
import { ASSETS } from '../../src/engine/declarations.js';
import type { ParameterValue } from '../../src/ledger/parameters.js';
import { type Kept, run, smallConfiguration } from './economy.js';

const STRUCK = 3;

/** Attributed log price change of one tick by cause, over all kinds and the remainder. */
function causes(kept: Kept, tick: number, asset: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of kept.attributions)
    if (row.tick === tick && row.asset === asset)
      sums.set(row.cause, (sums.get(row.cause) ?? 0) + row.lnPrice);
  return sums;
}

describe('attribution in a run', () => {
  it.each(['1', '2', '3'])('adds up to every log price change, seed %s', (seed) => {
    const kept = run(
      smallConfiguration({
        ticks: 60,
        seed,
        schedule: [{ from: 5, until: 9, set: { 'news.shock.crypto': -10 } }],
      }),
    );
    for (const asset of ASSETS) {
      const prices = [1, ...kept.of(`price.${asset}`)];
      for (const tick of kept.ticks) {
        let sum = 0;
        for (const part of causes(kept, tick, asset).values()) sum += part;
        expect(Math.abs(sum - Math.log(prices[tick] / prices[tick - 1])), `${asset} ${tick}`).toBeLessThan(
          1e-13,
        );
      }
    }
  });

  it('adds up over the ticks between two rows', () => {
    const configuration = smallConfiguration({ ticks: 20 });
    const daily = run(configuration);
    const weekly = run({ ...configuration, record: { ...configuration.record, attributionEvery: 10 } });
    for (const row of weekly.attributions) {
      const days = daily.attributions.filter(
        ({ tick, asset, kind, cause }) =>
          tick > row.tick - 10 &&
          tick <= row.tick &&
          asset === row.asset &&
          kind === row.kind &&
          cause === row.cause,
      );
      expect(days.reduce((sum, { lnPrice }) => sum + lnPrice, 0)).toBeCloseTo(row.lnPrice, 14);
    }
  });
});

interface Shock {
  readonly name: string;
  readonly cause: string;
  readonly schedule: readonly ScheduledChange[];
  readonly set?: Readonly<Record<string, ParameterValue>>;
  /** Tick of the first move: that of the schedule unless there is a notice. */
  readonly tick?: number;
}

const SHOCKS: readonly Shock[] = [
  {
    name: 'a wave of capital calls',
    cause: 'capitalCall',
    set: { 'sovereignFunds.callNotice': 1 },
    schedule: [{ from: STRUCK, set: { 'sovereignFunds.capitalCallRate': 3000 } }],
    tick: STRUCK + 1,
  },
  {
    name: 'a wave of capital calls on funds without idle cash',
    cause: 'capitalCall',
    set: {
      'sovereignFunds.callNotice': 1,
      'sovereignFunds.floorKept': 1,
      'sovereignFunds.idleCashShare': 1e-4,
      'sovereignFunds.redemptionShareOfShortage': 0,
    },
    schedule: [{ from: STRUCK, set: { 'sovereignFunds.capitalCallRate': 5000 } }],
    tick: STRUCK + 1,
  },
  {
    name: 'redemptions from funds',
    cause: 'redemption',
    schedule: [{ from: STRUCK, until: STRUCK + 1, set: { 'assetManagers.netSubscriptions': -1000 } }],
  },
  {
    name: 'redemptions from funds without idle cash',
    cause: 'redemption',
    set: { 'assetManagers.idleCashShare': 1e-4, 'assetManagers.floorKept': 1 },
    schedule: [{ from: STRUCK, until: STRUCK + 1, set: { 'assetManagers.netSubscriptions': -4000 } }],
  },
  {
    name: 'a rate cut',
    cause: 'policy',
    schedule: [{ from: STRUCK, set: { 'fed.policyRateChange': -0.0025 } }],
  },
  {
    name: 'purchases by the Fed',
    cause: 'policy',
    schedule: [{ from: STRUCK, set: { 'fed.treasuryPurchases': 100 } }],
  },
  {
    name: 'bonds for capex',
    cause: 'issuance',
    schedule: [
      { from: STRUCK, set: { 'hyperscalers.capexAddition': 500, 'hyperscalers.financing': 'debt' } },
    ],
  },
  {
    name: 'news on firms without debt',
    cause: 'fundamentals',
    schedule: [{ from: STRUCK, set: { 'news.shock.softwareEquity': -5 } }],
  },
  {
    name: 'news on firms with debt',
    cause: 'fundamentals',
    schedule: [{ from: STRUCK, until: STRUCK + 1, set: { 'news.shock.megacapEquity': -5 } }],
  },
];

describe('a single shock to the stationary economy', () => {
  it.each(SHOCKS)('$name: 95 % of the first move go to $cause', ({ cause, schedule, set, tick = STRUCK }) => {
    const common = { experiment: 'stationary', ticks: STRUCK + 2, ...(set && { set }) };
    // The deficit is financed every day, and the Fed buys what is issued: both are there without the shock.
    const still = run(smallConfiguration(common));
    const kept = run(smallConfiguration({ ...common, schedule }));
    let own = 0;
    let all = 0;
    let largest = 0;
    for (const asset of ASSETS) {
      const usual = causes(still, tick, asset);
      for (const [name, part] of causes(kept, tick, asset)) {
        const size = Math.abs(part - (usual.get(name) ?? 0));
        all += size;
        if (name === cause) own += size;
      }
      largest = Math.max(largest, Math.abs(Math.log(kept.of(`price.${asset}`)[tick - 1])));
    }
    expect(largest).toBeGreaterThan(1e-5);
    expect(own / all).toBeGreaterThan(0.95);
  });
});

describe('changes of money by cause', () => {
  const seen = (seriesEvery: number) => {
    const watched: number[] = [];
    const kept = run(
      smallConfiguration({ ticks: 12, record: { seriesEvery, series: ['depositsChanged.treasury'] } }),
      {},
      undefined,
      {
        watched: ['depositsChanged.treasury'],
        watch: (_tick, values) => {
          watched.push(values[0]);
        },
      },
    );
    return { watched, rows: kept.of('depositsChanged.treasury') };
  };

  it('are those of the tick for metrics and rules, and since the last row in rows', () => {
    const daily = seen(1);
    const weekly = seen(5);
    expect(weekly.watched).toEqual(daily.watched);
    expect(daily.rows).toEqual(daily.watched);
    const sum = (from: number, to: number) => daily.watched.slice(from, to).reduce((a, b) => a + b, 0);
    expect(weekly.rows).toHaveLength(3);
    for (const [row, [from, to]] of [
      [0, 5],
      [5, 10],
      [10, 12],
    ].entries())
      expect(weekly.rows[row]).toBeCloseTo(sum(from, to), 9);
  });
});
