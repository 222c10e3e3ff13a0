import { z } from 'zod';

/**
 * A message as `mosquitto_sub -F '%j'` (payload as text) or `'%J'` (payload as JSON) prints it, or as a historian exports it:
 * `ts` or `tst` says when it was received, in seconds or milliseconds since 1970 or as ISO 8601 with zone.
 */
const Line = z.looseObject({
  topic: z.string().min(1).max(65_535),
  payload: z.json(),
  ts: z.union([z.number(), z.string()]).optional(),
  tst: z.union([z.number(), z.string()]).optional(),
  retain: z.union([z.boolean(), z.number()]).optional(),
});

export type Message = {
  readonly topic: string;
  /** Parsed where it was the text of JSON. */
  readonly payload: unknown;
  /** Milliseconds since 1970. */
  readonly received?: number;
  readonly isRetained: boolean;
};

/** One line as a message, or why it is none. */
export function readMessage(text: string): Message | { readonly why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { why: 'it is no JSON' };
  }
  const read = Line.safeParse(value);
  if (!read.success) return { why: `it is not valid at ${read.error.issues[0]?.path.join('.') || 'the line'}` };
  const { topic, payload, ts, tst, retain } = read.data;
  const stamp = ts ?? tst;
  const received = stamp === undefined ? undefined : momentOf(stamp);
  if (stamp !== undefined && received === undefined) return { why: `${ts === undefined ? 'tst' : 'ts'} is no moment with its zone` };
  return { topic, payload: parsed(payload), isRetained: Boolean(retain), ...(received === undefined ? {} : { received }) };
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    // A word is a payload as well.
    return payload;
  }
}

/** Beyond the year 5000 in seconds: then they are milliseconds. */
const mostSeconds = 100_000_000_000;

/** Milliseconds since 1970 of a stamp; undefined where it is none, or has no zone. Microseconds are cut. */
export function momentOf(stamp: unknown): number | undefined {
  if (typeof stamp === 'number')
    return Number.isFinite(stamp) && stamp > 0 ? Math.trunc(stamp < mostSeconds ? stamp * 1000 : stamp) : undefined;
  if (typeof stamp !== 'string') return undefined;
  // mosquitto_sub writes +0100.
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)$/.exec(stamp);
  if (!parts) return undefined;
  const zone = parts[3] === 'Z' ? 'Z' : `${parts[3]?.slice(0, 3)}:${parts[3]?.slice(-2)}`;
  const at = Date.parse(`${parts[1]}T${parts[2]}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

/** A member of a payload by its dotted path; `.` is the payload itself. */
export function memberOf(payload: unknown, path: string): unknown {
  if (path === '.') return payload;
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined),
      payload,
    );
}

/** The text of a template; undefined where something it names is missing. */
export function filled(template: string, wildcards: readonly string[], payload: unknown): string | undefined {
  let isWhole = true;
  const text = template.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const value = /^\d+$/.test(name) ? wildcards[Number(name) - 1] : memberOf(payload, name);
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
    isWhole = false;
    return '';
  });
  return isWhole ? text : undefined;
}
