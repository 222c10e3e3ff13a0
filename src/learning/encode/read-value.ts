const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const isoTime = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A cell that holds nothing: absent, null, or blank text. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/**
 * The number a cell stands for: a number, a decimal text with a point, a boolean (1 or 0), or an ISO 8601 date as days since
 * 1970-01-01 (a time of day is the fraction; without a zone it is read as UTC). Anything else is NaN, infinity included.
 */
export function numberFrom(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.NaN;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return Number.NaN;
  const text = value.trim();
  if (decimal.test(text)) return finite(Number(text));
  if (text === 'true' || text === 'false') return text === 'true' ? 1 : 0;
  return daysFrom(text);
}

/** Whether a column with this cell may be inferred a number: `00123` is an identifier even though it has only digits. */
export function looksLikeNumber(value: unknown): boolean {
  if (typeof value === 'string' && /^[+-]?0\d/.test(value.trim())) return false;
  return !Number.isNaN(numberFrom(value));
}

/** The level a cell names; undefined where it names none (an object, NaN). */
export function levelFrom(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return undefined;
}

function daysFrom(text: string): number {
  const match = isoTime.exec(text);
  if (!match) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 24 || minute > 59 || second >= 61) return Number.NaN;
  const days = Date.UTC(year, month - 1, day) / 86_400_000;
  return days + (hour * 60 + minute - zoneMinutes(match[7])) / 1440 + second / 86_400;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
