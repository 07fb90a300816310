import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CliContext, Model } from '../../src/cli/context.js';
import { validateModel } from '../../src/cli/validation-report.js';
import type { RunArms } from '../../src/cli/validation-runs.js';
import { ASSETS } from '../../src/engine/declarations.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { EQUITY_FLOW, FIRST, MEASURED, ownArm } from '../../src/experiment/validation-arms.js';
import type { RunSeries } from '../../src/experiment/validation-sample.js';
import { validationBase } from '../experiment/validation-base.js';
import { heavyTailed, normals, path, runOf } from '../experiment/validation-runs.js';
import { rqe, workFolder } from './small-cli.js';

/** Annual volatilities in the middle of their bands, percent. */
const VOLATILITY: Readonly<Record<string, number>> = {
  treasuryBonds: 7.5,
  investmentGradeBonds: 7,
  aiInvestmentGradeBonds: 8,
  highYieldBonds: 9,
  aiInfrastructureDebt: 10,
  megacapEquity: 24,
  semiconductorEquity: 34,
  softwareEquity: 29,
  speculativeEquity: 47,
  valueEquity: 15.5,
  crypto: 65,
  gold: 16,
};

/** An engine of a few lines with the right facts: heavy-tailed returns, and the answers that the arms ask for. */
function fakeRun(changed: { volatility?: number; yieldAfterPurchases?: number } = {}): RunArms {
  const { volatility = 1, yieldAfterPurchases = 0.03985 } = changed;
  const returnsRun = (seed: string, ticks: number): RunSeries => {
    const series = Object.entries(VOLATILITY).map(([asset, percent]) => {
      const scale = (volatility * percent) / 100 / Math.sqrt(252);
      const draws = heavyTailed(ticks - 1, `${asset} ${seed}`);
      return [`price.${asset}`, path(draws.map((draw) => scale * draw))] as const;
    });
    const index = path(heavyTailed(ticks - 1, `index ${seed}`).map((draw) => 0.01 * draw));
    const money = {
      'fed.assets': path(normals(ticks - 1, `money/${seed}`).map((z) => 1e-3 * z)),
      'stock.reverseRepo': new Float64Array(ticks).fill(0.01),
    };
    return runOf(
      { ...Object.fromEntries([...series, ['index.equity', index]]), ...money },
      'reference',
      seed,
    );
  };
  const responseRun = (arm: string, seed: string): RunSeries => {
    const level = (value: number, after = value) =>
      new Float64Array(MEASURED).fill(value).fill(after, FIRST - 1);
    const series: Record<string, Float64Array> = {
      'index.equity': level(1, arm === EQUITY_FLOW ? 1.05 : 1),
      'yield.treasuryBonds': level(0.04, arm.startsWith('fed') ? yieldAfterPurchases : 0.04),
      policyRate: level(0.036),
      'privateBorrowers.spread.metaVehicle': level(0.02),
      'privateBorrowers.spread.oracleSites': level(0.025),
      'privateBorrowers.spread.xaiVehicle': level(0.068),
    };
    for (const asset of ASSETS) {
      const isBought = arm === ownArm(asset);
      series[`price.${asset}`] = level(1, isBought ? 1.02 : 1);
      series[`float.${asset}`] = level(100, isBought ? 99 : 100);
    }
    return runOf(series, arm, seed);
  };
  return async ({ arms, seeds, ticks, name }: ResolvedExperiment) => ({
    status: 'completed',
    runs: seeds.flatMap((seed) =>
      name === 'validation-returns'
        ? [returnsRun(seed, ticks)]
        : arms.map((arm) => responseRun(arm.name, seed)),
    ),
  });
}

async function report(run: RunArms, options: { ticks?: number; json?: boolean; ticksPerYear?: number } = {}) {
  let [code, out, err] = [-1, '', ''];
  const context = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: (text: string) => {
      err += text;
    },
    setExitCode: (value: number) => {
      code = value;
    },
  } as CliContext;
  const model = {
    openingBalance: () => ({
      kinds: ['banks', 'retail', 'insurers'],
      instruments: ASSETS,
      values: [ASSETS.map(() => 7), ASSETS.map(() => 60), ASSETS.map(() => 40)],
    }),
  } as unknown as Model;
  const experiment = {
    ...validationBase(),
    seeds: ['1', '2', '3', '4'],
    ticksPerYear: options.ticksPerYear ?? 252,
  };
  const request = { experiment, ticks: options.ticks ?? 756, run, json: options.json ?? false };
  await validateModel(request, model, context);
  return { code, out, err };
}

