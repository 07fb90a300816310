/** Books of hyperscalers at the start. */
import { openCapex } from '../ledger/chip-purchase.js';
import { joined } from '../ledger/names.js';
import { postOpening } from '../ledger/opening.js';
import type { World } from '../ledger/world.js';
import { setConcessions, setPool } from './concessions.js';
import { sumRevenue } from './earnings.js';
import { BOOKS, FIRMS, figure, figures, KIND, terms } from './firms.js';

export function endow(world: World): void {
  const { first } = world.rowsOf(KIND);
  const column = (name: string) => world.column(joined('hyperscalers', name));
  const history = terms(world).capitalGrowthHistory.now;
  const others = -world.parameters.number('opening.realEconomy.megacapEquity');
  const market = FIRMS.reduce((sum, _, i) => sum + figures(world).marketCap[i].now, others);
  let capex = 0;
  for (let i = 0; i < FIRMS.length; i++) {
    for (const [name, instrument, sign] of BOOKS)
      postOpening(world, first + i, instrument, sign * figure(world, i, name));
    const plan = figures(world).capitalExpenditure[i].now;
    capex += plan;
    column('plan')[i] = plan;
    column('lease')[i] = figures(world).vehicleObligations[i].now;
    column('reaction')[i] = 1;
    column('labCost')[i] = figures(world).privateAiEquity[i].now;
    // Capital that has grown with past capex: young if that grew fast.
    column('economicCapital')[i] = plan / (history + 1 / terms(world).economicLife.now);
    column('reportedCapital')[i] = plan / (history + 1 / terms(world).assumedLife.now);
    column('usualCash')[i] = figures(world).deposits[i].now + figures(world).moneyFundShares[i].now;
    column('startShare')[i] = figures(world).marketCap[i].now / market;
    column('aiRevenue')[i] = terms(world).aiRevenue.now * figures(world).aiRevenueShare[i].now;
    column('operatingCashFlow')[i] = figures(world).operatingCashFlow[i].now;
  }
  column('operatingIndex')[0] = 1;
  column('demandIndex')[0] = 1;
  openCapex(world, capex);
  for (const name of ['sitesWanted', 'sitesBuilt']) world.scalars.set(name, capex);
  sumRevenue(world);
  setPool(world);
  setConcessions(world);
  column('startConcession').set(column('concession'));
}
