/** Where a Chromium is that tests may drive. */
import { existsSync } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Its path; undefined if there is none: tests that need it are skipped and say so. */
export function findChromium(): string | undefined {
  return [process.env.RQE_CHROMIUM ?? '', ...USUAL].find((path) => path !== '' && existsSync(path));
}
