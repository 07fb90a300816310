import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

// ---------------------------------------------------------------------------------------------------- reading code

const TOKENS = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")`,
    '(?<template>`(?:\\\\[\\s\\S]|[^`\\\\])*`)',
    String.raw`(?<=[(=,:[!&|?{};]\s*)(?<regex>\/(?![*/])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n[])+\/)`,
  ].join('|'),
  'g',
);

function withoutComments(text: string): string {
  return text.replace(TOKENS, (token, comment) => (comment === undefined ? token : ' '));
}

/** Templates stay, because they hold code. */
function withoutCommentsAndStrings(text: string): string {
  return text.replace(TOKENS, (token, _comment, _string, template) =>
    template === undefined ? "''" : token,
  );
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importsOf(text: string): Import[] {
  const pattern =
    /\b(?:import|export)\s+(type\s)?[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]|\brequire\s*\(\s*['"]([^'"]+)['"]/g;
  return Array.from(withoutComments(text).matchAll(pattern), (match) => ({
    specifier: match[2] ?? match[3] ?? match[4],
    typeOnly: match[1] !== undefined,
  }));
}

/** Path of the imported source, or undefined for a package. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

// ---------------------------------------------------------------------------------------- who may import whom

interface Layer {
  /** Layers it may import besides itself. */
  readonly layers: readonly string[];
  /** Its files may not import one another. */
  readonly apart?: true;
  /** The only packages it may import; any when absent. */
  readonly packages?: readonly string[];
}

const BELOW_EXPERIMENT = ['maths', 'mechanisms', 'ledger', 'market', 'engine', 'agent-kind'];
const BELOW_RUNNER = [...BELOW_EXPERIMENT, 'experiment'];
const BELOW_CLI = [...BELOW_RUNNER, 'runner'];

const LAYERS: Readonly<Record<string, Layer>> = {
  maths: { layers: [], packages: ['seedrandom'] },
  mechanisms: { layers: ['maths'], apart: true, packages: [] },
  ledger: { layers: ['maths'], packages: [] },
  'compute-debt': { layers: ['maths', 'mechanisms', 'ledger'], packages: [] },
  'private-credit': { layers: ['maths', 'mechanisms', 'ledger'], packages: [] },
  'ai-labs': { layers: ['maths', 'mechanisms', 'ledger'], packages: [] },
  hyperscalers: { layers: ['maths', 'mechanisms', 'ledger', 'compute-debt'], packages: [] },
  'agent-kind': { layers: ['maths', 'mechanisms', 'ledger'], packages: [] },
  market: { layers: ['maths', 'mechanisms', 'ledger'], packages: [] },
  engine: { layers: ['maths', 'mechanisms', 'ledger', 'market', 'agent-kind'], packages: [] },
  agents: {
    layers: [
      'maths',
      'mechanisms',
      'ledger',
      'compute-debt',
      'private-credit',
      'ai-labs',
      'hyperscalers',
      'agent-kind',
    ],
    apart: true,
    packages: [],
  },
  'agents/index': { layers: ['agents', 'agent-kind'], packages: [] },
  experiment: { layers: ['maths', 'engine', 'agent-kind'] },
  runner: { layers: BELOW_RUNNER },
  report: { layers: BELOW_CLI },
  cli: { layers: BELOW_CLI },
  lab: { layers: BELOW_RUNNER },
  simulation: { layers: [...BELOW_CLI, 'agents/index'] },
  worker: { layers: [...BELOW_CLI, 'simulation'] },
  main: { layers: [...BELOW_CLI, 'cli', 'report', 'agents/index', 'simulation'] },
};

/** The layer of a source: a folder of src, a file directly in src, agents, or the list of agents. */
function layerOf(path: string): string {
  if (/^agents\/(replications\/)?index\.ts$/.test(path)) return 'agents/index';
  if (path.startsWith('agents/')) return 'agents';
  return path.split('/')[1].replace(/\.\w+$/, '');
}

function importFault(path: string, { specifier }: Import): string | undefined {
  const from = layerOf(path);
  const layer = LAYERS[from];
  const target = resolveImport(path, specifier);
  if (target === undefined) {
    if (layer.packages === undefined || layer.packages.includes(packageOf(specifier))) return undefined;
    return `${path}: ${from} may not import the package ${specifier}`;
  }
  if (!/^(src|agents)\//.test(target)) return `${path}: imports ${target}, outside src and agents`;
  const to = layerOf(target);
  if (to === from ? layer.apart === undefined : layer.layers.includes(to)) return undefined;
  return to === from
    ? `${path}: ${from} may not import each other (${target})`
    : `${path}: ${from} may not import ${to} (${target})`;
}

function importFaults({ path, text }: SourceFile): string[] {
  if (LAYERS[layerOf(path)] === undefined)
    return [`${path}: ${layerOf(path)} is no layer of the architecture`];
  return importsOf(text).flatMap((entry) => importFault(path, entry) ?? []);
}

/** Packages that run when a source is loaded, through every source it imports. */
function loadedPackages(start: string, files: readonly SourceFile[]): Set<string> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const packages = new Set<string>();
  const seen = new Set([start]);
  for (const path of seen)
    for (const { specifier, typeOnly } of importsOf(texts.get(path) ?? '')) {
      const target = resolveImport(path, specifier);
      if (typeOnly) continue;
      if (target === undefined) packages.add(packageOf(specifier));
      else seen.add(target);
    }
  return packages;
}

// ------------------------------------------------------------------------ the same bits everywhere, no outside world

const DETERMINISTIC =
  /^(src\/(maths|mechanisms|ledger|compute-debt|private-credit|ai-labs|hyperscalers|market|engine|experiment)\/|agents\/)/;
const EXACT_MATH =
  /^Math\.(abs|ceil|floor|round|trunc|sign|min|max|sqrt|imul|clz32|fround|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)\b/;

function inexactFaults({ path, text }: SourceFile): string[] {
  const code = withoutCommentsAndStrings(text);
  const faults = Array.from(code.matchAll(/\bMath\b(\.\w+)?/g), (match) => match[0])
    .filter((use) => !EXACT_MATH.test(use))
    .map((use) => `${use} differs between engines or hides what it uses; see src/maths/elementary.ts`);
  if (/\*\*/.test(code)) faults.push('the operator ** differs between engines; use pow');
  if (/\bDate\b|\bperformance\s*\??\.\s*now|\bhrtime\b/.test(code)) faults.push('reads a clock');
  if (/\bgetRandomValues\b|\brandomUUID\b/.test(code)) faults.push('draws outside the seed');
  if (/\.(localeCompare|toLocale\w+)\b|\bIntl\b/.test(code)) faults.push('depends on the locale');
  return faults.map((fault) => `${path}: ${fault}`);
}

function outsideFaults({ path, text }: SourceFile): string[] {
  const code = withoutCommentsAndStrings(text);
  const faults = importsOf(text)
    .map(({ specifier }) => specifier)
    .filter((specifier) => specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier)))
    .map((specifier) => `imports ${specifier}`);
  if (/\bprocess\s*\??[.[]/.test(code)) faults.push('uses process');
  if (/\bconsole\b/.test(code)) faults.push('uses console');
  return faults.map((fault) => `${path}: ${fault}`);
}

