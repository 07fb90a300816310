/*
 * Dates of ticks by whole-number arithmetic. Daily ticks (252 a year) fall on Monday to Friday; holidays are not
 * known, so 252 ticks take 353 days on the calendar. Weekly ticks (52 a year) are seven days apart.
 */

/** Days since 1970-01-01 of a date of the Gregorian calendar; source: H. Hinnant, chrono-compatible algorithms. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function isoDate(days: number): string {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The date that was read last: a run asks for the same start in every tick. */
let read = { date: '', days: Number.NaN };

function parseDate(date: string): number {
  if (date !== read.date) read = { date, days: daysOf(date) };
  return read.days;
}

function daysOf(date: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const days = parts ? dayNumber(Number(parts[1]), Number(parts[2]), Number(parts[3])) : Number.NaN;
  if (!parts || isoDate(days) !== date) throw new RangeError(`"${date}" is no date of the form 2026-01-31`);
  return days;
}

/** Monday is 0, Sunday 6. */
function weekday(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** Number of Mondays to Fridays from an arbitrary fixed Monday up to, not including, this day. */
function businessDays(days: number): number {
  const monday = days - weekday(days);
  return ((monday + 3) / 7) * 5 + Math.min(weekday(days), 5);
}

function checkTicks(ticksPerYear: number): void {
  if (ticksPerYear !== 252 && ticksPerYear !== 52)
    throw new RangeError(`${ticksPerYear} ticks a year have no dates, only 252 (daily) and 52 (weekly)`);
}

/**
 * Date ("2026-01-31") of a tick. Tick 0 is the start date or, when that is a weekend and ticks are daily, the Monday
 * after it.
 * @throws RangeError for a malformed date, a tick that is no whole number, or ticksPerYear other than 252 and 52
 */
export function dateOfTick(tick: number, startDate: string, ticksPerYear: number): string {
  checkTicks(ticksPerYear);
  if (!Number.isInteger(tick)) throw new RangeError(`tick ${tick} is not a whole number`);
  const start = parseDate(startDate);
  if (ticksPerYear === 52) return isoDate(start + 7 * tick);
  const target = businessDays(start) + tick;
  const week = Math.floor(target / 5);
  return isoDate(week * 7 - 3 + (target - week * 5));
}

/**
 * The first tick on or after a date; negative before the start. The inverse of {@link dateOfTick} on dates of ticks.
 * @throws RangeError for a malformed date or ticksPerYear other than 252 and 52
 */
export function tickOfDate(date: string, startDate: string, ticksPerYear: number): number {
  checkTicks(ticksPerYear);
  const days = parseDate(date);
  const start = parseDate(startDate);
  if (ticksPerYear === 52) return Math.ceil((days - start) / 7) + 0;
  return businessDays(days) - businessDays(start);
}
