// Loads what every run needs from one file, with the byte code that V8 made of it when the bundle was built. Byte code of
// another V8, or of other options of V8, is refused by V8 itself: then it compiles the text.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { compileLate } from '../dist/src/runner/compilation.js';

const PROGRAM = join(__dirname, 'program.js');
const BYTE_CODE = join(__dirname, 'program.bytecode');

let script;
const parts = {};

function load() {
  const cachedData = existsSync(BYTE_CODE) ? readFileSync(BYTE_CODE) : undefined;
  script = new Script(readFileSync(PROGRAM, 'latin1'), { filename: PROGRAM, cachedData });
  const module = { exports: parts };
  script.runInThisContext()(module, require, PROGRAM);
  Object.assign(parts, module.exports);
}

/** What a module of the program exports; it runs when it is first asked for. */
export function part(name) {
  if (script === undefined) load();
  return parts[name]();
}

/** Starts the command line. */
export function start() {
  compileLate();
  part('main.js');
}

/** The byte code of all that has run so far, for a start under the same options of V8. */
export function byteCode() {
  compileLate();
  return script.createCachedData();
}

/** Whether V8 has taken the byte code of the build. */
export function usesByteCode() {
  return script.cachedDataRejected === false;
}
