/**
 * Fair credit spreads: what pool issuers' leverage and coverage make of the spread at the start (model section 5).
 * Debt is units outstanding; earnings are those of the equity of the same issuers. Lenders judge leverage
 * against what they have become used to, so that spreads return to their mean as observed ones do.
 */
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { ScalarHandle } from '../ledger/scalars.js';
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

/** What is looked up of each pool. */
const poolsOf = handles((world) => {
  const shown = (names: Readonly<Record<string, string>>, pool: string): ScalarHandle | undefined =>
    names[pool] === undefined ? undefined : world.scalars.handle(names[pool]);
  return BONDS.slice(1).map((name) => ({
    a: world.instrument(name),
    equity: world.instrument(ISSUERS_EQUITY[name]),
    isSelfSecured: SELF_SECURED.has(name),
    floor: world.parameters.handle(joined('market.spreadFloor', name)),
    sensitivity: world.parameters.handle(joined('market.spreadSensitivity', name)),
    ownLeverage: shown(OWN_LEVERAGE, name),
    defaultRate: shown(DEFAULT_RATE, name),
    lossRate: shown(LOSS_RATE, name),
  }));
});

const memoriesOf = handles((world) => ({
  habit: world.column('leverageHabit'),
  memory: world.column('defaultMemory'),
  withoutDefaults: world.column('spreadWithoutDefaults'),
  defaultElasticity: world.parameters.handle('market.spreadDefaultElasticity'),
  habitHalfLife: world.parameters.handle('market.leverageHabitHalfLife'),
}));

export function updateFairSpreads(world: RunningWorld): void {
  const { demand } = world;
  const { habit, memory, withoutDefaults, defaultElasticity, habitHalfLife } = memoriesOf(world);
  const elasticities = { leverage: 1, coverage: 0, defaultRate: defaultElasticity.now };
  const speed = world.speed(habitHalfLife.now);
  for (const pool of poolsOf(world)) {
    const { a } = pool;
    const earnings = exp(demand.earnings[pool.equity]);
    const debt = pool.isSelfSecured ? 1 : demand.float[a] / demand.startFloat[a];
    const logLeverage = ln(debt / earnings) + (pool.ownLeverage?.now ?? 0);
    habit[a] += speed * (logLeverage - habit[a]);
    const floor = -ln(pool.floor.now);
    // Leverage and coverage move together: coverage is 1/leverage, so one elasticity carries both.
    const burden = exp(boundedImprovement(pool.sensitivity.now * (logLeverage - habit[a]), floor));
    const premium = demand.startYield[a] - demand.startYield[0];
    const spread = (defaultRate: number, lossRate: number): number =>
      lossRate + premium * premiumFactor({ ...START, leverage: burden, defaultRate }, START, elasticities);
    const defaultRate = pool.defaultRate?.now ?? 0;
    const lossRate = pool.lossRate?.now ?? 0;
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
