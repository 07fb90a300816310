/** CSV after RFC 4180, with numbers as their shortest text that reads back to the same double. */

const NEEDS_QUOTES = /[",\r\n]/;

export function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** One record; RFC 4180 permits a line feed alone as what ends it in practice, and Unix tools expect it. */
export function csvRow(values: readonly (string | number)[]): string {
  let row = '';
  for (let i = 0; i < values.length; i++) row += i === 0 ? csvField(values[i]) : `,${csvField(values[i])}`;
  return `${row}\n`;
}
