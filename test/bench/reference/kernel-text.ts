/**
 * The row loops of the reference market, written out for ten assets, in two languages from one description: JavaScript,
 * number by number, and AssemblyScript, two assets at a time in the lanes of a vector. Operations and their order are
 * the same, and so are the results to the bit.
 *
 * A trader's numbers stand side by side: HOT (units, weights, cash, reaction, cap) is read by every evaluation, COLD
 * (base, momentum, noise) by the first of a tick. That one stores weights e^x before clamping; later ones multiply them
 * by the exponential of a small step, a polynomial.
 */
import { ASSETS, LARGEST_WEIGHT, LEAST_WEIGHT, RATE } from './specification.js';

/** Numbers of one trader, and where they stand. */
export const HOT = { width: 24, units: 0, weights: 10, cash: 20, reaction: 21, cap: 22 } as const;
export const COLD = { width: 12, base: 0, momentum: 10, noise: 11 } as const;
/** Numbers of the tick: ten a field. */
export const TERMS = {
  width: 70,
  distance: 0,
  trend: 10,
  load: 20,
  price: 30,
  inverse: 40,
  step: 50,
  demand: 60,
} as const;
export type Field = Exclude<keyof typeof TERMS, 'width'>;

/**
 * Degrees of the polynomials, and the largest |argument| at which each is exact to the last bit. After a long step
 * weights are stored, so that the next ones are short.
 */
export const REACHES = [
  { degree: 3, largest: 1e-4, keeps: false },
  { degree: 4, largest: 1e-3, keeps: false },
  { degree: 5, largest: 0.004, keeps: false },
  { degree: 6, largest: 0.012, keeps: true },
  { degree: 9, largest: 0.1, keeps: true },
] as const;

type Language = 'javascript' | 'assemblyscript';
/** What a row does beside reading demand. */
interface Duty {
  readonly first: boolean;
  readonly trades: boolean;
  readonly degree: number;
  /** Stores the weights that it moves, so that the next step starts from them. */
  readonly keeps: boolean;
}

/** How each language writes a lane: one asset, or two of them. */
interface Dialect {
  readonly lanes: number;
  readonly width: number;
  readonly declare: string;
  readonly number: string;
  readonly add: (a: string, b: string) => string;
  readonly multiply: (a: string, b: string) => string;
  readonly constant: (x: number) => string;
  /** Within the smallest and the largest weight. */
  readonly clamp: (x: string) => string;
  readonly readTerm: (field: Field, lane: number) => string;
  readonly readHot: (place: number) => string;
  readonly readHotLane: (place: number, lane: number) => string;
  readonly readCold: (place: number) => string;
  readonly readColdLane: (place: number, lane: number) => string;
  readonly readNormal: string;
  readonly writeHot: (place: number, value: string) => string;
  readonly writeHotLane: (place: number, lane: number, value: string) => string;
  readonly writeDemand: (lane: number, value: string) => string;
  /** A number of the row as it enters lanes. */
  readonly spread: (name: string) => string;
  /** Where the sums over assets of this lane are kept, and what they come to. */
  readonly part: (sum: string, lane: number) => string;
  readonly parts: (sum: string) => readonly string[];
  readonly whole: (sum: string) => string;
  readonly zero: string;
}

const JAVASCRIPT: Dialect = {
  lanes: ASSETS,
  width: 1,
  declare: 'let',
  number: 'let',
  add: (a, b) => `(${a} + ${b})`,
  multiply: (a, b) => `(${a} * ${b})`,
  constant: (x) => `${x}`,
  clamp: (x) =>
    `${x} = ${x} < ${LEAST_WEIGHT} ? ${LEAST_WEIGHT} : ${x}; ${x} = ${x} > ${LARGEST_WEIGHT} ? ${LARGEST_WEIGHT} : ${x};`,
  readTerm: (field, lane) => `terms[${TERMS[field] + lane}]`,
  readHot: (place) => `hot[h + ${place}]`,
  readHotLane: (place, lane) => `hot[h + ${place + lane}]`,
  readCold: (place) => `cold[c + ${place}]`,
  readColdLane: (place, lane) => `cold[c + ${place + lane}]`,
  readNormal: 'noises[i]',
  writeHot: (place, value) => `hot[h + ${place}] = ${value};`,
  writeHotLane: (place, lane, value) => `hot[h + ${place + lane}] = ${value};`,
  writeDemand: (lane, value) => `terms[${TERMS.demand + lane}] = ${value};`,
  spread: (name) => name,
  part: (sum, lane) => `${sum}${lane % 2}`,
  parts: (sum) => [`${sum}0`, `${sum}1`],
  whole: (sum) => `(${sum}0 + ${sum}1)`,
  zero: '0',
};