function printingFaults({ path, text }: SourceFile): string[] {
  if (path.startsWith('src/cli/') || path === 'src/main.ts') return [];
  const prints = /\bconsole\s*\??[.[]|\bprocess\s*\.\s*(stdout|stderr)\b/.test(
    withoutCommentsAndStrings(text),
  );
  return prints ? [`${path}: prints, which only src/cli and src/main.ts do`] : [];
}

// ---------------------------------------------------------------------------------------------------------- books

const WRITER = 'src/ledger/transfer.ts';
/** The passes themselves, which only the writer calls; the assembly works on addresses. */
const PASSES = ['src/ledger/book-passes.ts', 'src/market/webassembly-passes.ts'];

function bookFaults({ path, text }: SourceFile): string[] {
  if (path === WRITER || PASSES.includes(path)) return [];
  const code = withoutCommentsAndStrings(text);
  const calls = /\bpasses\s*\.\s*(move|moveColumns|roll|buy|squareCash)\b/.test(code);
  const writes = /\b(units|postedUnits|outsideUnits)\s*\[[^;=]*\]\s*([-+*/]?=)(?!=)/.test(code);
  return calls || writes ? [`${path}: writes positions, which only ${WRITER} does`] : [];
}

// ---------------------------------------------------------------------------------------------------------- names

const KEBAB_FILE =
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.(test|bench|boot|worker|config|d))*\.(ts|tsx|mjs|css|html)$/;
const KEBAB_FOLDER = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const EMPTY_NAMES = /^(utils?|helpers?|misc|common|shared|stuff|manager|base-class|types)$/;

function nameFaults(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  const file = basename(path);
  const faults = folders
    .filter((folder) => !KEBAB_FOLDER.test(folder))
    .map((folder) => `${folder} is not kebab-case`);
  if (!KEBAB_FILE.test(file)) faults.push('is not kebab-case');
  for (const name of [...folders, file.replace(/\..*$/, '')])
    if (EMPTY_NAMES.test(name)) faults.push(`${name} is no noun of the subject`);
  return faults.map((fault) => `${path}: ${fault}`);
}

// ------------------------------------------------------------------------------------------------------- the tests

