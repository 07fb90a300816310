/**
 * The row loops of the reference market, written out for ten assets, in two languages from one description: JavaScript,
 * number by number, and AssemblyScript, two assets at a time in the lanes of a vector. Operations and their order are
 * the same, and so are the results to the bit.
 *
 * A trader's numbers stand side by side: HOT (two banks, reaction, cap) is read by every evaluation, COLD (base,
 * momentum, noise) by the first of a tick. One bank holds units and cash, the other weights e^x before clamping, which
 * the first evaluation stores; later ones multiply them by the exponential of a small step, a polynomial, and store them
 * again, since the next step is shorter and takes a lower degree. An evaluation that trades writes new units and cash over the weights, so that the banks change places if its prices are accepted,
 * and nothing is lost but the weights if not.
 */
import { ASSETS, LARGEST_WEIGHT, LEAST_WEIGHT, RATE } from './specification.js';

/** Degrees of the polynomials of a step. */
export const DEGREES = [1, 2, 3, 4, 5, 6, 7, 9] as const;
const HIGHEST_DEGREE = 9;

/** Numbers of one trader, and where they stand; in a bank ten units or weights, then cash. */
export const HOT = { width: 24, banks: [0, 12], cash: 10, reaction: 11, cap: 23 } as const;
export const COLD = { width: 12, base: 0, momentum: 10, noise: 11 } as const;
/** Numbers of the tick: ten a field; `powers` is followed by those of higher degree. */
export const TERMS = {
  width: 60 + ASSETS * HIGHEST_DEGREE,
  distance: 0,
  trend: 10,
  load: 20,
  price: 30,
  inverse: 40,
  demand: 50,
  powers: 60,
} as const;
export type Field = Exclude<keyof typeof TERMS, 'width'>;

type Language = 'javascript' | 'assemblyscript';
type Bank = 'units' | 'weights';
/** What a row does beside reading demand. */
interface Duty {
  readonly first: boolean;
  readonly trades: boolean;
  readonly degree: number;
}

/** How each language writes a lane: one asset, or two of them. */
interface Dialect {
  readonly lanes: number;
  readonly width: number;
  readonly declare: string;
  readonly number: string;
  readonly add: (a: string, b: string) => string;
  readonly multiply: (a: string, b: string) => string;
  /** Within the smallest and the largest weight. */
  readonly clamp: (x: string) => string;
  readonly readTerm: (field: Field, lane: number) => string;
  readonly readHot: (place: number) => string;
  /** Of the bank that holds units (`u`) or weights (`w`). */
  readonly readBank: (bank: Bank, lane: number) => string;
  readonly readBankCash: string;
  /** Coefficient of k^degree. */
  readonly readPower: (degree: number, lane: number) => string;
  readonly readCold: (place: number) => string;
  readonly readColdLane: (place: number, lane: number) => string;
  readonly readNormal: string;
  readonly writeWeights: (lane: number, value: string) => string;
  readonly writeCash: (value: string) => string;
  readonly writeDemand: (lane: number, value: string) => string;
  /** `scaled` = max(0, wealth) min(1, share), and `ss` in all lanes; without branches, which would be guessed wrong. */
  readonly scale: (wealth: string, share: string) => readonly string[];
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
  clamp: (x) =>
    `${x} = ${x} < ${LEAST_WEIGHT} ? ${LEAST_WEIGHT} : ${x}; ${x} = ${x} > ${LARGEST_WEIGHT} ? ${LARGEST_WEIGHT} : ${x};`,
  readTerm: (field, lane) => `terms[${TERMS[field] + lane}]`,
  readHot: (place) => `hot[h + ${place}]`,
  readBank: (bank, lane) => `hot[${bank} + ${lane}]`,
  readBankCash: `hot[units + ${HOT.cash}]`,
  readPower: (degree, lane) => `power${degree}of${lane}`,
  readCold: (place) => `cold[c + ${place}]`,
  readColdLane: (place, lane) => `cold[c + ${place + lane}]`,
  readNormal: 'noises[i]',
  writeWeights: (lane, value) => `hot[weights + ${lane}] = ${value};`,
  writeCash: (value) => `hot[weights + ${HOT.cash}] = ${value};`,
  writeDemand: (lane, value) => `terms[${TERMS.demand + lane}] = ${value};`,
  scale: (wealth, share) => [
    `let share = ${share}; share = share > 1 ? 1 : share;`,
    `const scaled = (${wealth} > 0 ? ${wealth} : 0) * share;`,
    'const ss = scaled;',
  ],
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
  clamp: (x) => `${x} = f64x2.pmin(f64x2.pmax(${x}, least), largest);`,
  readTerm: (field, lane) => `v128.load(terms, ${BYTES * (TERMS[field] + 2 * lane)})`,
  readHot: (place) => `load<f64>(h, ${BYTES * place})`,
  readBank: (bank, lane) => `v128.load(${bank}, ${2 * BYTES * lane})`,
  readBankCash: `load<f64>(units, ${BYTES * HOT.cash})`,
  readPower: (degree, lane) => `v128.load(terms, ${BYTES * (powersAt(degree) + 2 * lane)})`,
  readCold: (place) => `load<f64>(c, ${BYTES * place})`,
  readColdLane: (place, lane) => `v128.load(c, ${BYTES * (place + 2 * lane)})`,
  readNormal: 'load<f64>(noises + (<usize>i << 3))',
  writeWeights: (lane, value) => `v128.store(weights, ${value}, ${2 * BYTES * lane});`,
  writeCash: (value) => `store<f64>(weights, ${value}, ${BYTES * HOT.cash});`,
  writeDemand: (lane, value) => `v128.store(terms, ${value}, ${BYTES * (TERMS.demand + 2 * lane)});`,
  scale: (wealth, share) => [
    `const owned = f64x2.pmax(f64x2.splat(0), f64x2.splat(${wealth}));`,
    `const ss = f64x2.mul(owned, f64x2.pmin(f64x2.splat(${share}), one));`,
    'const scaled = f64x2.extract_lane(ss, 0);',
  ],
  spread: (name) => `f64x2.splat(${name})`,
  part: (sum) => sum,
  parts: (sum) => [sum],
  whole: (sum) => `(f64x2.extract_lane(${sum}, 0) + f64x2.extract_lane(${sum}, 1))`,
  zero: 'f64x2.splat(0)',
};

