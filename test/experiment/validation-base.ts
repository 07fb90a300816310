/** A resolved experiment with the parameters that a validation schedules. */
import { ASSETS } from '../../src/engine/declarations.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';

export function validationBase(changed: Readonly<Record<string, number>> = {}): ResolvedExperiment {
  const values: Record<string, number> = {
    'fed.treasuryPurchases': 0,
    'fed.announcedPurchases': 0,
    'realEconomy.saving': 0,
    'realEconomy.transitHalfLife': 90,
    ...Object.fromEntries(ASSETS.map((asset) => [`realEconomy.purchases.${asset}`, 0])),
    ...changed,
  };
  const parameters = Object.entries(values).map(([name, value]) => [name, { value, unit: '$bn/yr' }]);
  return {
    name: 'base',
    start: '2025-10-01',
    ticks: 252,
    ticksPerYear: 252,
    seeds: ['1'],
    generator: 'philox',
    parameters: Object.fromEntries(parameters),
    schedule: [],
    arms: [{ name: 'base', parameters: {}, schedule: [] }],
    record: {
      seriesEvery: 21,
      balanceEvery: 21,
      attributionEvery: 21,
      series: [],
      events: true,
      eventThreshold: 0,
    },
    metrics: [],
  };
}
