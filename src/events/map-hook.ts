import type { BusinessEvent } from '../contracts/events.ts';
import { CountersignError } from '../contracts/errors.ts';

export type HookRule = {
  readonly type: string;
  readonly record: { readonly type: string; readonly id: string };
  readonly eventId?: string | undefined;
  readonly occurredAt?: string | undefined;
  readonly hint: Readonly<Record<string, string>>;
};

/** Field mapping as data: payload paths → business event. A payload without the record's id does not map; nothing is guessed. */
export function mapHook(connection: string, rule: HookRule, payload: unknown): BusinessEvent {
  const id = textAt(payload, rule.record.id);
  if (id === undefined || id === '')
    throw new CountersignError('input.unmapped', `The payload has no ${rule.record.id}, which names the record`, { field: rule.record.id });
  if (id.length > 80)
    throw new CountersignError('input.unmapped', `${rule.record.id} is longer than any record number`, { field: rule.record.id });
  const hint: Record<string, string> = {};
  for (const [name, path] of Object.entries(rule.hint)) {
    const value = textAt(payload, path);
    if (value !== undefined && value !== '') hint[name] = value.slice(0, 200);
  }
  const sourceId = rule.eventId === undefined ? undefined : textAt(payload, rule.eventId);
  const occurredAt = rule.occurredAt === undefined ? undefined : textAt(payload, rule.occurredAt);
  return {
    source: `hook:${connection}`,
    ...(sourceId === undefined || sourceId === '' ? {} : { sourceId: sourceId.slice(0, 200) }),
    type: rule.type,
    record: { connection, type: rule.record.type, id },
    ...(occurredAt === undefined ? {} : { occurredAt }),
    hint,
  };
}

/** The text or number at a dotted path; own properties only, so a payload cannot reach a prototype. */
function textAt(payload: unknown, path: string): string | undefined {
  let current: unknown = payload;
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string, unknown>)[part];
  }
  if (typeof current === 'string') return current;
  return typeof current === 'number' && Number.isFinite(current) ? String(current) : undefined;
}