function sourcesBelow(folder: string): SourceFile[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourcesBelow(path);
      return /\.(ts|tsx|mjs)$/.test(entry.name)
        ? [{ path, text: readFileSync(join(ROOT, path), 'utf8') }]
        : [];
    });
}

const FILES = [...sourcesBelow('src'), ...sourcesBelow('agents')];
const CORE = FILES.filter(({ path }) => DETERMINISTIC.test(path));

describe('the sources', () => {
  it('are found', () => {
    expect(CORE.map(({ path }) => path)).toContain('src/maths/elementary.ts');
  });

  it('import only what their layer may', () => {
    expect(FILES.filter(({ path }) => !path.endsWith('.boot.mjs')).flatMap(importFaults)).toEqual([]);
  });

  it('load no parser or validator in worker threads', () => {
    const loaded = loadedPackages('src/worker.ts', FILES);
    expect(['zod', 'yaml', 'mathjs', 'commander'].filter((name) => loaded.has(name))).toEqual([]);
  });

  it('compute the same bits on every machine', () => {
    expect(CORE.flatMap(inexactFaults)).toEqual([]);
  });

  it('do not touch the outside world below the runner', () => {
    expect(CORE.flatMap(outsideFaults)).toEqual([]);
  });

  it('choose the executor in one place', () => {
    const executors = ['src/runner/threads.ts', 'src/runner/same-thread.ts'];
    const choosing = FILES.filter(({ path, text }) =>
      importsOf(text).some(
        ({ specifier, typeOnly }) => !typeOnly && executors.includes(resolveImport(path, specifier) ?? ''),
      ),
    );
    expect(choosing.map(({ path }) => path)).toEqual(['src/runner/make-executor.ts']);
  });

  it('print only in the command line', () => {
    expect(FILES.flatMap(printingFaults)).toEqual([]);
  });

  it('leave positions to one writer', () => {
    expect(FILES.flatMap(bookFaults)).toEqual([]);
  });

  it('are named by what they are, in kebab-case', () => {
    expect([...FILES, ...sourcesBelow('test')].flatMap(({ path }) => nameFaults(path))).toEqual([]);
  });
});

describe('the rule about imports', () => {
  const faults = (path: string, text: string) => importFaults({ path, text }).length;

  it.each([
    ['src/maths/a.ts', "import { b } from './b.js';"],
    ['src/maths/a.ts', "import alea from 'seedrandom/lib/alea.js';"],
    ['src/market/a.ts', "import { b } from '../mechanisms/b.js';"],
    ['src/engine/a.ts', "import type { AgentKind } from '../agent-kind.js';"],
    ['src/main.ts', "import { agents } from '../agents/index.js';"],
    ['src/simulation.ts', "import { agents } from '../agents/index.js';"],
    ['agents/index.ts', "import { fund } from './fund.js';\nexport { fund } from './fund.js';"],
    ['agents/replications/index.ts', "import { fund } from './fund.js';"],
    ['src/engine/a.ts', "// import { fund } from '../../agents/fund.js';"],
    ['src/runner/a.ts', "import { Worker } from 'node:worker_threads';"],
  ])('allows %s to hold %s', (path, text) => {
    expect(faults(path, text)).toBe(0);
  });

  it.each([
    ['src/maths/a.ts', "import { b } from '../ledger/b.js';"],
    ['src/maths/a.ts', "import { z } from 'zod';"],
    ['src/mechanisms/a.ts', "import { b } from './b.js';"],
    ['src/mechanisms/a.ts', "export { b } from './b.js';"],
    ['src/mechanisms/a.ts', "import type { Book } from '../ledger/book.js';"],
    ['src/ledger/a.ts', "import { b } from '../mechanisms/b.js';"],
    ['src/market/a.ts', "const b = await import('../engine/b.js');"],
    ['src/engine/a.ts', "import {\n  agents,\n  more,\n} from '../../agents/index.js';"],
    ['src/engine/a.ts', "import '../experiment/b.js';"],
    ['agents/fund.ts', "import { bank } from './bank.js';"],
    ['agents/replications/fund.ts', "import { bank } from '../bank.js';"],
    ['agents/replications/fund.ts', "import { bank } from './bank.js';"],
    ['agents/fund.ts', "import { clear } from '../src/market/clear.js';"],
    ['agents/fund.ts', "import { tick } from '../src/engine/tick.js';"],
    ['agents/fund.ts', "import { agents } from './index.js';"],
    ['src/runner/a.ts', "import { agents } from '../../agents/index.js';"],
    ['src/cli/a.ts', "import { agents } from '../../agents/index.js';"],
    ['src/experiment/a.ts', "import { b } from '../runner/b.js';"],
    ['src/runner/a.ts', "import { b } from '../cli/b.js';"],
    ['src/lab/a.ts', "import { b } from '../runner/b.js';"],
    ['src/cli/a.ts', "import { b } from '../../test/b.js';"],
    ['src/gadgets/a.ts', ''],
  ])('forbids %s to hold %s', (path, text) => {
    expect(faults(path, text)).toBe(1);
  });

  it('follows imports that run, not types', () => {
    const files = [
      {
        path: 'src/worker.ts',
        text: "import { a } from './engine/a.js';\nimport type { b } from './engine/b.js';",
      },
      { path: 'src/engine/a.ts', text: "import { c } from './c.js';" },
      { path: 'src/engine/b.ts', text: "import 'zod';" },
      { path: 'src/engine/c.ts', text: "import { parse } from 'yaml';\nimport { a } from './a.js';" },
    ];
    expect(Array.from(loadedPackages('src/worker.ts', files))).toEqual(['yaml']);
  });
});

