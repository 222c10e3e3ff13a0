import type { Observation } from '../../contracts/models.ts';

/** What is gathered of one stream: readings, until what closes their windows has waited for the late ones. */
export type Reading = {
  readonly metric: string;
  /** Milliseconds since 1970, by the sender's clock. */
  readonly at: number;
  readonly value: number;
  readonly received: number;
};

export type Closing = {
  readonly stream: string;
  readonly entity: string;
  readonly observation: string;
  readonly minutes: number;
  readonly at: number;
  readonly received: number;
  readonly record?: string;
};

const minuteMs = 60_000;
/** Readings of one window; a list in the feature store has no more entries. */
const mostReadings = 5000;

/**
 * A closed window as observations: what was known when it was closed, and where readings of it came later, once more as known
 * when the last of them had come. A moment in between sees what was known then. Undefined where it has more than 5,000 readings.
 * Of two values of one metric and time the one received later counts. The order in which they came changes nothing.
 */
export function windowOf(closing: Closing, readings: readonly Reading[]): Observation[] | undefined {
  const from = closing.at - closing.minutes * minuteMs;
  const within = readings.filter(({ at }) => at > from && at <= closing.at);
  const latest = within.reduce((newest, { received }) => Math.max(newest, received), closing.received);
  const moments = latest > closing.received ? [closing.received, latest] : [closing.received];
  const versions = moments.map((known) => ({ known, items: itemsOf(closing, within, known) }));
  if (versions.some(({ items }) => items.length > mostReadings)) return undefined;
  return versions
    .filter(({ items }) => items.length > 0)
    .map(({ known, items }) => ({
      entity: closing.entity,
      name: closing.observation,
      value: items,
      at: instant(closing.at),
      ...(known > closing.at ? { knownAt: instant(known) } : {}),
      ...(closing.record === undefined ? {} : { record: closing.record }),
    }));
}

export const instant = (ms: number): string => new Date(ms).toISOString();

function itemsOf(closing: Closing, readings: readonly Reading[], known: number): Record<string, string | number>[] {
  const last = new Map<string, Reading>();
  for (const each of readings) {
    if (each.received > known) continue;
    const key = `${each.at} ${each.metric}`;
    const other = last.get(key);
    // Received in the same millisecond: by value, so that it does not hang on the order of lines.
    if (!other || each.received > other.received || (each.received === other.received && each.value > other.value)) last.set(key, each);
  }
  return [...last.values()]
    .toSorted((a, b) => a.at - b.at || (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0))
    .map(({ metric, at, value }) => ({ metric, minutes_before: Math.round(((closing.at - at) / minuteMs) * 1000) / 1000, value }));
}
