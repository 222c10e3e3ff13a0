import { addTo } from './figures.ts';

/** The month a run is about: `2026-05` or a day of it by name, the month before a moment the calendar names. */
export function monthAsked(id: string): string | undefined {
  const [, month, rest = ''] = /^(\d{4}-(?:0[1-9]|1[0-2]))(-\d{2}(?:T\d{2}:\d{2})?)?$/.exec(id) ?? [];
  if (month === undefined) return undefined;
  if (!rest.includes('T')) return month;
  const at = new Date(`${month}-01T00:00:00Z`);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

/** First and last day of the month a day lies in. */
export function monthOf(day: string): { readonly from: string; readonly to: string } {
  const from = `${day.slice(0, 7)}-01`;
  return { from, to: addTo(nextMonth(from), -1) };
}

export function nextMonth(from: string): string {
  const at = new Date(`${from.slice(0, 7)}-01T00:00:00Z`);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}
