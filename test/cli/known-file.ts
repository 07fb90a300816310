/** Lets the manifest of a result tell of a file as it is now: only those who read it can find it odd. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileHash } from '../../src/runner/fingerprints.js';

export function makeKnown(result: string, name: string): void {
  const path = join(result, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.files[name] = fileHash(join(result, name));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

export function writeKnown(result: string, name: string, text: string): void {
  writeFileSync(join(result, name), text);
  makeKnown(result, name);
}
