/**
 * Fair credit spreads: what pool issuers' leverage and coverage make of the spread at the start (model section 5).
 * Debt is units outstanding; earnings are those of the equity of the same issuers. Lenders judge leverage
 * against what they have become used to, so that spreads return to their mean as observed ones do.
 */
import { joined } from '../ledger/names.js';
import { exp, ln } from '../maths/elementary.js';
import { premiumFactor } from '../mechanisms/credit-spread.js';
import { BONDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** Equity whose earnings carry the debt of each credit market. */
const ISSUERS_EQUITY: Readonly<Record<string, string>> = {
  investmentGradeBonds: 'valueEquity',
  aiInvestmentGradeBonds: 'megacapEquity',
  highYieldBonds: 'valueEquity',
  aiInfrastructureDebt: 'megacapEquity',
};

/** Project debt is secured on what it builds: more of it does not load the old sites. */
const SELF_SECURED: ReadonlySet<string> = new Set(['aiInfrastructureDebt']);

const START = { leverage: 1, coverage: 1, defaultRate: 0 } as const;

/** What issuers of project debt show beyond the earnings of their industry. */
const OWN_LEVERAGE: Readonly<Record<string, string>> = { aiInfrastructureDebt: 'aiDebtLeverage' };
const DEFAULT_RATE: Readonly<Record<string, string>> = { aiInfrastructureDebt: 'aiDebtDefaultRate' };
const LOSS_RATE: Readonly<Record<string, string>> = { aiInfrastructureDebt: 'aiDebtLossRate' };

export function updateFairSpreads(world: RunningWorld): void {
  const { demand, parameters, scalars } = world;
  const elasticities = {
    leverage: 1,
    coverage: 0,
    defaultRate: parameters.number('market.spreadDefaultElasticity'),
  };
  const seen = (names: Readonly<Record<string, string>>, pool: string): number =>
    names[pool] === undefined ? 0 : scalars.get(names[pool]);
  const habit = world.column('leverageHabit');
  const memory = world.column('defaultMemory');
  const withoutDefaults = world.column('spreadWithoutDefaults');
  const speed = world.speed(parameters.number('market.leverageHabitHalfLife'));
  for (const name of BONDS.slice(1)) {
    const a = world.instrument(name);
    const earnings = exp(demand.earnings[world.instrument(ISSUERS_EQUITY[name])]);
    const debt = SELF_SECURED.has(name) ? 1 : demand.float[a] / demand.startFloat[a];
    const logLeverage = ln(debt / earnings) + seen(OWN_LEVERAGE, name);
    habit[a] += speed * (logLeverage - habit[a]);
    const floor = -ln(parameters.number(joined('market.spreadFloor', name)));
    const sensitivity = parameters.number(joined('market.spreadSensitivity', name));
    // Leverage and coverage move together: coverage is 1/leverage, so one elasticity carries both.
    const burden = exp(boundedImprovement(sensitivity * (logLeverage - habit[a]), floor));
    const premium = demand.startYield[a] - demand.startYield[0];
    const spread = (defaultRate: number, lossRate: number): number =>
      lossRate + premium * premiumFactor({ ...START, leverage: burden, defaultRate }, START, elasticities);
    const [defaultRate, lossRate] = [seen(DEFAULT_RATE, name), seen(LOSS_RATE, name)];
    demand.fairSpread[a] = spread(defaultRate, lossRate);
    // Only what has defaulted since is a default; leverage moves with earnings and debt.
    const isCalm = defaultRate === memory[2 * a] && lossRate === memory[2 * a + 1];
    withoutDefaults[a] = isCalm ? demand.fairSpread[a] : spread(memory[2 * a], memory[2 * a + 1]);
    memory[2 * a] = defaultRate;
    memory[2 * a + 1] = lossRate;
  }
}

/**
 * Effect of leverage on the log spread: z where it worsens; where it improves -floor (1 - exp(z/floor)), with the
 * same slope at 0: spreads near their historical low have further to rise than to fall.
 */
function boundedImprovement(z: number, floor: number): number {
  return z >= 0 ? z : floor * (exp(z / floor) - 1);
}
