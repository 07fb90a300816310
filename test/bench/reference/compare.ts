/**
 * `npm run bench:reference`: the reference market (specification.ts) on this project's machinery beside the C++ programs
 * of test/bench/cpp, in turn, each in a process of its own; CPU time of a tick, medians.
 *
 *   --sizes 1e3,1e4   numbers of traders          --rounds N   runs of each (9)          --json   all figures
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';

const SEED = 1;
const EXACT = 1e-11;
const USUAL = 1e-8;
const SIZES = ['1e3', '1e4', '1e5', '1e6'];
/** Largest difference of log prices between programs that all solve to {@link EXACT}. */
const AGREEMENT = 1e-8;
const CPP = fileURLToPath(new URL('../cpp/plain.cpp', import.meta.url));
const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));
const BUILD = fileURLToPath(new URL('./build-module.ts', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../dist/bench/', import.meta.url));

/** A child's peak of memory counts from that of this process. */
const OWN_MEGABYTES = process.resourceUsage().maxRSS / 1024 + 30;

interface Figures {
  readonly cpuTick: number;
  readonly evalsPerTick: number;
  readonly rssMB: number;
  readonly q: readonly number[];
  readonly residual?: number;
}

interface Program {
  readonly name: string;
  run(traders: number, ticks: number, exact: boolean): Figures;
}

/** Enough ticks for a second or so in plain C++. */
function ticksOf(traders: number): number {
  return Math.max(8, Math.min(3000, Math.round(3e6 / traders)));
}

function compileCpp(name: string, flags: readonly string[]): string | undefined {
  mkdirSync(BUILT, { recursive: true });
  const target = `${BUILT}${name}`;
  const all = ['-O3', '-march=native', '-std=c++17', `-DIMPL="${name}"`, ...flags, CPP, '-o', target];
  return spawnSync('g++', all).status === 0 ? target : undefined;
}

function cppProgram(name: string, flags: readonly string[]): Program | undefined {
  const usual = compileCpp(name, flags);
  const exact = compileCpp(`${name}-exact`, [...flags, `-DTOLV=${EXACT}`]);
  if (usual === undefined || exact === undefined) return undefined;
  return {
    name,
    run: (traders, ticks, exactly) =>
      JSON.parse(
        execFileSync(exactly ? exact : usual, [`${traders}`, `${ticks}`, `${SEED}`], { encoding: 'utf8' }),
      ) as Figures,
  };
}

/** In a process of its own: the compiler is large, and children inherit the peak of memory. */
function builtModule(): string {
  const command = ['--import', 'tsx', BUILD];
  return execFileSync(process.execPath, command, { encoding: 'utf8' }).trim();
}

function ownProgram(kernel: string, module: string): Program {
  return {
    name: `reverse-qe, ${kernel}`,
    run: (traders, ticks, exactly) => {
      const values = [traders, ticks, SEED, exactly ? EXACT : USUAL].map(String);
      const command = ['--import', 'tsx', RUN, kernel, ...values, module];
      return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })) as Figures;
    },
  };
}

function hasAvx512(): boolean {
  return existsSync('/proc/cpuinfo') && readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

interface Row {
  readonly program: string;
  readonly traders: number;
  readonly milliseconds: number;
  readonly evaluations: number;
  readonly nanoseconds: number;
  readonly megabytes: number;
  readonly ratios: Readonly<Record<string, number>>;
  /** Largest difference of log prices from the first program, both solved to 1e-11. */
  readonly difference: number;
  /** Largest relative excess demand found by an independent sweep. */
  readonly residual?: number;
}

function measure(
  programs: readonly Program[],
  yardsticks: readonly string[],
  traders: number,
  rounds: number,
): Row[] {
  const ticks = ticksOf(traders);
  const figures = programs.map((): Figures[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [p, program] of programs.entries()) figures[p].push(program.run(traders, ticks, false));
  const exact = programs.map((program) => program.run(traders, Math.min(ticks, 60), true));
  const milliseconds = figures.map((runs) => 1e3 * median(runs.map(({ cpuTick }) => cpuTick)));
  return programs.map(({ name }, p) => {
    const evaluations = median(figures[p].map(({ evalsPerTick }) => evalsPerTick));
    return {
      program: name,
      traders,
      milliseconds: milliseconds[p],
      evaluations,
      nanoseconds: (1e6 * milliseconds[p]) / evaluations / traders,
      megabytes: median(figures[p].map(({ rssMB }) => rssMB)),
      ratios: Object.fromEntries(
        programs
          .map((program, index) => [program.name, milliseconds[p] / milliseconds[index]] as const)
          .filter(([program]) => yardsticks.includes(program)),
      ),
      difference: Math.max(...exact[p].q.map((price, a) => Math.abs(price - exact[0].q[a]))),
      ...(exact[p].residual === undefined ? {} : { residual: exact[p].residual }),
    };
  });
}

function print(rows: readonly Row[], yardsticks: readonly string[]): void {
  const table = new Table({
    head: [
      ...['traders', 'program', 'CPU ms a tick', 'evaluations a tick', 'ns an evaluation and trader', 'MB'],
      ...yardsticks.map((name) => `of ${name}`),
      ...['prices differ by', 'residual found'],
    ],
    style: { head: [], border: [], compact: true },
    colAligns: ['right', 'left', ...Array.from({ length: 7 }, () => 'right' as const)],
  });
  for (const row of rows)
    table.push([
      row.traders,
      row.program,
      row.milliseconds.toPrecision(3),
      row.evaluations.toFixed(2),
      row.nanoseconds.toFixed(1),
      row.megabytes > OWN_MEGABYTES ? row.megabytes.toFixed(0) : `< ${OWN_MEGABYTES.toFixed(0)}`,
      ...yardsticks.map((name) => row.ratios[name].toFixed(2)),
      row.difference.toExponential(0),
      row.residual?.toExponential(0) ?? '',
    ]);
  console.log(table.toString());
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: SIZES.join(',') },
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
if (!sizes.every((size) => Number.isInteger(size) && size > 0) || !(Number.isInteger(rounds) && rounds > 0)) {
  console.error('--sizes wants whole numbers such as 1e3,1e4, --rounds a whole number');
  process.exit(2);
}
const module = builtModule();
const plain = cppProgram('C++ -O3', []);
const vectorised = hasAvx512()
  ? cppProgram('C++ libmvec', ['-ffast-math', '-mprefer-vector-width=512'])
  : undefined;
const cpp = [plain, vectorised].filter((program) => program !== undefined);
const yardsticks = cpp.map(({ name }) => name);
const programs = [...cpp, ownProgram('typescript', module), ownProgram('webassembly', module)];
const rows = sizes.flatMap((size) => measure(programs, yardsticks, size, rounds));
if (values.json) console.log(JSON.stringify({ seed: SEED, rounds, rows }, null, 2));
else print(rows, yardsticks);
if (plain === undefined) console.error('no C++ program: g++ is not there');
else if (vectorised === undefined) console.error('no vectorised C++: this machine has no AVX-512');
const apart = rows.filter(({ difference }) => !(difference < AGREEMENT));
for (const { program, traders, difference } of apart)
  console.error(`${program}, ${traders} traders: prices differ by ${difference}`);
process.exit(apart.length > 0 ? 1 : 0);
