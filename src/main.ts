#!/usr/bin/env node
/** Composition root of the command line. The engine, the agents and all libraries but the parser load when needed. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CliContext, Model, Reporter } from './cli/context.js';
import { EXIT } from './cli/exit-codes.js';
import { runCommandLine } from './cli/program.js';
import { ENGINE_VERSION, type EngineBuild } from './engine/version.js';
import { compileLate } from './runner/compilation.js';
import { reasonOf } from './runner/file-error.js';

/** Folder of the package: two above `dist/src` where compiled, one above `src` where not. */
function packageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const compiled = join(here, '..', '..');
  return existsSync(join(compiled, 'package.json')) ? compiled : join(here, '..');
}

const root = packageFolder();

/** The engine, and the commit it was built from where that is known. */
function engineBuild(): EngineBuild {
  const file = join(root, 'dist', 'rqe', 'commit.json');
  const commit = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).commit : undefined;
  return { engineVersion: ENGINE_VERSION, ...(commit !== undefined && { engineCommit: commit }) };
}

/** The economy, or a published model by its name. */
async function loadModel(name?: string): Promise<Model> {
  if (name !== undefined) return loadPublished(name);
  const [agents, declarations, sheet, catalogue] = await Promise.all([
    import('../agents/index.js'),
    import('./engine/declarations.js'),
    import('./engine/balance-sheet.js'),
    import('./experiment/catalogue.js'),
  ]);
  const kinds = agents.AGENT_KINDS;
  return {
    catalogue: new catalogue.Catalogue(
      declarations.parameterDeclarations(kinds),
      declarations.seriesDeclarations(kinds),
      declarations.ASSETS,
    ),
    ...engineBuild(),
    openingBalance: (configuration) => sheet.openingBalance(configuration, kinds),
  };
}

async function loadPublished(name: string): Promise<Model> {
  const [replications, world, sheet, catalogue, nearest, usage] = await Promise.all([
    import('../agents/replications/index.js'),
    import('./engine/published-world.js'),
    import('./engine/balance-sheet.js'),
    import('./experiment/catalogue.js'),
    import('./experiment/nearest.js'),
    import('./cli/usage-error.js'),
  ]);
  const models = replications.PUBLISHED_MODELS;
  const model = models.find((one) => one.name === name);
  if (model === undefined) {
    const hint = nearest.didYouMean(
      name,
      models.map((one) => one.name),
    );
    throw new usage.UsageError(`there is no published model '${name}'${hint}`);
  }
  return {
    catalogue: new catalogue.Catalogue(
      world.publishedParameters(model),
      world.publishedSeries(model),
      world.publishedAssets(model),
      name,
    ),
    ...engineBuild(),
    openingBalance: (configuration) => sheet.balanceSheet(world.startPublished(configuration, model)),
  };
}

async function loadReporter(): Promise<Reporter> {
  const [agents, report, claims] = await Promise.all([
    import('../agents/index.js'),
    import('./report/write-report.js'),
    import('./report/claims-report.js'),
  ]);
  return {
    figures: report.FIGURE_NAMES,
    write: (wish) => report.writeReport(wish, agents.AGENT_KINDS),
    writeClaims: claims.writeClaimsReport,
  };
}

compileLate();

const worker = import.meta.url.endsWith('.ts') ? './worker.boot.mjs' : './worker.js';

// `rqe list | head` closes the pipe before all is written: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`error: standard output: ${reasonOf(error)}\n`);
  process.exit(EXIT.files);
});

const context: CliContext = {
  version: ENGINE_VERSION,
  library: join(root, 'experiments'),
  workerEntry: new URL(worker, import.meta.url),
  kernelFile: pathToFileURL(join(root, 'dist', 'src', 'market', 'market-kernel.wasm')),
  kernel: 'webassembly',
  loadModel,
  loadReporter,
  loadSimulation: async () => (await import('./simulation.js')).simulation,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  setExitCode(code) {
    process.exitCode = code;
  },
};

void runCommandLine(process.argv.slice(2), context);