describe('the rule about equal bits', () => {
  const functions =
    'exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot random';

  it.each([
    ...functions.split(' ').map((name) => `const y = Math.${name}(x);`),
    'const { exp } = Math;',
    "const y = Math['exp'](x);",
    'const y = x ** 2;',
    'x **= 2;',
    'const now = Date.now();',
    'const start = performance.now();',
    'const id = crypto.randomUUID();',
    'names.sort((a, b) => a.localeCompare(b));',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a sample of code
    'const text = `${Math.exp(x)}`;',
    "const quote = /'/; const y = Math.exp(x); const end = /'/;",
  ])('forbids %s', (text) => {
    expect(inexactFaults({ path: 'src/maths/a.ts', text }).length).toBeGreaterThan(0);
  });

  it.each([
    'const y = Math.sqrt(Math.abs(x)) + Math.PI + Math.max(a, b);',
    '// Math.exp and ** and Date\n/** Math.log */ const y = x * x;',
    "throw new Error('the Date ** and Math.exp');",
    'const performance = wealth.dateOfTick * performanceFee;',
  ])('allows %s', (text) => {
    expect(inexactFaults({ path: 'src/maths/a.ts', text })).toEqual([]);
  });
});

describe('the rule about the outside world', () => {
  it.each([
    "import { readFileSync } from 'node:fs';",
    "import { readFileSync } from 'fs';",
    "import { readFile } from 'fs/promises';",
    'const seed = process.env.SEED;',
    'console.log(1);',
    'const { log } = console;',
  ])('forbids %s', (text) => {
    expect(outsideFaults({ path: 'src/engine/a.ts', text })).toHaveLength(1);
  });

  it('allows the words themselves', () => {
    expect(
      outsideFaults({ path: 'src/engine/a.ts', text: "const process = 'node:fs console'; // console" }),
    ).toEqual([]);
  });
});

describe('the rule about printing', () => {
  it.each(['console.error(1);', "process.stdout.write('1');", "process.stderr.write('1');"])(
    'forbids %s',
    (text) => {
      expect(printingFaults({ path: 'src/runner/a.ts', text })).toHaveLength(1);
      expect(printingFaults({ path: 'src/cli/a.ts', text })).toEqual([]);
      expect(printingFaults({ path: 'src/main.ts', text })).toEqual([]);
    },
  );
});

describe('the rule about books', () => {
  it.each([
    'world.ledger.units[row * width + i] += 3;',
    'units[at] = 0;',
    'ledger.postedUnits[kind * ledger.width + i] -= 1;',
    'ledger.passes.move(units, width, i, amounts, 0, 9, ends, sums);',
    'ledger.passes.moveColumns(units, width, i, columns, 0, 9, sums);',
    'const row = passes.squareCash(units, width, posted, flows, rule, 0, 9);',
  ])('forbids %s', (text) => {
    expect(bookFaults({ path: 'src/engine/a.ts', text })).toHaveLength(1);
    expect(bookFaults({ path: WRITER, text })).toEqual([]);
  });

  it.each([
    'const held = units[at];',
    'if (units[at] === 0) stop();',
    'ledger.passes.take(units, width, i, 1, out);',
  ])('allows %s', (text) => {
    expect(bookFaults({ path: 'src/engine/a.ts', text })).toEqual([]);
  });
});

describe('the rule about names', () => {
  it.each([
    'src/maths/halfLife.ts',
    'src/maths/Random.ts',
    'src/myMaths/a.ts',
    'src/maths/a_b.ts',
    'src/maths/utils.ts',
  ])('forbids %s', (path) => {
    expect(nameFaults(path)).toHaveLength(1);
  });

  it.each(['src/maths/half-life.ts', 'src/maths/sha256.ts', 'src/worker.boot.mjs', 'test/maths/a-b.test.ts'])(
    'allows %s',
    (path) => {
      expect(nameFaults(path)).toEqual([]);
    },
  );
});
