// Writes the passes over rows of src/market/assembly once more for a fixed number of assets: loops over assets are
// written out, and the places of assets become offsets of the instructions. Same operations in the same order.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LOOP = /for \(let (\w+): usize = 0; \1 < width; \1 \+= 16\)\s*/g;
const ACCESS = /\b(v128\.load|v128\.store|loadPair)\(/g;

/** Where the bracket that opens at `start` closes. */
function closing(text, start) {
  for (let i = start, depth = 0; i < text.length; i++) {
    if ('({['.includes(text[i])) depth++;
    if (')}]'.includes(text[i]) && --depth === 0) return i;
  }
  throw new Error('brackets do not match');
}

/** Arguments of a call, without the space around them. */
function argumentsOf(text) {
  const found = [''];
  let depth = 0;
  for (const letter of text) {
    if ('({['.includes(letter)) depth++;
    if (')}]'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) found.push('');
    else found[found.length - 1] += letter;
  }
  return found.map((each) => each.trim()).filter((each) => each !== '');
}

function access(name, [place, value], offset) {
  if (name === 'v128.store') return `v128.store(${place}, ${value}, ${offset})`;
  return `v128.load(${place}, ${offset})`;
}

/** The body of a loop for one asset pair: `x + a` in a memory access becomes `x` at an offset. */
function bodyAt(body, index, offset) {
  const sum = ` + ${index}`;
  let out = '';
  let done = 0;
  for (const call of body.matchAll(ACCESS)) {
    if (call.index < done) continue;
    const open = call.index + call[0].length - 1;
    const end = closing(body, open);
    const [place, value = ''] = argumentsOf(body.slice(open + 1, end));
    if (!place.endsWith(sum)) continue;
    const values = [place.slice(0, -sum.length), bodyAt(value, index, offset)];
    out += body.slice(done, call.index) + access(call[1], values, offset);
    done = end + 1;
  }
  return (out + body.slice(done)).replace(new RegExp(`\\b${index}\\b`, 'g'), `usize(${offset})`);
}

/** All loops over assets written out for vectors of so many bytes. */
function unroll(text, bytes) {
  let out = '';
  let done = 0;
  for (const loop of text.matchAll(LOOP)) {
    out += text.slice(done, loop.index);
    const start = loop.index + loop[0].length;
    const end = text[start] === '{' ? closing(text, start) : text.indexOf(';', start);
    const body = `{ ${text.slice(start, end + 1)} }`;
    for (let offset = 0; offset < bytes; offset += 16) out += `${bodyAt(body, loop[1], offset)}\n`;
    done = end + 1;
  }
  return out + text.slice(done);
}

function fix(text, assets) {
  const bytes = 8 * assets;
  const fixed = text
    .replaceAll(/const (width = stride|bytes = assets|across = productWidth);/g, (_, each) => {
      return `const ${each.split(' ')[0]}: usize = ${bytes};`;
    })
    .replaceAll(/export function (\w+)/g, `export function $1${assets}`);
  return unroll(fixed, bytes);
}

/**
 * Writes `files` for `assets` assets into the folder `to`, and returns the paths. An exported function carries the number
 * of assets in its name.
 */
export function writeUnrolled(folder, files, assets, to) {
  if (assets % 4 !== 0) throw new Error('vectors and outer products without a pad: a multiple of four');
  mkdirSync(to, { recursive: true });
  const others = readdirSync(folder).map((file) => file.replace('.ts', ''));
  const base = relative(to, folder).replaceAll('\\', '/');
  return files.map((file) => {
    const path = join(to, file.replace('.ts', `-${assets}.ts`));
    const text = fix(readFileSync(join(folder, file), 'utf8'), assets);
    writeFileSync(
      path,
      text.replaceAll(/from '\.\/([\w-]+)'/g, (whole, name) =>
        others.includes(name) ? `from '${base}/${name}'` : whole,
      ),
    );
    return path;
  });
}
