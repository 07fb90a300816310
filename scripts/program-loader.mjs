// Loads what the command line and every run need from one file each, with the byte code that V8 made of it when the bundle was
// built. Byte code of another V8, or of other options of V8, is refused by V8 itself: then it compiles the text.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { compileLate } from '../dist/src/runner/compilation.js';

/** Pack in which a module stands: the build puts it here. */
const packs = PACK_OF_MODULE;
/** Packs by name: the script, and a function for each module. */
const loaded = new Map();

function load(name) {
  const file = join(__dirname, `${name}.js`);
  const byteCode = join(__dirname, `${name}.bytecode`);
  const cachedData = existsSync(byteCode) ? readFileSync(byteCode) : undefined;
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module, requireAny, file);
  loaded.set(name, { script, modules: module.exports });
}

/** What a module in a pack exports; it runs when it is first asked for. */
export function part(name) {
  const pack = packs[name];
  if (!loaded.has(pack)) load(pack);
  return loaded.get(pack).modules[name]();
}

function requireAny(name) {
  const module = name.replace('./', '');
  return Object.hasOwn(packs, module) ? part(module) : require(name);
}

/** Starts the command line. */
export function start() {
  compileLate();
  part('main.js');
}

/** The byte code of all that has run so far, by pack, for a start under the same options of V8. */
export function byteCode() {
  compileLate();
  return Array.from(loaded, ([name, { script }]) => [name, script.createCachedData()]);
}

/** Whether V8 has taken the byte code of the build. */
export function usesByteCode() {
  return Array.from(loaded.values()).every(({ script }) => script.cachedDataRejected === false);
}
