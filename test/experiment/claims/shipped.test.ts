import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { neededSeries } from '../../../src/experiment/metrics.js';
import { resolveWithFormulas } from '../../../src/experiment/resolve.js';
import { mean } from '../../../src/maths/moments.js';
import { payoutDuration } from '../../../src/mechanisms/equity-anchor.js';
import { CATALOGUE, ROOT } from '../../engine/economy.js';

const LIBRARY = join(ROOT, 'experiments');
const IDS = readdirSync(join(LIBRARY, 'claims')).map((file) => file.replace(/\.yaml$/, ''));

function resolve(id: string) {
  const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return resolveWithFormulas(
    { file: join(LIBRARY, 'claims', `${id}.yaml`), library: LIBRARY, readFile },
    CATALOGUE,
  );
}

/** All claims of the essays, whether the engine can test them or not. */
const CLAIMED =
  'abundance-stimulus barbell bank-hedge bathtub both-yields capex-props-growth capital-calls circular-finance cisco-moment collateral-illusion credit-leads credit-mispricing credit-vs-equity-bust crypto-gauge cuts-postpone delay-amplifies depreciation-trap dispersion double-leverage duration-mismatch failed-rallies fiscal-vs-ai hawkish-fed missing-backstop near-cash-flow power-limit private-credit-fog rival-chips scarcity-drain sign-flip slow-leak weak-consumer who-breaks';

describe('the claims that come with the program', () => {
  it('are all that the essays make, none left out', () => {
    expect(IDS.toSorted()).toEqual(CLAIMED.split(' ').toSorted());
  });

  it.each(IDS)('%s says what it claims, why an effect would matter, and what is expected', async (id) => {
    const { experiment, notes, claim } = await resolve(id);
    expect(notes).toEqual([]);
    expect(claim?.sentence).toMatch(/^[A-Z].*\.$/);
    if (claim?.missing !== undefined) return;
    for (const text of [experiment.title, experiment.question, experiment.expectation])
      expect(text?.length).toBeGreaterThan(10);
    expect(experiment.question).toMatch(/\?$/);
    const count = claim?.draws === true ? 256 : 64;
    expect(experiment.seeds).toEqual(Array.from({ length: count }, (_, seed) => `claims/${seed + 1}`));
    const agents = Object.entries(experiment.parameters).filter(([name]) =>
      /^population\.(?!banks|moneyFunds)/.test(name),
    );
    expect(agents.reduce((sum, [, { value }]) => sum + Number(value), 0)).toBe(400);
    for (const series of neededSeries(experiment.metrics)) expect(CATALOGUE.seriesOf(series)).toBeDefined();
    for (const { reason } of claim?.effects ?? []) expect(reason.length).toBeGreaterThan(5);
  });

  it.each(IDS)('%s: its contrasts weigh arms against others', async (id) => {
    const { claim } = await resolve(id);
    for (const { contrast, ablations } of claim?.effects ?? [])
      for (const terms of [contrast, ...ablations.map((ablation) => ablation.contrast)]) {
        // A metric that is itself a difference needs one arm alone.
        if (terms.length > 1) expect(terms.reduce((sum, { weight }) => sum + weight, 0)).toBe(0);
        expect(new Set(terms.map(({ arm, metric }) => `${arm}@${metric}`)).size).toBe(terms.length);
      }
  });
});

describe('the slope of near-cash-flow', () => {
  it('is least squares on the durations of the payout paths', async () => {
    const { experiment } = await resolve('near-cash-flow');
    const number = (name: string) => Number(experiment.parameters[name].value);
    const assets = [
      'semiconductorEquity',
      'valueEquity',
      'megacapEquity',
      'softwareEquity',
      'speculativeEquity',
    ];
    const durations = assets.map((asset) => {
      const of = (part: string) => number(`payoutPath.${part}.${asset}`);
      return payoutDuration({
        initialGrowth: of('initialGrowth'),
        growthYears: of('growthYears'),
        fadeYears: of('fadeYears'),
        longRunGrowth: of('longRunGrowth'),
        discountRate: of('discountRate'),
      });
    });
    const average = mean(durations);
    const squares = durations.reduce((sum, duration) => sum + (duration - average) ** 2, 0);
    const { formula = '' } = experiment.metrics.find(({ name }) => name === 'slope') ?? {};
    const written = [...formula.matchAll(/([-+] ?)?(\d+\.\d+) \* log\(last\(price\.(\w+)\)\)/g)];
    expect(written.map(([, , , asset]) => asset)).toEqual(assets);
    for (const [i, [, sign = '', weight]] of written.entries())
      expect(Number(`${sign.trim()}${weight}`)).toBeCloseTo(durations[i] - average, 2);
    expect(Number(formula.split('/').at(-1))).toBeCloseTo(squares, 0);
  });
});
