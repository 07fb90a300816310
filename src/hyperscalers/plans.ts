/** Capex plans: growth, the answer to dear capital and to fallen shares, contracts signed and cut. */
import { contractsCut, contractsSigned } from '../ledger/compute-contracts.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import {
  capitalExpenditureStep,
  costOfCapital,
  desiredCapitalExpenditure,
  hurdleFactor,
  punishmentFactor,
} from '../mechanisms/capital-expenditure.js';
import { contractedShare, vacancyStep } from '../mechanisms/contract-cut.js';
import { FIRMS, figures, KIND, own, SALES, terms } from './firms.js';

/** Guidance in the first year, and growth; the demand for AI services and other business grow as well. */
export function growPlans(world: World): void {
  const { dt } = world;
  const plan = own(world).plan;
  const growth = terms(world).capexGrowth.now;
  const share = world.tick <= world.ticksPerYear ? terms(world).guidanceShare.now : 0;
  for (let i = 0; i < FIRMS.length; i++) {
    const guided =
      figures(world).capitalExpenditureGuidance[i].now - figures(world).capitalExpenditure[i].now;
    plan[i] = Math.max(plan[i] + (share * guided + growth * plan[i]) * dt, 0);
  }
  own(world).operatingIndex[0] *= exp(terms(world).operatingGrowth.now * dt);
  own(world).demandIndex[0] *= exp(terms(world).aiRevenueGrowth.now * dt);
}

/** Dear capital and a fall of the own equity lower the share of the plan that is carried out. */
export function react(world: World, i: number): void {
  const { demand } = world;
  const bonds = world.ledger.at.aiInvestmentGradeBonds;
  const treasuryBonds = world.ledger.at.treasuryBonds;
  const equity = world.ledger.at.megacapEquity;
  const weight = terms(world).debtWeight.now;
  // Cost of equity moves with the Treasury yield; its level cancels against that of the hurdle.
  const cost = costOfCapital(
    weight,
    demand.yield[bonds] + own(world).concession[i],
    demand.yield[treasuryBonds],
  );
  const start = costOfCapital(
    weight,
    demand.startYield[bonds] + own(world).startConcession[i],
    demand.startYield[treasuryBonds],
  );
  const hurdle = hurdleFactor(
    cost,
    start + terms(world).hurdleMargin.now,
    terms(world).hurdleSensitivity.now,
  );
  const punishment = punishmentFactor(
    Math.min(demand.lnPrice[equity] - demand.peakLnPrice[equity], 0),
    terms(world).punishmentTolerance.now,
    terms(world).punishmentGain.now,
  );
  const reaction = own(world).reaction;
  reaction[i] = capitalExpenditureStep(
    reaction[i],
    desiredCapitalExpenditure(1, hurdle, punishment),
    world.speed(terms(world).reactionHalfLife.now),
  );
}

/**
 * Contracts that labs have cut leave capacity without a customer, and capex that was planned for them is given up; new
 * ones fill what is empty, and capex is planned for them.
 */
export function answerContracts(world: World, i: number): void {
  const revenue = own(world).aiRevenue[i];
  const cut = Math.min(contractsCut(world, SALES[i]), revenue);
  const signed = contractsSigned(world, SALES[i]);
  replan(world, i, contractedShare(signed, cut, revenue));
  const vacant = own(world).vacant;
  const speed = world.speed(terms(world).reletHalfLife.now);
  vacant[i] = vacancyStep(Math.max(vacant[i] - signed, 0), cut, speed);
}

/** @param share change of what is contracted, over AI revenue and what is new */
function replan(world: World, i: number, share: number): void {
  if (share === 0) return;
  const plan = own(world).plan;
  const change = plan[i] * (exp(terms(world).contractPlanResponse.now * share) - 1);
  const row = own(world).first + i;
  if (change < 0) world.events.add('plan cut', KIND, row, 'capitalExpenditure', -change);
  else world.events.add('plan raised', KIND, row, 'capitalExpenditure', change);
  plan[i] += change;
}
