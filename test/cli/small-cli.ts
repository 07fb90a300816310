/** Runs a command line in this process, with the small model and its worker. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext, Reporter } from '../../src/cli/context.js';
import { runCommandLine } from '../../src/cli/program.js';
import { BASE, CATALOGUE } from '../experiment/small-model.js';
import { ENTRY } from '../runner/small-run.js';
import { simulation } from '../runner/small-simulation.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with the small base in its library `library`. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rqe-cli-'));
  mkdirSync(join(folder, 'library', 'claims'), { recursive: true });
  writeFileSync(join(folder, 'library', 'base.yaml'), `title: Base\nquestion: What is there?\n${BASE}`);
  writeFileSync(join(folder, 'library', 'claims', 'calls.yaml'), 'title: Calls\nextends: base\n');
  return folder;
}

/** A reporter that draws nothing. */
export async function loadReporter(): Promise<Reporter> {
  const drawn = async (out: string) => ({
    page: join(out, 'report.html'),
    figures: ['fan'],
    missing: [],
    warnings: [],
  });
  return {
    figures: [{ name: 'fan', shows: 'paths' }],
    write: ({ out }) => drawn(out),
    writeClaims: (_, out) => drawn(out),
  };
}

export async function rqe(folder: string, ...args: string[]): Promise<Ran> {
  let [code, out, err] = [0, '', ''];
  const context: CliContext = {
    version: '9.9.9',
    library: join(folder, 'library'),
    workerEntry: ENTRY,
    kernelFile: new URL('../../dist/src/market/market-kernel.wasm', import.meta.url),
    kernel: 'webassembly',
    loadModel: async () => ({
      catalogue: CATALOGUE,
      engineVersion: '0',
      openingBalance: () => ({
        kinds: ['banks', 'funds'],
        instruments: ['deposits', 'crypto'],
        values: [
          [-1500, 0],
          [1500, 20.5],
        ],
      }),
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
  await runCommandLine(args, context);
  return { code, out, err };
}