const BYTES = 8;

const ASSEMBLYSCRIPT: Dialect = {
  lanes: ASSETS / 2,
  width: 2,
  declare: 'let',
  number: 'let',
  add: (a, b) => `f64x2.add(${a}, ${b})`,
  multiply: (a, b) => `f64x2.mul(${a}, ${b})`,
  constant: (x) => `f64x2.splat(${x})`,
  clamp: (x) => `${x} = f64x2.pmin(f64x2.pmax(${x}, least), largest);`,
  readTerm: (field, lane) => `v128.load(terms, ${BYTES * (TERMS[field] + 2 * lane)})`,
  readHot: (place) => `load<f64>(h, ${BYTES * place})`,
  readHotLane: (place, lane) => `v128.load(h, ${BYTES * (place + 2 * lane)})`,
  readCold: (place) => `load<f64>(c, ${BYTES * place})`,
  readColdLane: (place, lane) => `v128.load(c, ${BYTES * (place + 2 * lane)})`,
  readNormal: 'load<f64>(noises + (<usize>i << 3))',
  writeHot: (place, value) => `store<f64>(h, ${value}, ${BYTES * place});`,
  writeHotLane: (place, lane, value) => `v128.store(h, ${value}, ${BYTES * (place + 2 * lane)});`,
  writeDemand: (lane, value) => `v128.store(terms, ${value}, ${BYTES * (TERMS.demand + 2 * lane)});`,
  spread: (name) => `f64x2.splat(${name})`,
  part: (sum) => sum,
  parts: (sum) => [sum],
  whole: (sum) => `(f64x2.extract_lane(${sum}, 0) + f64x2.extract_lane(${sum}, 1))`,
  zero: 'f64x2.splat(0)',
};

/** e^x - 1 by its series: x (1 + x (1/2 + x (1/6 + …))). */
function tail(d: Dialect, x: string, degree: number): string {
  let factorial = 1;
  const coefficients = Array.from({ length: degree }, (_, i) => {
    factorial *= i + 1;
    return 1 / factorial;
  });
  const inner = coefficients.reduceRight(
    (sum, coefficient) =>
      sum === '' ? d.constant(coefficient) : d.add(d.constant(coefficient), d.multiply(x, sum)),
    '',
  );
  return d.multiply(x, inner);
}

function lanesOf(d: Dialect): number[] {
  return Array.from({ length: d.lanes }, (_, lane) => lane);
}

/** Terms that the loop reads, as variables before it. */
function readTerms(d: Dialect, fields: readonly Field[]): string {
  return fields
    .flatMap((field) => lanesOf(d).map((lane) => `const ${field}${lane} = ${d.readTerm(field, lane)};`))
    .join('\n  ');
}

/** Weights of the first evaluation: e^x of what the trader thinks of each asset, stored. */
function firstWeights(d: Dialect, language: Language): string[] {
  const argument = (lane: number): string =>
    d.add(
      d.add(d.multiply('kk', `distance${lane}`), d.multiply('mm', `trend${lane}`)),
      d.multiply('nn', `load${lane}`),
    );
  const store = (lane: number, power: string): string[] => [
    `let r${lane} = ${d.multiply(d.readColdLane(COLD.base, lane), power)};`,
    d.writeHotLane(HOT.weights, lane, `r${lane}`),
  ];
  if (language === 'assemblyscript')
    return lanesOf(d).flatMap((lane) => store(lane, `exponentialsWithin(${argument(lane)})`));
  return [
    ...lanesOf(d).map((lane) => `powers[${lane}] = ${argument(lane)};`),
    `exponentials(powers, ${ASSETS});`,
    ...lanesOf(d).flatMap((lane) => store(lane, `powers[${lane}]`)),
  ];
}

function movedWeights(d: Dialect, { degree, keeps }: Duty): string[] {
  return lanesOf(d).flatMap((lane) => [
    `const g${lane} = ${d.readHotLane(HOT.weights, lane)};`,
    `const x${lane} = ${d.multiply('kk', `step${lane}`)};`,
    `let r${lane} = ${d.add(`g${lane}`, d.multiply(`g${lane}`, tail(d, `x${lane}`, degree)))};`,
    ...(keeps ? [d.writeHotLane(HOT.weights, lane, `r${lane}`)] : []),
  ]);
}

