/** `rqe replicate` with the real models, in threads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PUBLISHED_MODELS } from '../../agents/replications/index.js';
import type { CliContext } from '../../src/cli/context.js';
import { runCommandLine } from '../../src/cli/program.js';
import { simulation } from '../../src/simulation.js';
import { catalogueOf, LIBRARY, modelOf } from '../replications/published.js';
import { loadReporter } from './small-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'rqe-replicate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rqe(...args: string[]) {
  let [code, out, err] = [0, '', ''];
  const context: CliContext = {
    version: '9.9.9',
    library: LIBRARY,
    workerEntry: new URL('../../src/worker.boot.mjs', import.meta.url),
    kernelFile: new URL('../../dist/src/market/market-kernel.wasm', import.meta.url),
    kernel: 'typescript',
    loadModel: async (name) => ({
      catalogue: catalogueOf(modelOf(name ?? '')),
      engineVersion: '0',
      openingBalance: () => ({ kinds: [], instruments: [], values: [] }),
    }),
    loadReporter,
    loadSimulation: async () => simulation,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    setExitCode: (value) => {
      code = value;
    },
  };
  await runCommandLine([...args, '--kernel', 'typescript'], context);
  return { code, out, err };
}

const replicate = (name: string, ...more: string[]) =>
  rqe('replicate', name, '--out', join(folder, `${more.join('')}`.replace(/\W/g, '')), ...more);

describe('rqe replicate', () => {
  it('prints published against obtained, and ends well', async () => {
    const { code, out } = await replicate('greenwood-landier-thesmar');
    expect(code).toBe(0);
    for (const text of ['published', 'obtained', 'tolerance', 'aggregate vulnerability', '0.42', 'pass'])
      expect(out).toContain(text);
    expect(out).not.toMatch(/miss/);
  });

  it('gives the same as JSON, with other parameters judged by the equations', async () => {
    const { code, out } = await replicate(
      'greenwood-landier-thesmar',
      '--json',
      '--set',
      'banks.debtToEquity.first=10',
    );
    const [report] = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ name: 'greenwood-landier-thesmar', failedRuns: false });
    expect(report.changed).toEqual(['banks.debtToEquity.first=10']);
    const sales = report.rows.find((row: { quantity: string }) => row.quantity === 'sales');
    expect(sales.published).toBeCloseTo(100, 9);
    expect(sales.obtained).toBeCloseTo(100, 6);
  });

  it('has no number for what a short run cannot tell', async () => {
    const { code, out, err } = await replicate(
      'franke-westerhoff',
      '--json',
      '--seeds',
      '1',
      '--set',
      'ticks=50',
    );
    expect([code, err]).toEqual([0, expect.not.stringContaining('fault of the program')]);
    const memory = (lag: number): number | null =>
      JSON.parse(out)[0].rows.find(
        ({ quantity }: { quantity: string }) => quantity === `autocorrelation of sizes, about lag ${lag}`,
      ).obtained;
    expect(memory(50)).toBeNull();
    expect(memory(10)).not.toBeNull();
  });

  it('takes one trial after the other, and keeps the result of the paper', async () => {
    const sales = async (...set: string[]) => {
      const { code, out } = await rqe(
        ...['replicate', 'greenwood-landier-thesmar', '--json', '--out', join(folder, 'trials')],
        ...set,
      );
      expect(code).toBe(0);
      return JSON.parse(out)[0].rows[0].obtained;
    };
    expect(await sales()).toBeCloseTo(200, 6);
    expect(await sales('--set', 'banks.debtToEquity.first=5')).toBeCloseTo(50, 6);
    expect(await sales('--set', 'banks.debtToEquity.first=10')).toBeCloseTo(100, 6);
    expect(await sales()).toBeCloseTo(200, 6);
  });

  it('leaves a result that can be reproduced and has no metrics to compare', async () => {
    const out = join(folder, 'plain');
    expect((await rqe('run', 'replications/gabaix-koijen', '--out', out)).code).toBe(0);
    const again = await rqe('reproduce', out);
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('Reproduced')]);
    expect((await rqe('compare', out, '--baseline', 'flow')).err).toContain('no metrics');
  });

  it('says that seeds change nothing in a deterministic model', async () => {
    const { code, err } = await replicate('gabaix-koijen', '--seeds', '3');
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^note: gabaix-koijen is deterministic: every seed/),
    ]);
  });

  it('ends with a line after Ctrl-C', async () => {
    const ending = replicate('greenwood-landier-thesmar', '--set', 'banks.debtToEquity.first=7');
    while (process.listenerCount('SIGINT') === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    process.emit('SIGINT');
    const { code, out, err } = await ending;
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/Interrupted: nothing is held against the paper; the same command goes on\.\n$/);
  });

  it('ends with 1 when a run fails', async () => {
    const { code, out } = await replicate(
      'gabaix-koijen',
      '--json',
      '--set',
      'arms.flow.funds.equityShare=1',
      '--set',
      'arms.flow.funds.returnSensitivity=0',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)[0].failedRuns).toBe(true);
  });

  it.each([
    [['replicate', 'brok-hommes'], "did you mean 'brock-hommes'?"],
    [
      ['replicate', 'brock-hommes', '--set', 'investors.trnd.fundamentalists=1'],
      "did you mean 'investors.trend",
    ],
    [['replicate', 'brock-hommes', '--set', 'investors.grossReturn=7'], 'investors.grossReturn'],
    [['replicate', '--set', 'investors.grossReturn=1.1'], '--set needs the name of a model'],
  ])('%j is an error that says what was meant', async (args, text) => {
    const { code, err } = await rqe(...args);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it('knows a model for every file', () => {
    for (const { name } of PUBLISHED_MODELS) expect(catalogueOf(modelOf(name)).model).toBe(name);
  });
});