describe('rqe validate', () => {
  it('prints a table by group and exits with 0 when all mandatory checks pass', async () => {
    const { code, out, err } = await report(fakeRun());
    expect(out).toMatch(/annual volatility/);
    expect(out).toMatch(/check +reference +model +95 % interval +seeds +band +distance +verdict +fact/);
    expect(out).toMatch(
      /\* crypto +67\.4 +6\d\.\d % +\d+\.\d … \d+\.\d +4 +40 to 95 +0 +.*pass.* +sf_btc_vol/,
    );
    expect(out).toMatch(
      /not announced, a quarter later +-1\.50 +-1\.50 bp +-1\.50 … -1\.50 +4 +-3 to -0\.6 +0/,
    );
    expect(out).toMatch(
      / {2}treasuryBonds +0\.250 +1\.97 +1\.97 … 1\.97 +4 +0\.1 to 0\.4 +1\.57 +outside +treasury_price_multiplier/,
    );
    expect(out).toMatch(/Meta's vehicle, coupon +6\.58 +6\.00 % .*outside/);
    expect(out).toMatch(/Oracle's sites, margin +250.0 +250.0 bp .*pass/);
    expect(out).toMatch(/xAI's vehicle, coupon +10\.5 +10\.4 % .*pass/);
    expect(out).toMatch(/xAI above Oracle +– +430.0 bp .*pass/);
    expect(out).toMatch(/33 of 33 mandatory checks \(\*\) pass, \d+ of 37 of the others\./);
    expect(err).not.toMatch(/simulated years/);
    expect(code).toBe(0);
  });

  it('ends with a line after Ctrl-C', async () => {
    const { code, out, err } = await report(async () => ({ status: 'interrupted', runs: [] }));
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/Interrupted: nothing is judged; the same command goes on\.\n$/);
  });

  it('buys 1 % of what investors hold: banks are not among them', async () => {
    const { out } = await report(fakeRun(), { json: true });
    const check = JSON.parse(out).checks.find(({ check: name }: { check: string }) =>
      name.startsWith('equities, new cash'),
    );
    // The flow is 1 of 100 in each of five equities that are worth 100.
    expect(check).toMatchObject({
      model: expect.closeTo(5, 9),
      standardError: 0,
      verdict: 'pass',
      fact: 'gk_multiplier',
    });
  });

  it('exits with 1 when a mandatory check fails, and names it', async () => {
    const { code, out } = await report(fakeRun({ yieldAfterPurchases: 0.0399 + 0.00008 }));
    expect(out).toMatch(
      /not announced, a quarter later +-1\.50 +-0\.200 bp +-0\.200 … -0\.200 +4 +-3 to -0\.6 +0\.400 +.*FAIL/,
    );
    expect(code).toBe(1);
  });

  it('prints the same as JSON', async () => {
    const { code, out } = await report(fakeRun({ volatility: 2 }), { json: true });
    const { valid, checks, seeds, years } = JSON.parse(out);
    expect([valid, code, seeds.length, years]).toEqual([false, 1, 4, 12]);
    expect(checks[0]).toMatchObject({
      group: 'annual volatility',
      check: 'treasuryBonds',
      unit: '%',
      reference: 6.9,
      fact: 'sf_ief_vol',
      band: [6, 9],
      mandatory: true,
      verdict: 'fail',
    });
  });

  it('does not pass tails on less than ten years', async () => {
    const { code, out, err } = await report(fakeRun(), { ticks: 252 });
    expect(err).toMatch(/4\.0 simulated years; tails need 10/);
    expect(out).toMatch(/\* crypto.*FAIL \(too short\).*sf_btc_kurt/);
    expect(code).toBe(1);
  });

  it('fails when runs failed, though what is left would pass', async () => {
    const complete = fakeRun();
    const run: RunArms = async (experiment) => ({ ...(await complete(experiment)), status: 'failed' });
    const { code, err } = await report(run);
    expect(err).toMatch(/Some runs failed/);
    expect(code).toBe(1);
  });

  it('says nothing of interrupted runs and exits with 130', async () => {
    const { code, out } = await report(async () => ({ status: 'interrupted', runs: [] }));
    expect([code, out]).toEqual([130, '']);
  });

  it('refuses weekly ticks, because the facts are daily', async () => {
    await expect(report(fakeRun(), { ticksPerYear: 52 })).rejects.toThrow(/ticksPerYear=252/);
  });

  it('is a command of the program', async () => {
    const folder = workFolder();
    const { code, out } = await rqe(folder, 'validate', '--help');
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(out).toMatch(/--seeds <n>/);
  });
});
