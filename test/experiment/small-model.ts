/** A handful of declarations and files, so that the experiment layer is tested apart from the real agents. */
import type { ParameterDeclaration, SeriesDeclaration } from '../../src/agent-kind.js';
import { Catalogue } from '../../src/experiment/catalogue.js';
import type { ReadFormula } from '../../src/experiment/formula.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';

export const ASSETS = ['treasuryBonds', 'crypto'];

const haircut = { unit: 'ratio', range: [0, 1], perAsset: true, meaning: 'haircut' } as const;

export const PARAMETERS: readonly ParameterDeclaration[] = [
  { name: 'funds.count', unit: 'count', range: [1, 1000], meaning: 'number of funds' },
  { name: 'funds.leverage', unit: 'ratio', range: [0, 10], meaning: 'leverage' },
  { name: 'funds.callRate', unit: '$bn/yr', range: [0, 2000], schedulable: true, meaning: 'capital calls' },
  { name: 'funds.notice', unit: 'days', range: [1, 100_000], meaning: 'notice' },
  { name: 'fed.rate', unit: 'per year', range: [-0.01, 0.2], schedulable: true, meaning: 'policy rate' },
  { name: 'fed.purchases', unit: '$bn/month', range: [-200, 200], schedulable: true, meaning: 'QE' },
  { name: 'fed.standingRepo', unit: 'switch', schedulable: true, meaning: 'standing repo facility' },
  { name: 'fed.rule', unit: 'choice', choices: ['path', 'taylor', 'hold'], meaning: 'rule' },
  { name: 'opening.cash', unit: '$bn', range: [0, 10000], meaning: 'idle cash' },
  { name: 'opening.horizon', unit: 'years', range: [0, 30], meaning: 'horizon' },
  { name: 'market.haircut.treasuryBonds', ...haircut },
  { name: 'market.haircut.crypto', ...haircut },
];

export const SERIES: readonly SeriesDeclaration[] = [
  { name: 'index.broad', unit: 'index', type: 'index', meaning: 'broad index' },
  { name: 'price.crypto', unit: 'index', type: 'index', meaning: 'price of crypto' },
  { name: 'yield.treasuryBonds', unit: 'per year', type: 'rate', meaning: '10-year yield' },
];

export const CATALOGUE = new Catalogue(PARAMETERS, SERIES, ASSETS);

export const BASE = `start: 2026-01-02
ticks: 40
calendar: { ticksPerYear: 252 }
seeds: [a, 7]
generator: philox
record: { series: daily, balance: monthly, attribution: monthly, events: true, eventThreshold: 0.5 $bn }
parameters:
  funds:
    count: { value: 20, unit: count, source: "test" }
    leverage: { value: 2, unit: ratio, source: "test", range: [1, 4] }
    callRate: { value: 0 $bn/yr, unit: $bn/yr, source: "test" }
    notice: { value: 30 days, unit: days, source: "test" }
  fed:
    rate: { value: 4 %, unit: per year, source: "test" }
    purchases: 0
    standingRepo: true
    rule: path
  opening:
    cash: { value: 1.5 $tn, unit: $bn, source: "test" }
    horizon: 2 years
  market:
    haircut: { value: { treasuryBonds: 0.02, crypto: 60 % }, unit: ratio, source: "test" }
`;

/** Resolves a file text that stands at `path`, with base.yaml in the library folder `library`. */
export function resolveText(
  text: string,
  options: {
    path?: string;
    files?: Record<string, string>;
    set?: string[];
    seeds?: string[];
    formulas?: ReadFormula;
  } = {},
) {
  const path = options.path ?? 'question.yaml';
  const files: Record<string, string> = { 'library/base.yaml': BASE, ...options.files, [path]: text };
  return resolveExperiment(
    {
      file: path,
      library: 'library',
      readFile: (name) => files[name],
      ...(options.set && { set: options.set }),
      ...(options.seeds && { seeds: options.seeds }),
      ...(options.formulas && { formulas: options.formulas }),
    },
    CATALOGUE,
  );
}

/** The problems of a text, one `file:line:column: message` each. */
export function problemsOf(...call: Parameters<typeof resolveText>): string[] {
  try {
    resolveText(...call);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}
