/** Parameters of private borrowers: of each deal of the essays, of firms, of their lenders. */
import { fixed, type NumberDeclaration, scheduled } from '../ledger/declare.js';
import { DEALS, KIND } from './borrowers.js';

function dealParameters([deal]: readonly [string, number]): NumberDeclaration[] {
  const name = (figure: string): string => `${KIND}.${deal}.${figure}`;
  return [
    fixed(
      name('privateCreditLoans'),
      '$bn',
      [0, 500],
      `owed by ${deal} to private-credit funds at the start`,
    ),
    fixed(name('bankLoans'), '$bn', [0, 500], `owed by ${deal} to banks at the start`),
    fixed(name('tenor'), 'years', [0.05, 40], `years from issue to maturity of the loans of ${deal}`),
    fixed(
      name('amortisation'),
      'per year',
      [0, 1],
      `part of the loans of ${deal} due each year before maturity`,
    ),
    fixed(name('coverage'), 'ratio', [0.5, 5], `cash flow of ${deal} over debt service at the start`),
    fixed(name('life'), 'years', [1, 100], `life of what secures the loans of ${deal}`),
    fixed(
      name('concentration'),
      'ratio',
      [0, 1],
      `share of the revenue of ${deal} from its largest customer`,
    ),
  ];
}

export const PARAMETERS: NumberDeclaration[] = [
  ...DEALS.flatMap(dealParameters),
  fixed(
    'opening.privateBorrowers.software',
    '$bn',
    [0, 5000],
    'private credit of software firms at the start',
  ),
  fixed(
    'opening.privateBorrowers.otherFirms',
    '$bn',
    [0, 5000],
    'private credit of other firms at the start',
  ),
  fixed(`${KIND}.sizeExponent`, 'ratio', [1.01, 10], 'Pareto exponent of the debts of firms'),
  fixed(
    `${KIND}.lenderDispersion`,
    'ratio',
    [0, 2],
    'log standard deviation of the shares of funds in a loan',
  ),
  fixed(`${KIND}.leverage`, 'years', [1, 20], 'mean debt over cash flow of firms at the start'),
  fixed(`${KIND}.leverageDispersion`, 'ratio', [0, 1], 'log standard deviation of it'),
  fixed(`${KIND}.firmTenor`, 'years', [2, 12], 'years from issue to maturity of loans to firms'),
  fixed(
    `${KIND}.firmAmortisation`,
    'per year',
    [0, 0.5],
    'part of loans to firms due each year before maturity',
  ),
  fixed(
    `${KIND}.firmLife`,
    'years',
    [5, 200],
    'years over which the cash flow of a firm would fade without investment',
  ),
  fixed(`${KIND}.cashShare`, 'ratio', [0, 1], 'deposits over debt at the start'),
  fixed(`${KIND}.poolSpread`, 'per year', [0, 0.3], 'spread of the average borrower over the policy rate'),
  fixed(
    `${KIND}.vehiclePremium`,
    'per year',
    [0, 0.1],
    'spread of loans on sites of a hyperscaler over that of its bonds',
  ),
  fixed(
    `${KIND}.marketPassThrough`,
    'ratio',
    [0, 2],
    'share of a change of the high-yield spread in new spreads',
  ),
  fixed(
    `${KIND}.cashFlowVolatility`,
    'per year',
    [0, 2],
    'volatility of own news on the log cash flow of a firm',
  ),
  fixed(`${KIND}.cashFlowHalfLife`, 'days', [20, 5000], 'half-life with which such news fades'),
  fixed(`${KIND}.activityLoading`, 'ratio', [0, 10], 'elasticity of cash flow of firms to activity'),
  fixed(
    `${KIND}.softwareLoading`,
    'ratio',
    [0, 5],
    'elasticity of cash flow of software firms to earnings of listed ones',
  ),
  scheduled(
    `${KIND}.vehicleShortfall`,
    'ratio',
    [0, 1],
    'share of the rent of vehicles that tenants do not pay',
  ),
  scheduled(
    `${KIND}.softwareShortfall`,
    'ratio',
    [0, 1],
    'share of the cash flow of software firms that does not come',
  ),
  scheduled(
    `${KIND}.otherShortfall`,
    'ratio',
    [0, 1],
    'share of the cash flow of other firms that does not come',
  ),
  scheduled(`${KIND}.leastCoverage`, 'ratio', [0, 10], 'covenant: least cash flow over debt service'),
  fixed(
    `${KIND}.largestLoanToValue`,
    'ratio',
    [0.05, 5],
    'covenant: largest debt over the value of the firm',
  ),
  fixed(`${KIND}.testDays`, 'days', [1, 252], 'days between two tests of covenants'),
  fixed(
    `${KIND}.cureDays`,
    'days',
    [1, 1000],
    'mean time to cure a breach before acceleration; half of it to half more, by borrower',
  ),
  fixed(`${KIND}.graceDays`, 'days', [1, 1000], 'time to make up for a missed payment before acceleration'),
  fixed(`${KIND}.largestLoan`, 'ratio', [0, 1], 'debt over value up to which funds lend anew'),
  fixed(`${KIND}.buyersCash`, '$bn', [0, 5000], 'cash of buyers of defaulted firms at the start'),
  fixed(`${KIND}.buyersHalfLife`, 'days', [1, 2520], 'half-life with which that cash comes back'),
  scheduled(
    `${KIND}.entrySpeed`,
    'per year',
    [0, 100],
    'entrants a year in the place of a failed firm when firms are worth twice what they were at the start; 0: none',
  ),
  fixed(
    `${KIND}.saleDiscount`,
    'ratio',
    [0, 1],
    'discount that they ask, costs of the proceedings among them',
  ),
];
