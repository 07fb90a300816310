/** Examples of the pages in other languages, run where those and their libraries are installed. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pageOf } from './pages.js';

/** The blocks of a page in a language, in order. */
export function blocksOf(page: string, language: string): string[] {
  const blocks = pageOf(page).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'));
  return [...blocks].map(([, text]) => text);
}

export function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { timeout: 30_000 }).status === 0;
}

/** A test that runs only where something is; elsewhere it says what is missing. */
export function where(page: string, has: boolean, what: string) {
  if (!has) process.stderr.write(`${page}: examples are NOT run for want of ${what}\n`);
  return (name: string, test: () => void | Promise<void>) =>
    it.skipIf(!has)(has ? name : `${name} (not run: no ${what})`, test);
}

/** Runs a script in a folder, which must end well; returns what it prints. */
export function runScript(folder: string, command: string, script: string, text: string): string {
  writeFileSync(join(folder, script), text);
  const { status, stdout, stderr } = spawnSync(command, [script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, MPLBACKEND: 'Agg' },
  });
  expect(status, stderr).toBe(0);
  return stdout;
}
