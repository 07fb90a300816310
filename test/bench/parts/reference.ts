/** The reference market beside C++ (`npm run bench:reference`), as ratios of CPU time in one run. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Figure, Part } from '../figures.js';

const COMPARE = fileURLToPath(new URL('../reference/compare.ts', import.meta.url));
const SIZES = '1e3,1e4,1e5';

interface Row {
  readonly program: string;
  readonly traders: number;
  readonly milliseconds: number;
  readonly ratios: Readonly<Record<string, number>>;
}

/** What is asked of the WebAssembly kernel against each C++ program. */
function barOf(yardstick: string, traders: number): number {
  if (yardstick === 'C++ -O3') return 0.5;
  return traders < 1e5 ? 1.7 : 1;
}

function figuresOf({ program, traders, milliseconds, ratios }: Row): Figure[] {
  const name = `reference market, ${traders} traders`;
  const against = Object.entries(ratios).map(
    ([yardstick, value]): Figure => ({
      name: `${name}, over ${yardstick}`,
      value,
      unit: 'ratio',
      kind: 'cost',
      bar: barOf(yardstick, traders),
    }),
  );
  return program.includes('webassembly')
    ? [{ name, value: milliseconds, unit: 'CPU ms a tick', kind: 'time' }, ...against]
    : [];
}

export const part: Part = () => {
  const command = ['--import', 'tsx', COMPARE, '--json', '--sizes', SIZES];
  const { stdout, status } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('the programs of the reference market do not agree');
  return (JSON.parse(stdout) as { rows: readonly Row[] }).rows.flatMap(figuresOf);
};
