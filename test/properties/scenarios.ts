/** In which scenario a parameter acts, where the base economy of a dozen days does not show it. */
import type { ScheduledChange } from '../../src/engine/configuration.js';
import { ASSETS } from '../../src/engine/declarations.js';
import type { ParameterValue } from '../../src/ledger/parameters.js';
import { type Changes, resolved } from '../engine/economy.js';

const BASE = resolved('base');

const EQUITIES = ['megacap', 'semiconductor', 'software', 'speculative', 'value'].map(
  (name) => `${name}Equity`,
);

/** All equities and crypto lose value at this rate a year from the second day on. */
function slump(rate: number, until = 10): ScheduledChange {
  const names = [...EQUITIES, 'crypto'];
  return { from: 2, until, set: Object.fromEntries(names.map((name) => [`news.shock.${name}`, rate])) };
}

function from(tick: number, set: ScheduledChange['set'], until?: number): ScheduledChange {
  return { from: tick, set, ...(until !== undefined && { until }) };
}

/** Investors keep a tenth of their income, so that who earns it matters. */
const SAVING_INVESTORS = Object.fromEntries(
  ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers'].map((kind) => [
    `${kind}.payoutShare`,
    0.9,
  ]),
);
const RUN_ON_FUNDS = {
  'hedgeFunds.redemptionNotice': 1,
  'hedgeFunds.redemptionThreshold': 0.01,
  'hedgeFunds.closures': false,
};
const HARD_RUN = { ...RUN_ON_FUNDS, 'hedgeFunds.redemptionSensitivity': 1 };

/** Insurers a hundredth of their size, so that what their members draw is more than their cash; asset managers hold the rest. */
const SMALL_INSURERS: Record<string, ParameterValue> = { 'insurers.idleCashShare': 0 };
for (const asset of ASSETS) {
  const held = Number(BASE.parameters[`opening.insurers.${asset}`].value);
  const others = Number(BASE.parameters[`opening.assetManagers.${asset}`].value);
  SMALL_INSURERS[`opening.insurers.${asset}`] = 0.01 * held;
  SMALL_INSURERS[`opening.assetManagers.${asset}`] = others + 0.99 * held;
}
const CALLS = { 'sovereignFunds.callNotice': 2 };
/** Rents fall by two fifths in a week, and lenders of those in breach do not wait. */
const SLUMP_OF_RENTS = [from(2, { 'neoclouds.rentDeflation': 20 }, 8)];
const SEIZURES = { 'neoclouds.cureDays': 2, 'cryptoMiners.powerReserve': 0 };
/** Miners whose lenders want more than they earn, and do not wait. */
const SQUEEZE = {
  'cryptoMiners.cureDays': 2,
  'cryptoMiners.liquidationDays': 3,
  'cryptoMiners.leastCoverage': 10,
};
const DEBT_DUE = {
  ...SQUEEZE,
  'cryptoMiners.cureDays': 200,
  'cryptoMiners.marathon.tenor': 1,
  'cryptoMiners.riot.tenor': 1,
  'cryptoMiners.hut8.tenor': 1,
};
const BOOM = [
  from(2, {
    'hyperscalers.capexAddition': 1500,
    'hyperscalers.financing': 'waterfall',
    // Power for all of it.
    'power.shortage': -200,
  }),
];

/** Labs earn half of what they plan, raise money every week, and cut contracts when two years are not paid for. */
const SHORT_OF_MONEY: Changes = {
  set: {
    ...CALLS,
    'aiLabs.roundInterval': 8,
    'aiLabs.reserve': 3,
    'aiLabs.reviewInterval': 4,
    'aiLabs.shortRunway': 2,
    'aiLabs.cutRunway': 3,
  },
  schedule: [from(2, { 'aiLabs.revenueShortfall': 0.5 }), slump(-5)],
  ticks: 20,
};

/** Cash flow of private borrowers fails, and their lenders do not wait. */
const WAVE = [from(2, { 'privateBorrowers.softwareShortfall': 0.6, 'privateBorrowers.otherShortfall': 0.6 })];
const SOFTWARE_FAILS = [from(2, { 'privateBorrowers.softwareShortfall': 0.7 })];
const IMPATIENT = { 'privateBorrowers.testDays': 1, 'privateBorrowers.cureDays': 3 };
/** Owners of private-credit funds see it, and run. */
const PRIVATE_RUN = {
  ...IMPATIENT,
  'privateCreditFunds.redemptionThreshold': 0.001,
  'privateCreditFunds.redemptionSensitivity': 20,
};

