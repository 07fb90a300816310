/**
 * Values as people write them: `25 bp`, `4 %`, `300 $bn/yr`, `90 days`.
 *
 * A unit of ten is applied to the decimal text itself (`4.1 %` is read as 4.1e-2), so that a value is the
 * double nearest to what was written and not one that a multiplication has rounded again.
 */
import type { ParameterDeclaration, Unit } from '../agent-kind.js';
import { didYouMean } from './nearest.js';
import type { ParameterValue } from './parameter-value.js';

/** Power of ten, and a factor for calendar units. */
interface Conversion {
  readonly power: number;
  readonly factor?: readonly [multiply: number, divide: number];
}

const PLAIN: Conversion = { power: 0 };

const MONEY: Readonly<Record<string, Conversion>> = {
  $tn: { power: 3 },
  $bn: { power: 0 },
  $mn: { power: -3 },
};

function moneyFlows(own: '/yr' | '/month'): Record<string, Conversion> {
  const conversions: Record<string, Conversion> = {};
  for (const [money, { power }] of Object.entries(MONEY)) {
    conversions[`${money}/yr`] = own === '/yr' ? { power } : { power, factor: [1, 12] };
    conversions[`${money}/month`] = own === '/month' ? { power } : { power, factor: [12, 1] };
  }
  return conversions;
}

/** Unit texts that each unit accepts beside the plain number, in their shortest form. */
const ACCEPTED: Readonly<Record<Exclude<Unit, 'switch' | 'choice'>, Readonly<Record<string, Conversion>>>> = {
  ratio: { '%': { power: -2 } },
  'per year': {
    '%': { power: -2 },
    bp: { power: -4 },
    '%/yr': { power: -2 },
    'bp/yr': { power: -4 },
    '/yr': PLAIN,
  },
  $bn: MONEY,
  '$bn/yr': moneyFlows('/yr'),
  '$bn/month': moneyFlows('/month'),
  days: { days: PLAIN },
  years: { years: PLAIN, months: { power: 0, factor: [1, 12] } },
  GW: { GW: PLAIN, MW: { power: -3 } },
  'GW/yr': { 'GW/yr': PLAIN, 'MW/yr': { power: -3 } },
  count: {},
};

const EXAMPLES: Readonly<Record<Unit, string>> = {
  ratio: 'a plain number or a percentage, such as 0.25 or 25 %',
  'per year': 'an annual rate, such as 4 %, 25 bp or 0.04',
  $bn: 'an amount of money, such as 300 $bn or 1.5 $tn',
  '$bn/yr': 'a flow of money, such as 300 $bn/yr or 25 $bn/month',
  '$bn/month': 'a flow of money, such as 25 $bn/month or 300 $bn/yr',
  days: 'a number of trading days, such as 90 days or 90 d',
  years: 'a number of years, such as 2 years or 18 months',
  GW: 'an amount of power, such as 5 GW or 500 MW',
  'GW/yr': 'power a year, such as 5 GW/yr',
  count: 'a whole number',
  switch: 'true or false',
  choice: 'one of its choices',
};

/** Spellings of the same unit. */
function normaliseUnit(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/(?:per|\/)(?:year|annum|yr|y|a)$/i, '/yr')
    .replace(/(?:per|\/)(?:month|mo)$/i, '/month')
    .replace(/^(?:tradingdays?|days?|d)$/i, 'days')
    .replace(/^(?:years?|yrs?|y)$/i, 'years')
    .replace(/^(?:months?|mo)$/i, 'months')
    .replace(/^(?:bps?|basispoints?)(?=\/|$)/i, 'bp')
    .replace(/^percent(?=\/|$)/i, '%')
    .replace(/^\$(?:tn|trillion)(?=\/|$)/i, '$tn')
    .replace(/^\$(?:bn|billion)(?=\/|$)/i, '$bn')
    .replace(/^\$(?:mn|m|million)(?=\/|$)/i, '$mn');
}

const NUMBER = '[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?';
const NUMBER_THEN_UNIT = new RegExp(`^(${NUMBER})\\s*(.*)$`);
/** `$300bn/yr`: the sign before the number belongs to the unit. */
const DOLLAR_FIRST = new RegExp(`^([-+]?)\\$\\s*(${NUMBER})\\s*(.*)$`);

