/** Declarations that every investor kind shares; the values stand in base.yaml. */

/** The part of a parameter declaration that these need; the ledger knows nothing of agent kinds. */
interface Declaration {
  readonly name: string;
  readonly unit: 'ratio' | '$bn' | 'days' | 'years' | 'count' | 'switch';
  readonly range?: readonly [number, number];
  readonly perAsset?: boolean;
  readonly schedulable?: boolean;
  readonly meaning: string;
}

/** Assets and other instruments that the kind owns (positive) or owes (negative) at the start. */
export function openingParameters(kind: string, others: readonly string[]): Declaration[] {
  return [
    {
      name: `opening.${kind}`,
      unit: '$bn',
      range: [0, 1e6],
      perAsset: true,
      meaning: 'value of each cleared asset held at the start',
    },
    ...others.map(
      (instrument): Declaration => ({
        name: `opening.${kind}.${instrument}`,
        unit: '$bn',
        range: [-1e6, 1e6],
        meaning: `${instrument} held (positive) or owed (negative) at the start`,
      }),
    ),
  ];
}

/** Sizes, elasticities, speeds and income: declared by every investor kind. */
export function investorParameters(kind: string): Declaration[] {
  const ratio = (name: string, range: readonly [number, number], meaning: string): Declaration => ({
    name: `${kind}.${name}`,
    unit: 'ratio',
    range,
    meaning,
  });
  const days = (name: string, meaning: string): Declaration => ({
    name: `${kind}.${name}`,
    unit: 'days',
    range: [0, 2520],
    meaning,
  });
  return [
    { name: `population.${kind}`, unit: 'count', range: [1, 1e6], meaning: 'number of agents' },
    ratio('sizeExponent', [1.01, 5], 'Pareto exponent of the sizes of agents'),
    ratio('holdingsDispersion', [0, 2], 'log standard deviation of holdings around the average portfolio'),
    ratio(
      'attractivenessElasticity',
      [0, 30],
      'kappa_i: elasticity of the cash margin, mean weighted by wealth',
    ),
    ratio(
      'relativeElasticity',
      [0, 30],
      'scale of eps_a: elasticity of relative demand, mean weighted by wealth',
    ),
    ratio('elasticityDispersion', [0, 1], 'log standard deviation of kappa_i over agents'),
    ratio(
      'relativeElasticityDispersion',
      [0, 1],
      'log standard deviation of relative elasticity over agents',
    ),
    ratio('speedDispersion', [0, 1], 'log standard deviation of speeds over agents'),
    ratio('trendGain', [-2, 3], 'mu_i: weight of the trend in tastes, mean weighted by wealth'),
    ratio(
      'cashReturnElasticity',
      [0, 100],
      'rho: fall of log attractiveness for each unit of return on cash',
    ),
    ratio('immediacy', [0, 0.99], 'iota: share of a change in wanted positions traded the same day'),
    ratio('payoutShare', [0, 2], 'share of net investment income that is spent'),
    days('idleHalfLife', 'theta_idle: half-life of a gap in the invested share'),
    days('rebalancingHalfLife', 'tau: half-life of a gap in weights'),
  ];
}

/** Cash management of investors without leverage. */
export function cashParameters(kind: string): Declaration[] {
  return [
    {
      name: `${kind}.cashFloor`,
      unit: 'ratio',
      range: [0, 0.5],
      meaning: 'f0: cash floor as a share of liquid wealth',
    },
    {
      name: `${kind}.floorSoftness`,
      unit: 'ratio',
      range: [0, 3],
      meaning: 'vartheta: softening of the floor when assets are cheap',
    },
    {
      name: `${kind}.idleCashShare`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'share of opening.initialIdleCash that the kind holds',
    },
    {
      name: `${kind}.moneyFundShareOfCash`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'share of cash held as money-fund shares at the start',
    },
    {
      name: `${kind}.shortfallHalfLife`,
      unit: 'days',
      range: [0, 252],
      meaning: 'theta_short: half-life of a shortage of cash below the floor',
    },
  ];
}

/** Sizing, margins and margin calls of investors who borrow. */
export function leverageParameters(kind: string): Declaration[] {
  return [
    {
      name: `${kind}.startUnusedCapacity`,
      unit: 'ratio',
      range: [0.05, 0.95],
      meaning: 'q0: share of borrowing capacity unused at the start',
    },
    {
      name: `${kind}.leverageVolatilityResponse`,
      unit: 'ratio',
      range: [0, 2],
      meaning: 'lv: fall of log leverage, and rise of log margin, for each unit of log volatility',
    },
    {
      name: `${kind}.fundingSensitivity`,
      unit: 'years',
      range: [0, 500],
      meaning: 'fall of wanted log leverage for each unit of funding spread',
    },
    {
      name: `${kind}.marginCalls`,
      unit: 'switch',
      schedulable: true,
      meaning: 'whether brokers call margin',
    },
    {
      name: `${kind}.marginCallShare`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'omega: share of the exposure above the margin that is sold each day',
    },
    {
      name: `${kind}.marginBuffer`,
      unit: 'ratio',
      range: [1, 5],
      meaning: 'largest leverage that margins allow at the start, over start leverage',
    },
    {
      name: `${kind}.marginFloor`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'lowest margin that brokers may ask',
    },
    {
      name: `${kind}.marginCap`,
      unit: 'ratio',
      range: [0.05, 1],
      schedulable: true,
      meaning: 'highest margin that brokers ask',
    },
  ];
}