/** First match wins. */
const SCENARIOS: readonly (readonly [RegExp, Changes])[] = [
  [/^market\.startYield\.\w+Equity$/, { set: SAVING_INVESTORS }],
  [
    /^market\.commitmentsHalfLife$/,
    { set: { 'market.nominalCommitments': true }, schedule: [slump(-5)], ticks: 20 },
  ],
  [/^market\.drawdownHalfLife$/, { schedule: [slump(-5)], ticks: 24 }],
  [/^opening\.(insurers|realEconomy)\.mortgageBonds$/, { set: SAVING_INVESTORS }],
  [/^market\.attractivenessClip$/, { set: { 'market.attractivenessClip': 0.1 }, schedule: [slump(-10)] }],
  [/^insurers\.privateCreditShare$/, { set: { 'insurers.netContributions': 500 } }],
  [
    /^market\.(forcedSaleCap)$/,
    {
      schedule: [from(2, { 'insurers.netContributions': -1000 })],
      set: { 'market.forcedSaleCap': 0.01, ...SMALL_INSURERS },
      ticks: 20,
    },
  ],
  [/^fed\.lowerBound$/, { schedule: [from(2, { 'fed.policyRateChange': -0.05 })] }],
  [
    /^fed\.(ruleHalfLife|inflation|inflationTarget|inflationShock|activitySlope)$/,
    { set: { 'fed.rateRule': 'taylor' }, schedule: [from(2, { 'fed.inflationShock': 0.02 })] },
  ],
  [/^fed\.put(?!HalfLife)/, { set: { 'fed.rateRule': 'put' }, schedule: [slump(-10)] }],
  [
    /^fed\.putHalfLife$/,
    {
      set: { 'fed.rateRule': 'put' },
      schedule: [
        slump(-10),
        { from: 10, until: 14, set: Object.fromEntries(EQUITIES.map((name) => [`news.shock.${name}`, 15])) },
      ],
      ticks: 20,
    },
  ],
  [/^fed\.hawkish/, { set: { 'fed.rateRule': 'hawkish' } }],
  [/^fed\.purchasesAnnounced/, { schedule: [from(2, { 'fed.treasuryPurchases': 60 })] }],
  [
    /^fed\.(announcement|purchasesAnnounced)/,
    { schedule: [from(2, { 'fed.treasuryPurchases': 60, 'fed.purchasesAnnouncedMonths': 12 })] },
  ],
  [/^treasury\.accountHalfLife$/, { schedule: [from(2, { 'treasury.accountTarget': 1000 })] }],
  [
    /^(banks\.(lendingSensitivity|largestCut|capitalDispersion|sizeExponent))$/,
    { set: { 'banks.capitalRequirement': 0.2 } },
  ],
  // A slump of activity, and banks short of capital.
  [
    /^banks\.(lossRate|provision\w+)$/,
    {
      set: { 'banks.capitalRequirement': 0.2 },
      schedule: [from(2, { 'realEconomy.consumptionShortfall': 3000 })],
      ticks: 30,
    },
  ],
  [
    /^banks\.(hedge\w+|stockLoanFee)$/,
    { set: { ...SAVING_INVESTORS, 'banks.hedgeShare': 1 }, schedule: [slump(-5)] },
  ],
  [
    /^banks\.(transfer\w+|protectedRiskWeight)$/,
    {
      set: { ...SAVING_INVESTORS, ...IMPATIENT, 'banks.transferShare': 0.5, 'banks.capitalRequirement': 0.2 },
      schedule: [from(2, { 'privateBorrowers.vehicleShortfall': 0.9 })],
      ticks: 20,
    },
  ],
  [/^banks\.leastReserves$/, { set: { 'banks.leastReserves': 4000 } }],
  [
    /^moneyFunds\.reverseRepo/,
    { schedule: [from(2, { 'fed.reverseRepoTarget': 500, 'fed.reverseRepoOffset': 0.001 })] },
  ],
  [
    /^moneyFunds\.leastDeposits$/,
    {
      set: {
        'treasury.billsShare': 1,
        'treasury.deficit': 6000,
        'moneyFunds.leastDeposits': 0.98,
        'moneyFunds.billAppetite': 1,
      },
      ticks: 30,
    },
  ],
  [
    /^hyperscalers\.(\w+\.(leverageLimit|offBalanceSheetShare)|cashFloorShare)$/,
    { schedule: BOOM, ticks: 30 },
  ],
  [
    /^(aiLabs\.(roundInterval|reserve|granted|hyperscalerShare|revenueElasticity|marketBeta|downRoundReluctance|reviewInterval|shortRunway|cutRunway|computeElasticity|terminationShare)|hyperscalers\.(contractPlanResponse|reletHalfLife))$/,
    SHORT_OF_MONEY,
  ],
  [
    /^chipVendor\.guarantee\.\w+$/,
    {
      ...SHORT_OF_MONEY,
      set: {
        ...SHORT_OF_MONEY.set,
        'chipVendor.guarantee.coreweave': 0.03,
        'chipVendor.guarantee.lambda': 0.03,
      },
    },
  ],
  [/^aiLabs\.largestCut$/, { ...SHORT_OF_MONEY, set: { ...SHORT_OF_MONEY.set, 'aiLabs.largestCut': 0.05 } }],
  // A lab that has cut contracts and gets money again pays for them, and signs others.
  [
    /^aiLabs\.(claimHalfLife|signRunway|largestSigning)$/,
    {
      set: {
        ...CALLS,
        'aiLabs.openai.deposits': 1,
        'aiLabs.roundInterval': 8,
        'aiLabs.reserve': 2,
        'aiLabs.reviewInterval': 4,
        'aiLabs.granted': 0,
        'aiLabs.signRunway': 1.9,
      },
      schedule: [from(8, { 'aiLabs.granted': 1 })],
      ticks: 24,
    },
  ],
  [
    /^aiLabs\.graceDays$/,
    {
      set: {
        'aiLabs.openai.deposits': 0.01,
        'aiLabs.granted': 0,
        'aiLabs.shortRunway': 0,
        'aiLabs.graceDays': 5,
      },
    },
  ],
  [/^aiLabs\.missedWriteDown$/, { set: { 'aiLabs.openai.deposits': 0.01 } }],
  [/^chipVendor\.(pricePressure|rivalPrice)$/, { schedule: [from(2, { 'chipVendor.rivalShare': 0.3 })] }],
  [/^chipVendor\.(profitHalfLife|buybackShare)$/, { schedule: BOOM }],
  [/^aiLabs\.\w+\.privateAiEquity$/, SHORT_OF_MONEY],
  [/^chipVendor\.cashFloorShare$/, { set: { 'chipVendor.cashFloorShare': 1 } }],
  [/^hyperscalers\.financing$/, { schedule: [from(2, { 'hyperscalers.capexAddition': 300 })] }],
  [
    /^hyperscalers\.(costOfEquity|debtWeight|hurdle\w+|reactionHalfLife)$/,
    { schedule: [from(2, { 'fed.policyRateChange': 0.06 })], set: { 'hyperscalers.hurdleMargin': 0.0005 } },
  ],
  [/^hyperscalers\.punishment/, { schedule: [slump(-15)], ticks: 20 }],
  [/^neoclouds\.equityShare$/, { set: { 'neoclouds.equityShare': 0.05 } }],
  [/^neoclouds\.largestLoanToValue$/, { set: { 'neoclouds.largestLoanToValue': 0.8 } }],
  [/^neoclouds\.leastCoverage$/, { set: { 'neoclouds.leastCoverage': 1.45 } }],
  // All of the largest debt falls due while its owner stands in breach.
  [
    /^neoclouds\.graceDays$/,
    {
      set: { 'neoclouds.coreweave.tenor': 1, 'neoclouds.graceDays': 2 },
      schedule: SLUMP_OF_RENTS,
      ticks: 40,
    },
  ],
  [
    /^neoclouds\.cashFloorShare$/,
    { set: { ...SEIZURES, 'neoclouds.powerReserve': 5 }, schedule: SLUMP_OF_RENTS, ticks: 16 },
  ],
  [
    /^neoclouds\.scrapValue$/,
    {
      set: { ...SEIZURES, 'neoclouds.outsideRoom': 0, 'neoclouds.powerReserve': 0 },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^neoclouds\.outsideRoom$/,
    {
      set: { ...SEIZURES, 'neoclouds.powerReserve': 0, 'neoclouds.outsideRoom': 1 },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^neoclouds\.outsideCash$/,
    {
      set: { ...SEIZURES, 'neoclouds.powerReserve': 0, 'neoclouds.outsideCash': 0.1 },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^(market\.spreadDefaultElasticity|neoclouds\.(cureDays|powerReserve|outsideReturn|learning|defaultHalfLife))$/,
    { set: SEIZURES, schedule: SLUMP_OF_RENTS, ticks: 16 },
  ],
  // Coverage falls below the covenant and comes back.
  [
    /^neoclouds\.headroom$/,
    {
      set: { 'neoclouds.cureDays': 200 },
      schedule: [...SLUMP_OF_RENTS, from(8, { 'neoclouds.rentDeflation': -10 }, 20)],
      ticks: 20,
    },
  ],
  // Firms fail, rents come back, and founders need no time.
  [
    /^neoclouds\.(entrySpeed|founderPremium)$/,
    {
      set: { ...SEIZURES, 'neoclouds.entrySpeed': 150 },
      schedule: [...SLUMP_OF_RENTS, from(10, { 'neoclouds.rentDeflation': -20 }, 20)],
      ticks: 40,
    },
  ],
  [
    /^treasury\.(computeDebtPrice|chipMoney|chipPrice)$/,
    {
      set: { ...SEIZURES, 'treasury.chipMoney': 1, 'treasury.computeDebtPrice': 0.5 },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^hyperscalers\.usedChipCash$/,
    {
      // Nobody else who would pay as much has power: what they buy is what their cash buys.
      set: {
        ...SEIZURES,
        'neoclouds.powerReserve': 0,
        'hyperscalers.usedChipReturn': 0.1,
        'hyperscalers.usedChipRoom': 0.1,
        'hyperscalers.usedChipCash': 0.003,
      },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^hyperscalers\.usedChip/,
    { set: { ...SEIZURES, 'hyperscalers.usedChipReturn': 0.1 }, schedule: SLUMP_OF_RENTS, ticks: 16 },
  ],
  // Bonds whose shares stand above the conversion price.
  [
    /^cryptoMiners\.(conversionPremium|shareBeta|\w+\.marketCap)$/,
    { set: { 'cryptoMiners.conversionPremium': -0.6 }, schedule: [slump(-5)] },
  ],
  [
    /^cryptoMiners\.callTrigger$/,
    {
      set: { 'cryptoMiners.conversionPremium': -0.3 },
      schedule: [from(2, { 'news.shock.crypto': 3 })],
      ticks: 20,
    },
  ],
  [/^cryptoMiners\.equityShare$/, { set: { 'cryptoMiners.equityShare': 0.05 } }],
  [/^cryptoMiners\.largestLoanToValue$/, { set: { 'cryptoMiners.largestLoanToValue': 0.5 } }],
  [/^cryptoMiners\.leastCoverage$/, { set: { 'cryptoMiners.leastCoverage': 1.4 } }],
  // All debt falls due at the end of the first weeks.
  [
    /^cryptoMiners\.graceDays$/,
    { set: { ...DEBT_DUE, 'cryptoMiners.graceDays': 2 }, schedule: [slump(-40)], ticks: 60 },
  ],
  [
    /^cryptoMiners\.powerReserve$/,
    {
      set: { ...SEIZURES, 'neoclouds.powerReserve': 0, 'cryptoMiners.powerReserve': 0.1 },
      schedule: SLUMP_OF_RENTS,
      ticks: 16,
    },
  ],
  [
    /^cryptoMiners\.cashFloorShare$/,
    { set: { ...SEIZURES, 'cryptoMiners.powerReserve': 5 }, schedule: SLUMP_OF_RENTS, ticks: 16 },
  ],
  [
    /^cryptoMiners\.machine(Price|Life)$/,
    {
      set: { ...SQUEEZE, 'neoclouds.entrySpeed': 150 },
      schedule: [from(2, { 'news.shock.crypto': -40 }, 10), from(12, { 'news.shock.crypto': 40 }, 24)],
      ticks: 40,
    },
  ],
  [
    /^cryptoMiners\.(headroom|cureDays|liquidationDays)$/,
    { set: SQUEEZE, schedule: [slump(-40)], ticks: 20 },
  ],
  [
    /^privateBorrowers\.(graceDays)$/,
    {
      set: {
        'privateBorrowers.firmTenor': 2,
        'privateBorrowers.graceDays': 2,
        'privateBorrowers.testDays': 1,
      },
      schedule: WAVE,
      ticks: 30,
    },
  ],
  [
    /^privateBorrowers\.entrySpeed$/,
    {
      set: { ...IMPATIENT, 'privateBorrowers.entrySpeed': 80 },
      schedule: [
        ...WAVE.map((change) => ({ ...change, until: 10 })),
        from(2, { 'fed.policyRateChange': -0.03 }),
      ],
      ticks: 40,
    },
  ],
  // Loans of four weeks that end while spreads are wide.
  [
    /^privateBorrowers\.(firmTenor|\w+\.(tenor|amortisation))$/,
    {
      set: { ...IMPATIENT, 'privateBorrowers.oracleSites.tenor': 0.1 },
      schedule: [from(2, { 'news.shock.highYieldBonds': -0.5 }, 8)],
      ticks: 30,
    },
  ],
  [
    /^(privateBorrowers\.largestLoan|privateCreditFunds\.lendingHalfLife)$/,
    { set: { ...IMPATIENT, 'privateCreditFunds.redemptions': false }, schedule: SOFTWARE_FAILS, ticks: 30 },
  ],
  [
    /^(privateCreditFunds\.(cashKept|lineLimit|largestRequest|redemption\w*|attention|redeemableShare)|opening\.privateCreditFunds\.\w+)$/,
    { set: PRIVATE_RUN, schedule: WAVE, ticks: 20 },
  ],
  [/^private(Borrowers|CreditFunds)\./, { set: IMPATIENT, schedule: WAVE, ticks: 20 }],
  [/^hyperscalers\.writeDown/, { ticks: 40 }],
  [/^cryptoPerpetuals\.maximumLeverage$/, { set: { 'cryptoPerpetuals.maximumLeverage': 10 } }],
  [/^(opening\.)?cryptoPerpetuals\./, { schedule: [from(2, { 'news.shock.crypto': -40 }, 3)], ticks: 14 }],
  [/^power\.mobility$/, { schedule: [from(2, { 'power.shortage': 4 })] }],
  [/^power\./, { schedule: [from(2, { 'power.shortage': 40 })] }],
  [
    /^sovereignFunds\.(commitmentDispersion|callNotice|largestCall|floorKept|redemptionShareOfShortage)$/,
    {
      set: { ...CALLS, 'sovereignFunds.largestCall': 0.02 },
      schedule: [from(2, { 'sovereignFunds.capitalCallRate': 5000 })],
      ticks: 20,
    },
  ],
  [
    /^hedgeFunds\.largestRequest$/,
    { set: { ...HARD_RUN, 'hedgeFunds.largestRequest': 0.001 }, schedule: [slump(-5)] },
  ],
  [
    /^hedgeFunds\.largestRedemption$/,
    { set: { ...HARD_RUN, 'hedgeFunds.largestRedemption': 0.002 }, schedule: [slump(-5)] },
  ],
  [
    /^hedgeFunds\.redemptionGate/,
    { set: { ...HARD_RUN, 'hedgeFunds.redemptionGate': 0.002 }, schedule: [slump(-5)] },
  ],
  [/^hedgeFunds\.redemption/, { set: RUN_ON_FUNDS, schedule: [slump(-10)], ticks: 20 }],
  [
    /^hedgeFunds\.(closures|closingThreshold|liquidationShare)$/,
    { set: { 'hedgeFunds.closingThreshold': 0.98 }, schedule: [slump(-6)] },
  ],
  [
    /^hedgeFunds\.margin(Call|Buffer)/,
    { schedule: [slump(-6)], set: { 'hedgeFunds.marginBuffer': 1.02 }, ticks: 12 },
  ],
  [
    /^retail\.margin(Call|Buffer)/,
    { schedule: [slump(-6)], set: { 'retail.marginBuffer': 1.02 }, ticks: 12 },
  ],
  [/^hedgeFunds\.marginFloor$/, { schedule: [slump(-8)], set: { 'hedgeFunds.marginFloor': 0.9 } }],
  [/^retail\.marginFloor$/, { schedule: [slump(-8)], set: { 'retail.marginFloor': 0.9 } }],
  // A floor above the cap: the cap is the margin, from the first day on.
  [/^hedgeFunds\.marginCap$/, { set: { 'hedgeFunds.marginCap': 0.9, 'hedgeFunds.marginFloor': 0.99 } }],
  [/^retail\.marginCap$/, { set: { 'retail.marginCap': 0.9, 'retail.marginFloor': 0.99 } }],
  [
    /^retail\.managedFundShare$/,
    { schedule: [from(2, { 'assetManagers.netSubscriptions': 1000 })], set: SAVING_INVESTORS },
  ],
  [/^retail\.wageIncome$/, { schedule: [from(2, { 'retail.savingRateChange': 0.05 })] }],
  [/^retail\.givingUp$/, { schedule: [slump(-10)], ticks: 20 }],
  [
    /^assetManagers\.floorKept$/,
    {
      schedule: [from(2, { 'assetManagers.netSubscriptions': -2000 })],
      set: { 'opening.initialIdleCash': 50, 'assetManagers.floorKept': 1 },
    },
  ],
];

export function scenarioOf(name: string): Changes {
  return SCENARIOS.find(([names]) => names.test(name))?.[1] ?? {};
}
