/** Parameters of labs, of each and of all. */
import { AI_LABS } from '../ledger/ai-firms.js';
import { contractParameters } from '../ledger/compute-contracts.js';
import { fixed, type NumberDeclaration, scheduled } from '../ledger/declare.js';

function labParameters(lab: string): NumberDeclaration[] {
  const name = (figure: string): string => `aiLabs.${lab}.${figure}`;
  return [
    fixed(name('deposits'), '$bn', [0, 1000], `cash of ${lab} at the start`),
    fixed(
      name('privateAiEquity'),
      '$bn',
      [0, 5000],
      `shares of ${lab} that others in the model hold, at the last round`,
    ),
    fixed(name('revenue'), '$bn/yr', [0, 1000], `revenue of ${lab} at the start`),
    fixed(
      name('otherCost'),
      '$bn/yr',
      [0, 1000],
      `staff and all costs of ${lab} but computing, at the start`,
    ),
    fixed(
      name('chipOrders'),
      '$bn/yr',
      [0, 500],
      `capex of ${lab} itself at the start, part of the vendor included`,
    ),
    fixed(name('fullChipOrders'), '$bn/yr', [0, 500], 'the same at full delivery'),
  ];
}

export const PARAMETERS: NumberDeclaration[] = [
  ...AI_LABS.flatMap(labParameters),
  ...contractParameters(),
  scheduled(
    'aiLabs.revenueGrowth',
    'per year',
    [-5, 5],
    'growth of revenue that labs plan for, at the start',
  ),
  fixed('aiLabs.growthHalfLife', 'days', [10, 10_000], 'half-life of that growth'),
  scheduled('aiLabs.revenueShortfall', 'ratio', [0, 1], 'share of planned revenue that does not come'),
  fixed('aiLabs.activityElasticity', 'ratio', [0, 10], 'elasticity of revenue to activity'),
  fixed(
    'aiLabs.computeElasticity',
    'ratio',
    [0, 3],
    'elasticity of revenue to computing under contract over that of the start, as it is delivered',
  ),
  fixed('aiLabs.costElasticity', 'ratio', [0, 2], 'elasticity of other costs to planned revenue'),
  fixed(
    'aiLabs.deliveryYears',
    'years',
    [0.2, 20],
    'years from the start to full delivery of contracts and chips',
  ),
  fixed(
    'aiLabs.deliveryShare',
    'ratio',
    [0, 1],
    'share of what is contracted beyond the start that is delivered',
  ),
  fixed('aiLabs.reserve', 'years', [0, 5], 'burn that a round pays for beyond the next round'),
  fixed('aiLabs.roundInterval', 'days', [1, 1000], 'time between rounds of a lab'),
  scheduled(
    'aiLabs.granted',
    'ratio',
    [0, 1],
    'share of what labs ask for that investors give in an up round',
  ),
  fixed('aiLabs.hyperscalerShare', 'ratio', [0, 1], 'part of a round that hyperscalers with a stake take'),
  fixed('aiLabs.revenueElasticity', 'ratio', [0, 2], 'elasticity of the price of a round to revenue'),
  fixed('aiLabs.marketBeta', 'ratio', [0, 5], 'elasticity of the price of a round to AI megacap equity'),
  fixed(
    'aiLabs.downRoundReluctance',
    'ratio',
    [0, 20],
    'elasticity of what investors give to the fall of the price',
  ),
  fixed('aiLabs.reviewInterval', 'days', [1, 500], 'time between reviews of contracts'),
  scheduled('aiLabs.shortRunway', 'years', [0, 5], 'runway below which contracts are cut'),
  fixed('aiLabs.cutRunway', 'years', [0.01, 5], 'runway that a cut is to give'),
  fixed('aiLabs.largestCut', 'ratio', [0, 1], 'largest share of contracts cut at a review'),
  fixed('aiLabs.terminationShare', 'ratio', [0, 1], 'damages over what remains of a contract that is left'),
  fixed('aiLabs.claimHalfLife', 'days', [1, 2520], 'half-life of claims of sellers while cash allows'),
  scheduled('aiLabs.signRunway', 'years', [0.01, 10], 'runway that is to be left when contracts are signed'),
  fixed(
    'aiLabs.largestSigning',
    'ratio',
    [0, 1],
    'largest part of what plans need that is signed at a review',
  ),
  fixed('aiLabs.graceDays', 'days', [1, 504], 'time from a missed payment to failure'),
  fixed('aiLabs.missedWriteDown', 'ratio', [0, 1], 'loss of shares on a missed payment'),
];