/** Moves the decimal point of a written number; the text is rounded to a double once. */
function shiftDecimal(text: string, power: number): number {
  if (power === 0) return Number(text);
  const [mantissa, exponent] = text.toLowerCase().split('e');
  return Number(`${mantissa}e${(exponent === undefined ? 0 : Number(exponent)) + power}`);
}

export type Parsed = { readonly value: ParameterValue } | { readonly error: string };

function quote(written: unknown): string {
  return typeof written === 'string' ? `'${written}'` : JSON.stringify(written);
}

function parseQuantity(written: unknown, unit: Exclude<Unit, 'switch' | 'choice'>): Parsed {
  const expected = `expected ${EXAMPLES[unit]}`;
  if (typeof written === 'number')
    return Number.isFinite(written)
      ? { value: written + 0 }
      : { error: `${written} is not a number; ${expected}` };
  if (typeof written !== 'string') return { error: `${quote(written)} is not a number; ${expected}` };
  const text = written.trim();
  const dollar = DOLLAR_FIRST.exec(text);
  const plain = NUMBER_THEN_UNIT.exec(text);
  if (dollar === null && plain === null) return { error: `${quote(written)} is not a number; ${expected}` };
  const digits = dollar !== null ? dollar[1] + dollar[2] : (plain as RegExpExecArray)[1];
  const suffix = normaliseUnit(dollar !== null ? `$${dollar[3]}` : (plain as RegExpExecArray)[2]);
  const conversion = suffix === '' ? PLAIN : ACCEPTED[unit][suffix];
  if (conversion === undefined) return { error: `${quote(written)} has the wrong unit; ${expected}` };
  const [multiply, divide] = conversion.factor ?? [1, 1];
  // Adding 0 makes -0 the 0 that every text of it is read as.
  const value = (shiftDecimal(digits, conversion.power) * multiply) / divide + 0;
  return Number.isFinite(value) ? { value } : { error: `${quote(written)} is too large; ${expected}` };
}

const TRUE = new Set(['true', 'on', 'yes']);
const FALSE = new Set(['false', 'off', 'no']);

function parseSwitch(written: unknown): Parsed {
  if (typeof written === 'boolean') return { value: written };
  const text = typeof written === 'string' ? written.trim().toLowerCase() : '';
  if (TRUE.has(text)) return { value: true };
  if (FALSE.has(text)) return { value: false };
  return { error: `${quote(written)} is neither true nor false` };
}

function parseChoice(written: unknown, choices: readonly string[]): Parsed {
  if (typeof written === 'string' && choices.includes(written)) return { value: written };
  const hint = typeof written === 'string' ? didYouMean(written, choices) : '';
  return { error: `${quote(written)} is not one of ${choices.join(', ')}${hint}` };
}

/** Reads a written value in a unit, without any range. */
export function parseValue(written: unknown, unit: Unit, choices: readonly string[] = []): Parsed {
  if (unit === 'switch') return parseSwitch(written);
  if (unit === 'choice') return parseChoice(written, choices);
  const parsed = parseQuantity(written, unit);
  if (unit === 'count' && 'value' in parsed && !Number.isSafeInteger(parsed.value))
    return { error: `${quote(written)} is not a whole number` };
  return parsed;
}

/** A value with its unit, as it may be written in a file again. */
export function formatValue(value: ParameterValue, unit: string): string {
  if (typeof value !== 'number' || unit === 'ratio' || unit === 'count') return String(value);
  if (unit === 'per year') return `${String(value)} /yr`;
  return `${String(value)} ${unit}`;
}

/** Reads a written value of a parameter and holds it against the declared range. */
export function parseParameter(written: unknown, declaration: ParameterDeclaration): Parsed {
  const parsed = parseValue(written, declaration.unit, declaration.choices);
  const range = declaration.range;
  if ('error' in parsed || range === undefined || typeof parsed.value !== 'number') return parsed;
  const [smallest, largest] = range;
  if (parsed.value >= smallest && parsed.value <= largest) return parsed;
  const { unit } = declaration;
  const bounds = `${formatValue(smallest, unit)} to ${formatValue(largest, unit)}`;
  return { error: `${quote(written)} is out of range; allowed: ${bounds}` };
}