/** Where the coefficients of k^degree stand among the terms: (step of the log price)^degree / degree!. */
export function powersAt(degree: number): number {
  return TERMS.powers + ASSETS * (degree - 1);
}

/** e^(k step) - 1 by its series: k (c1 + k (c2 + k (c3 + …))). */
function tail(d: Dialect, lane: number, degree: number): string {
  let sum = d.readPower(degree, lane);
  for (let power = degree - 1; power >= 1; power--)
    sum = d.add(d.readPower(power, lane), d.multiply('kk', sum));
  return d.multiply('kk', sum);
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
    d.writeWeights(lane, `r${lane}`),
  ];
  if (language === 'assemblyscript')
    return lanesOf(d).flatMap((lane) => store(lane, `exponentialsWithin(${argument(lane)})`));
  return [
    ...lanesOf(d).map((lane) => `powers[${lane}] = ${argument(lane)};`),
    `exponentials(powers, ${ASSETS});`,
    ...lanesOf(d).flatMap((lane) => store(lane, `powers[${lane}]`)),
  ];
}

function movedWeights(d: Dialect, { degree, trades }: Duty): string[] {
  return lanesOf(d).flatMap((lane) => [
    `const g${lane} = ${d.readBank('weights', lane)};`,
    `let r${lane} = ${d.add(`g${lane}`, d.multiply(`g${lane}`, tail(d, lane, degree)))};`,
    ...(trades ? [] : [d.writeWeights(lane, `r${lane}`)]),
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
      d.multiply(d.readBank('units', lane), `price${lane}`),
    )};`,
  ]);
  const scale = [
    `const all = ${d.whole('total')};`,
    `const wealth = ${d.whole('worth')} + ${d.readBankCash};`,
    ...d.scale('wealth', `${d.readHot(HOT.cap)} / all`),
  ];
  const demands = lanesOf(d).flatMap((lane) => [
    `r${lane} = ${d.multiply(`r${lane}`, 'ss')};`,
    `demand${lane} = ${d.add(`demand${lane}`, `r${lane}`)};`,
  ]);
  const trades = [
    d.writeCash(`(wealth - scaled * all) * ${1 + RATE}`),
    ...lanesOf(d).map((lane) => d.writeWeights(lane, d.multiply(`r${lane}`, `inverse${lane}`))),
  ];
  return [
    `const reaction = ${d.readHot(HOT.reaction)}; const kk = ${d.spread('reaction')};`,
    ...(duty.first ? first : []),
    ...[...d.parts('total'), ...d.parts('worth')].map((name) => `${d.declare} ${name} = ${d.zero};`),
    ...(duty.first ? firstWeights(d, language) : movedWeights(d, duty)),
    ...sums,
    ...scale,
    ...demands,
    ...(duty.trades ? trades : []),
  ];
}

function fieldsOf(duty: Duty): Field[] {
  return [
    ...((duty.first ? ['distance', 'trend', 'load'] : []) as Field[]),
    'price',
    ...((duty.trades ? ['inverse'] : []) as Field[]),
  ];
}

/** What stands before the loop. */
const HEADS: Readonly<Record<Language, (duty: Duty) => string>> = {
  javascript: ({ degree }) =>
    Array.from({ length: degree * ASSETS }, (_, place) => {
      const [power, lane] = [1 + Math.floor(place / ASSETS), place % ASSETS];
      return `const power${power}of${lane} = terms[${powersAt(power) + lane}];`;
    }).join(' '),
  assemblyscript:
    () => `const least = f64x2.splat(${LEAST_WEIGHT}); const largest = f64x2.splat(${LARGEST_WEIGHT}); const one = f64x2.splat(1);
  const end = hot + <usize>rows * ${BYTES * HOT.width};
  let i: i32 = 0;
  let c: usize = cold;
  let units: usize = hot + <usize>unitsAt * ${BYTES};
  let weights: usize = hot + <usize>(${HOT.banks[0] + HOT.banks[1]} - unitsAt) * ${BYTES};`,
};

const LOOP_HEADS: Readonly<Record<Language, string>> = {
  javascript: `for (let i = 0, h = 0, c = 0, units = unitsAt, weights = ${HOT.banks[0] + HOT.banks[1]} - unitsAt; i < rows;
    i++, h += ${HOT.width}, c += ${COLD.width}, units += ${HOT.width}, weights += ${HOT.width}) {`,
  assemblyscript: `for (let h: usize = hot; h < end; h += ${BYTES * HOT.width}) {`,
};

function body(language: Language, duty: Duty): string {
  const d = language === 'javascript' ? JAVASCRIPT : ASSEMBLYSCRIPT;
  const demands = lanesOf(d);
  return `
  ${readTerms(d, fieldsOf(duty))}
  ${HEADS[language](duty)}
  ${demands.map((lane) => `let demand${lane} = ${d.zero};`).join(' ')}
  ${LOOP_HEADS[language]}
    ${row(d, language, duty).join('\n    ')}
    ${language === 'javascript' ? '' : `i++; c += ${BYTES * COLD.width}; units += ${BYTES * HOT.width}; weights += ${BYTES * HOT.width};`}
  }
  ${demands.map((lane) => d.writeDemand(lane, `demand${lane}`)).join('\n  ')}`;
}

interface Loop {
  readonly name: string;
  readonly duty: Duty;
}

/** All loops by name: `first`, and for every degree `move…` and `trade…`. */
export const LOOPS: readonly Loop[] = [
  { name: 'first', duty: { first: true, trades: false, degree: 0 } },
  ...DEGREES.flatMap((degree) => [
    { name: `move${degree}`, duty: { first: false, trades: false, degree } },
    { name: `trade${degree}`, duty: { first: false, trades: true, degree } },
  ]),
];

/** The body of a JavaScript function of (hot, cold, terms, noises, rows, unitsAt, exponentials, powers). */
export function javaScriptLoop(loop: Loop): string {
  return `'use strict';${body('javascript', loop.duty)}`;
}

/** An AssemblyScript module; `exponential` and `normal` say where its functions of that name lie. */
export function assemblyScriptModule(exponential: string, normal: string): string {
  const loops = LOOPS.map(
    ({ name, duty }) =>
      `export function ${name}(hot: usize, cold: usize, terms: usize, noises: usize, rows: i32, unitsAt: i32): void {${body('assemblyscript', duty)}\n}\n`,
  );
  return `import { exponentialsWithin } from '${exponential}';\nexport { normals } from '${normal}';\n${loops.join('\n')}`;
}
