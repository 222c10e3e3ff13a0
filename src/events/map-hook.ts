import type { BusinessEvent } from '../contracts/events.ts';
import { CountersignError } from '../contracts/errors.ts';

export type HookRule = {
  readonly type: string;
  readonly record: { readonly type: string; readonly id: string };
  readonly eventId?: string | undefined;
  readonly occurredAt?: string | undefined;
  readonly hint: Readonly<Record<string, string>>;
};

/** Payload paths and the values they must hold, any of them; an empty list asks that there is anything at all. */
export type Match = Readonly<Record<string, readonly string[]>>;

export type HookRules = {
  /** What the connection itself caused is no news: where all of these hold, nothing is started. */
  readonly ignore?: Match | undefined;
  /** The first that matches maps the payload. */
  readonly rules: readonly (HookRule & { readonly when?: Match | undefined })[];
};

/** The events of a payload: none where it is ignored, several where it names several records. Nothing is guessed. */
export function mapHooks(connection: string, { ignore, rules }: HookRules, payload: unknown): readonly BusinessEvent[] {
  if (ignore !== undefined && Object.keys(ignore).length > 0 && matches(ignore, payload)) return [];
  const rule = rules.find((each) => each.when === undefined || matches(each.when, payload));
  if (!rule) throw new CountersignError('input.unmapped', `No rule of ${connection} says what this payload means`, { field: 'hook.rules' });
  return mapHook(connection, rule, payload);
}

const matches = (match: Match, payload: unknown): boolean =>
  Object.entries(match).every(([path, values]) => {
    const found = textAt(payload, path);
    return found !== undefined && (values.length === 0 || values.includes(found));
  });

/** Field mapping as data: payload paths → business events. A payload without the record's id does not map. */
function mapHook(connection: string, rule: HookRule, payload: unknown): readonly BusinessEvent[] {
  const ids = textsAt(payload, rule.record.id);
  if (ids.length === 0 || ids.includes(''))
    throw new CountersignError('input.unmapped', `The payload has no ${rule.record.id}, which names the record`, { field: rule.record.id });
  if (ids.some((id) => id.length > 80))
    throw new CountersignError('input.unmapped', `${rule.record.id} is longer than any record number`, { field: rule.record.id });
  const hint: Record<string, string> = {};
  for (const [name, path] of Object.entries(rule.hint)) {
    const value = textAt(payload, path);
    if (value !== undefined && value !== '') hint[name] = value.slice(0, 200);
  }
  const given = rule.eventId === undefined ? undefined : textAt(payload, rule.eventId);
  const sourceId = given === undefined || given === '' ? undefined : given.slice(0, 200);
  const occurredAt = rule.occurredAt === undefined ? undefined : textAt(payload, rule.occurredAt);
  return ids.map((id) => ({
    source: `hook:${connection}`,
    // One id for several records would make the second a repeat of the first.
    ...(sourceId === undefined ? {} : { sourceId: ids.length === 1 ? sourceId : `${sourceId}/${id}` }),
    type: rule.type,
    record: { connection, type: rule.record.type, id },
    ...(occurredAt === undefined ? {} : { occurredAt }),
    hint,
  }));
}

/** The text at a path, or each text of a list there; at most as many records as one message may name. */
function textsAt(payload: unknown, path: string): readonly string[] {
  const found = valueAt(payload, path);
  if (!Array.isArray(found)) return [textOf(found) ?? []].flat();
  if (found.length > 200) throw new CountersignError('input.unmapped', `${path} names more than 200 records`, { field: path });
  return found.map((each) => textOf(each) ?? '');
}

const textAt = (payload: unknown, path: string): string | undefined => textOf(valueAt(payload, path));

/** Own properties only, so a payload cannot reach a prototype. */
function valueAt(payload: unknown, path: string): unknown {
  let current: unknown = payload;
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string, unknown>)[part];
  }
  return current;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}
