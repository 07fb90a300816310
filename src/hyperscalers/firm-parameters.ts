/** Parameters of hyperscalers, of each firm and of all. */
import { type ChoiceDeclaration, fixed, type NumberDeclaration, scheduled } from '../ledger/declare.js';
import { BOOKS, FINANCING, FIRMS, SALES } from './firms.js';

function firmParameters(firm: string): NumberDeclaration[] {
  const figure = (name: string, unit: '$bn' | '$bn/yr' | 'ratio', meaning: string) =>
    fixed(`hyperscalers.${firm}.${name}`, unit, unit === 'ratio' ? [0, 50] : [0, 100_000], meaning);
  return [
    ...BOOKS.map(([name, instrument]) => figure(name, '$bn', `${instrument} of ${firm} at the start`)),
    figure('vehicleObligations', '$bn', 'leases of off-balance-sheet vehicles at the start'),
    figure('capitalExpenditure', '$bn/yr', 'capex at the start'),
    figure('capitalExpenditureGuidance', '$bn/yr', 'capex one year on, as guided'),
    figure(
      'operatingCashFlow',
      '$bn/yr',
      'operating cash flow at the start, after rents of vehicles, before interest and capex',
    ),
    figure('aiRevenueShare', 'ratio', 'share of AI revenue at the start'),
    figure('leverageLimit', 'ratio', 'largest debt over operating cash flow'),
    ...(SALES[FIRMS.indexOf(firm)].length > 0
      ? [figure('otherContracts', '$bn', 'revenue contracted with customers other than labs')]
      : []),
    figure('offBalanceSheetShare', 'ratio', 'share of outside finance through vehicles'),
  ];
}

export const PARAMETERS: (NumberDeclaration | ChoiceDeclaration)[] = [
  ...FIRMS.flatMap(firmParameters),
  fixed(
    'hyperscalers.guidanceShare',
    'ratio',
    [0, 2],
    'share of the guided growth that is planned, in the first year',
  ),
  scheduled('hyperscalers.capexGrowth', 'per year', [-5, 5], 'growth of planned capex, beside guidance'),
  scheduled(
    'hyperscalers.capexAddition',
    '$bn/yr',
    [-2000, 5000],
    'capex on top of the plans, shared in proportion to them',
  ),
  {
    name: 'hyperscalers.financing',
    unit: 'choice',
    choices: FINANCING,
    schedulable: true,
    meaning:
      'how the addition is financed: like the rest, from own cash and Treasuries, by bonds, or by new shares',
  },
  fixed('hyperscalers.operatingGrowth', 'per year', [-1, 2], 'growth of operating cash flow without AI'),
  fixed('hyperscalers.aiRevenue', '$bn/yr', [0, 5000], 'AI revenue at the start'),
  scheduled('hyperscalers.aiRevenueGrowth', 'per year', [-2, 5], 'growth of the demand for AI services'),
  fixed('hyperscalers.aiRevenueElasticity', 'ratio', [0, 3], 'elasticity of AI revenue to economic capital'),
  fixed(
    'hyperscalers.activityElasticity',
    'ratio',
    [0, 10],
    'elasticity of AI revenue to activity; 0: it does not depend on consumers',
  ),
  scheduled('hyperscalers.aiRevenueShortfall', 'ratio', [0, 1], 'share of AI revenue that does not come'),
  fixed(
    'hyperscalers.contractPlanResponse',
    'ratio',
    [0, 2],
    'change of planned capex for each share of AI revenue cut from contracts or added to them',
  ),
  fixed(
    'hyperscalers.reletHalfLife',
    'days',
    [1, 2520],
    'half-life of capacity without a customer until it is let again',
  ),
  fixed('hyperscalers.aiMargin', 'ratio', [0, 1], 'operating cash flow from a dollar of AI revenue'),
  fixed('hyperscalers.usedChipCash', 'ratio', [0, 1], 'share of deposits that is bid for seized chips'),
  fixed('hyperscalers.usedChipRoom', 'ratio', [0, 1], 'seized chips that fit the sites, over own capital'),
  fixed(
    'hyperscalers.usedChipReturn',
    'per year',
    [0, 2],
    'return wanted on seized chips beyond the yield of own bonds',
  ),
  fixed('hyperscalers.cashFloorShare', 'ratio', [0, 1], 'cash floor as a share of cash at the start'),
  fixed('hyperscalers.cashShare', 'ratio', [0, 1], 'share of outside finance asked of cash first'),
  fixed('hyperscalers.treasuryShare', 'ratio', [0, 1], 'share of outside finance asked of Treasuries first'),
  fixed(
    'hyperscalers.buybackShare',
    'ratio',
    [0, 1],
    'share of surplus cash flow that buys back own shares; the rest is paid to staff and owners of row 0',
  ),
  fixed('hyperscalers.debtWeight', 'ratio', [0, 1], 'weight of debt in the cost of capital'),
  fixed(
    'hyperscalers.hurdleMargin',
    'per year',
    [0, 0.2],
    'hurdle rate less the cost of capital at the start',
  ),
  fixed(
    'hyperscalers.hurdleSensitivity',
    'ratio',
    [0, 200],
    'fall of log capex for each unit of cost above the hurdle',
  ),
  fixed(
    'hyperscalers.punishmentTolerance',
    'ratio',
    [0, 2],
    'log fall of the own equity without effect on capex',
  ),
  fixed(
    'hyperscalers.punishmentGain',
    'ratio',
    [0, 10],
    'fall of log capex for each log point of equity beyond it',
  ),
  fixed('hyperscalers.reactionHalfLife', 'days', [1, 1000], 'half-life with which capex follows'),
  fixed('hyperscalers.poolSpread', 'per year', [0, 0.1], 'spread of AI-issuer bonds, base of concessions'),
  fixed('hyperscalers.concessionLeverage', 'ratio', [0, 5], 'elasticity of the spread to leverage'),
  fixed('hyperscalers.concessionCoverage', 'ratio', [0, 5], 'elasticity of the spread to interest coverage'),
  fixed(
    'hyperscalers.concessionConcentration',
    'ratio',
    [0, 5],
    'rise of the log spread with concentration of revenue',
  ),
  fixed(
    'hyperscalers.assumedLife',
    'years',
    [0.5, 30],
    'life over which AI capital is depreciated in the books',
  ),
  fixed('hyperscalers.economicLife', 'years', [0.5, 30], 'life over which its rents fade'),
  fixed(
    'hyperscalers.capitalGrowthHistory',
    'per year',
    [0, 3],
    'growth of capex before the start, which sets the age of the capital',
  ),
  fixed(
    'hyperscalers.writeDownHalfLife',
    'days',
    [1, 2520],
    'half-life with which lost capital is written off',
  ),
  fixed('hyperscalers.earnings', '$bn/yr', [1, 5000], 'net earnings of the five at the start'),
];
