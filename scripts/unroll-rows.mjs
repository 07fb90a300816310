// Writes the passes over rows of src/market/assembly once more for a fixed number of assets: loops over assets are
// written out, and the places of assets become offsets of the instructions. Same operations in the same order for each
// number. Some pairs of assets take turns, statement by statement: their chains of operations run side by side, where
// the processor would otherwise wait for one after the other.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LOOP = /(?:\/\/ in turn: (\d+)\s*)?for \(let (\w+): usize = 0; \2 < width; \2 \+= 16\)\s*/g;
const ACCESS = /\b(v128\.load|v128\.store|loadPair)\(/g;
const DECLARED = /^(?:const|let) (\w+)/;
const INLINED = /^const (\w+) = exponentialsWithin\((.*)\);$/s;
const CONSTANT = /v128\.load\((LANES|MASKS)(?:, (\d+))?\)/g;

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

/** Statements of a body without blocks. */
function statementsOf(text) {
  return text
    .replace(/\/\/.*/g, '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => `${each};`);
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

function rename(text, names, end) {
  return names.reduce((out, name) => out.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}${end}`), text);
}

/** What a call of `exponentialsWithin` computes, in place of the call. */
function inline(statement, exponential) {
  const call = statement.match(INLINED);
  if (call === null) return [statement];
  const start = exponential.indexOf('export function exponentialsWithin');
  const open = exponential.indexOf('{', start);
  const steps = statementsOf(exponential.slice(open + 1, closing(exponential, open)));
  const names = steps.map((step) => step.match(DECLARED)?.[1]).filter((name) => name !== undefined);
  const end = `Of${call[1]}`;
  return [
    `const x${end} = ${call[2]};`,
    ...steps.map((step) => rename(step, ['x', ...names], end).replace(/^return/, `const ${call[1]} =`)),
  ];
}

/** Statements of some asset pairs in turn; what is constant is loaded once. */
function inTurn(statements, index, offsets) {
  const names = statements.map((each) => each.match(DECLARED)?.[1]).filter((name) => name !== undefined);
  const known = new Set();
  let out = '';
  for (const statement of statements)
    for (const offset of offsets) {
      const text = rename(statement, names, `At${offset}`).replace(CONSTANT, (load, table, at = '0') => {
        const name = `${table}${at}`;
        if (!known.has(name)) out += `const ${name} = ${load};\n`;
        known.add(name);
        return name;
      });
      out += `${bodyAt(text, index, offset)}\n`;
    }
  return `{\n${out}}\n`;
}

/** All loops over assets written out for vectors of so many bytes. */
function unroll(text, bytes, exponential) {
  let out = '';
  let done = 0;
  for (const loop of text.matchAll(LOOP)) {
    out += text.slice(done, loop.index);
    const start = loop.index + loop[0].length;
    const isBlock = text[start] === '{';
    const end = isBlock ? closing(text, start) : text.indexOf(';', start);
    const body = isBlock ? text.slice(start + 1, end) : text.slice(start, end + 1);
    const [, together, index] = loop;
    const width = 16 * Number(together ?? 1);
    const statements = body.includes('{')
      ? [`{ ${body} }`]
      : statementsOf(body).flatMap((each) => inline(each, exponential));
    for (let first = 0; first < bytes; first += width) {
      const offsets = [];
      for (let offset = first; offset < Math.min(first + width, bytes); offset += 16) offsets.push(offset);
      out += inTurn(statements, index, offsets);
    }
    done = end + 1;
  }
  return out + text.slice(done);
}

function fix(text, assets, exponential) {
  const bytes = 8 * assets;
  const fixed = text
    .replaceAll(
      /const (width = stride|width = count << 3|bytes = assets|across = productWidth);/g,
      (_, each) => {
        return `const ${each.split(' ')[0]}: usize = ${bytes};`;
      },
    )
    .replaceAll(/export function (\w+)/g, `export function $1${assets}`);
  return unroll(fixed, bytes, exponential);
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
  const exponential = readFileSync(join(folder, 'exponential.ts'), 'utf8');
  return files.map((file) => {
    const path = join(to, file.replace('.ts', `-${assets}.ts`));
    const text = fix(readFileSync(join(folder, file), 'utf8'), assets, exponential).replace(
      /import \{(.*)\} from '.\/exponential';/,
      "import {$1, LANES, MASKS, POWERS } from './exponential';",
    );
    writeFileSync(
      path,
      text.replaceAll(/from '\.\/([\w-]+)'/g, (whole, name) =>
        others.includes(name) ? `from '${base}/${name}'` : whole,
      ),
    );
    return path;
  });
}
