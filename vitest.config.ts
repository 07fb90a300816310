import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/count-reporter.js';

export default defineConfig({
  test: {
    // What is tested is plain text, wherever the tests run.
    env: { NO_COLOR: '1', FORCE_COLOR: '' },
    // Tests start programs of their own, which leave a core idle while they wait.
    maxWorkers: 2,
    reporters: ['default', new CountReporter()],
    projects: [
      {
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
