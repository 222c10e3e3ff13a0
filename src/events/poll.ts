import type { Trigger } from '../contracts/authoring.ts';
import type { Connection } from '../contracts/ports.ts';
import { accept, type IntakeParts } from './intake.ts';

export type PollTrigger = Extract<Trigger, { on: 'poll' }>;

export type PollParts = IntakeParts & { readonly connection: (system: string) => Connection };

/**
 * Looks for changes since the last look and turns each into an event. The cursor moves only after the events of its page
 * are stored, so a crash repeats a page and never skips one; (source, id + moment) makes the repeat harmless.
 * Answers how many new events there were. `since` starts a named walk of its own instead of the trigger's cursor.
 */
export async function pollOnce(
  parts: PollParts,
  trigger: PollTrigger,
  options: {
    since?: string;
    pageSize?: number;
    onPage?: (seen: number, total: number | undefined) => void;
    principal?: string;
    signal?: AbortSignal;
  } = {},
): Promise<number> {
  const connection = parts.connection(trigger.connection);
  const source = connection.ports[trigger.port];
  if (!source) return 0;
  const name = `poll:${connection.name}:${trigger.port}${options.since === undefined ? '' : `:${options.since}`}`;
  const stored: string | undefined = options.since === undefined ? await parts.events.cursor(name) : undefined;
  const newest = options.since === undefined ? await parts.events.cursor(`${name}:newest`) : undefined;
  const from = options.since ?? parts.clock.now().toISOString();
  let position: { since: string } | { cursor: string } =
    stored === undefined ? { since: from } : again(stored, newest, await parts.events.cursor(`${name}:first`));
  if (stored === undefined && options.since === undefined) await parts.events.saveCursor(`${name}:first`, from);
  let fresh = 0;
  let seen = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await source.changedSince(position, options.pageSize ?? 200, options.signal ? { signal: options.signal } : {});
    fresh += await acceptAll(parts, trigger, connection.name, page.changes, options);
    seen += page.changes.length;
    if (options.since === undefined) {
      await parts.events.saveCursor(name, page.cursor);
      const last = page.changes.at(-1)?.changedAt;
      if (last !== undefined) await parts.events.saveCursor(`${name}:newest`, last);
    }
    options.onPage?.(seen, page.total);
    if (!page.more) return fresh;
    position = { cursor: page.cursor };
  }
}

/**
 * A look begins a little before where the last one ended: stamps of whole seconds and transactions that commit late put a change
 * behind a cursor that has passed its moment. What was seen comes again and counts once.
 */
const overlapMs = 60_000;

function again(stored: string, newest: string | undefined, first: string | undefined): { since: string } | { cursor: string } {
  if (newest === undefined || Number.isNaN(Date.parse(newest))) return { cursor: stored };
  const since = new Date(Date.parse(newest) - overlapMs).toISOString();
  // Never to before the first look of all: what happened then is asked for by name.
  return { since: first !== undefined && first > since ? first : since };
}

async function acceptAll(
  parts: PollParts,
  trigger: PollTrigger,
  connection: string,
  changes: readonly { id: string; changedAt: string }[],
  options: { since?: string; principal?: string },
): Promise<number> {
  const accepted = await Promise.all(
    changes.map((change) =>
      accept(
        parts,
        {
          source: `poll:${connection}`,
          // A walk that was asked for looks at everything again; that is its point.
          ...(options.since === undefined ? { sourceId: `${trigger.recordType}/${change.id}@${change.changedAt}` } : {}),
          type: trigger.eventType,
          record: { connection, type: trigger.recordType, id: change.id },
          occurredAt: change.changedAt,
          hint: {},
        },
        options.principal ?? `service:${connection}`,
        undefined,
      ),
    ),
  );
  return accepted.filter((each) => !each.duplicate).length;
}