function row(d: Dialect, language: Language, duty: Duty): string[] {
  const first = [
    `const momentum = ${d.readCold(COLD.momentum)}; const mm = ${d.spread('momentum')};`,
    `const noise = ${d.readCold(COLD.noise)} * ${d.readNormal}; const nn = ${d.spread('noise')};`,
  ];
  const sums = lanesOf(d).flatMap((lane) => [
    d.clamp(`r${lane}`),
    `${d.part('total', lane)} = ${d.add(d.part('total', lane), `r${lane}`)};`,
    `${d.part('worth', lane)} = ${d.add(
      d.part('worth', lane),
      d.multiply(d.readHotLane(HOT.units, lane), `price${lane}`),
    )};`,
  ]);
  const scale = [
    `const all = ${d.whole('total')};`,
    `const wealth = ${d.whole('worth')} + ${d.readHot(HOT.cash)};`,
    `let share = ${d.readHot(HOT.cap)} / all; share = share > 1 ? 1 : share;`,
    'const scaled = (wealth > 0 ? wealth : 0) * share;',
    `const ss = ${d.spread('scaled')};`,
  ];
  const demands = lanesOf(d).map(
    (lane) => `demand${lane} = ${d.add(`demand${lane}`, d.multiply(`r${lane}`, 'ss'))};`,
  );
  const trades = [
    d.writeHot(HOT.cash, `(wealth - scaled * all) * ${1 + RATE}`),
    ...lanesOf(d).map((lane) =>
      d.writeHotLane(HOT.units, lane, d.multiply(d.multiply(`r${lane}`, 'ss'), `inverse${lane}`)),
    ),
  ];
  return [
    `const reaction = ${d.readHot(HOT.reaction)}; const kk = ${d.spread('reaction')};`,
    ...(duty.first ? first : []),
    ...[...d.parts('total'), ...d.parts('worth')].map((name) => `${d.declare} ${name} = ${d.zero};`),
    ...(duty.first ? firstWeights(d, language) : movedWeights(d, duty)),
    ...sums,
    ...scale,
    ...(duty.trades ? trades : demands),
  ];
}

function fieldsOf(duty: Duty): Field[] {
  return [
    ...((duty.first ? ['distance', 'trend', 'load'] : ['step']) as Field[]),
    'price',
    ...((duty.trades ? ['inverse'] : []) as Field[]),
  ];
}

function body(language: Language, duty: Duty): string {
  const d = language === 'javascript' ? JAVASCRIPT : ASSEMBLYSCRIPT;
  const demands = duty.trades ? [] : lanesOf(d);
  const loop =
    language === 'javascript'
      ? `for (let i = 0, h = 0, c = 0; i < rows; i++, h += ${HOT.width}, c += ${COLD.width}) {`
      : `const end = hot + <usize>rows * ${BYTES * HOT.width};
  let i: i32 = 0;
  let c: usize = cold;
  for (let h: usize = hot; h < end; h += ${BYTES * HOT.width}) {`;
  const next = language === 'javascript' ? '' : `i++; c += ${BYTES * COLD.width};`;
  const limits =
    language === 'javascript'
      ? ''
      : `const least = f64x2.splat(${LEAST_WEIGHT}); const largest = f64x2.splat(${LARGEST_WEIGHT});`;
  return `
  ${readTerms(d, fieldsOf(duty))}
  ${limits}
  ${demands.map((lane) => `let demand${lane} = ${d.zero};`).join(' ')}
  ${loop}
    ${row(d, language, duty).join('\n    ')}
    ${next}
  }
  ${demands.map((lane) => d.writeDemand(lane, `demand${lane}`)).join('\n  ')}`;
}

interface Loop {
  readonly name: string;
  readonly duty: Duty;
}

/** All loops by name: `first`, and for every reach `move…` and `trade…`. */
export const LOOPS: readonly Loop[] = [
  { name: 'first', duty: { first: true, trades: false, degree: 0, keeps: true } },
  ...REACHES.flatMap(({ degree, keeps }) => [
    { name: `move${degree}`, duty: { first: false, trades: false, degree, keeps } },
    { name: `trade${degree}`, duty: { first: false, trades: true, degree, keeps: false } },
  ]),
];

/** The body of a JavaScript function of (hot, cold, terms, noises, rows, exponentials, powers). */
export function javaScriptLoop(loop: Loop): string {
  return `'use strict';${body('javascript', loop.duty)}`;
}

/** An AssemblyScript module; `exponential` and `normal` say where its functions of that name lie. */
export function assemblyScriptModule(exponential: string, normal: string): string {
  const loops = LOOPS.map(
    ({ name, duty }) =>
      `export function ${name}(hot: usize, cold: usize, terms: usize, noises: usize, rows: i32): void {${body('assemblyscript', duty)}\n}\n`,
  );
  return `import { exponentialsWithin } from '${exponential}';\nexport { normals } from '${normal}';\n${loops.join('\n')}`;
}
