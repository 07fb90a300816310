/** Numbers in sentences and tables. */

const SHORT_UNITS: Readonly<Record<string, string>> = {
  'basis points': 'bp',
  'percentage points': 'pp',
  index: '',
  ratio: '',
  count: '',
};
const MINUS = '−';

/** Decimals that show an interval of this width to two digits. */
export function decimalsFor(width: number): number {
  if (!(width > 0)) return 2;
  return Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(width / 2))));
}

export function signed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

export function shortUnit(unit: string): string {
  return SHORT_UNITS[unit] ?? unit;
}

export function pText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value < 0.0001) return '< 0.0001';
  return value.toFixed(value < 0.001 ? 4 : 3);
}

/** 12345 as 12,345. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
