// Makes a short run of the bundled program and keeps the byte code that V8 has made for it: write-byte-code.mjs BUNDLE OUT
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [bundle, out] = process.argv.slice(2);
const loader = createRequire(import.meta.url)(join(bundle, 'loader.js'));
const main = join(bundle, 'main.js');
process.argv.splice(
  1,
  Number.POSITIVE_INFINITY,
  main,
  'run',
  'base',
  '--set',
  'ticks=25',
  '--out',
  join(out, 'base'),
);
process.on('exit', () => {
  for (const [pack, bytes] of loader.byteCode()) writeFileSync(join(bundle, `${pack}.bytecode`), bytes);
});
loader.start();
