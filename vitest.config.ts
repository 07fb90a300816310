import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/count-reporter.js';
import { LongestFirst } from './test/longest-first.js';

// Coverage of TypeScript is counted by Vite's modules alone.
const isCounted = process.argv.some((argument) => argument.startsWith('--coverage'));

export default defineConfig({
  test: {
    // What is tested is plain text, wherever the tests run.
    env: { NO_COLOR: '1', FORCE_COLOR: '' },
    // Tests start programs of their own, which leave a core idle while they wait.
    maxWorkers: 2,
    reporters: ['default', new CountReporter()],
    sequence: { sequencer: LongestFirst },
    // Node's own modules, as users run them. With those of Vite, where each use of an import is a look-up, the model takes 1.4 times as long.
    experimental: { viteModuleRunner: isCounted, nodeLoader: false },
    // By its address, since tests change the folder that they work in.
    execArgv: isCounted ? [] : ['--import', import.meta.resolve('tsx')],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/bench/**', '**/node_modules/**'],
          // Files of a worker share modules, which have no state: half of the time would go to loading and compiling them.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
