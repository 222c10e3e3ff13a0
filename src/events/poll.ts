import type { Trigger } from '../contracts/authoring.ts';
import type { ChangePage } from '../contracts/business.ts';
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
  const from = options.since ?? parts.clock.now().toISOString();
  let position: Position = options.since === undefined ? await beginning(parts, name, from) : { since: from };
  let fresh = 0;
  let seen = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await source.changedSince(position, options.pageSize ?? 200, options.signal ? { signal: options.signal } : {});
    fresh += await acceptAll(parts, trigger, connection.name, page.changes, options);
    seen += page.changes.length;
    if (options.since === undefined) await remember(parts, name, page);
    options.onPage?.(seen, page.total);
    if (!page.more) return fresh;
    position = { cursor: page.cursor };
  }
}

type Position = { since: string } | { cursor: string };

/**
 * A look begins a little before where the last one ended: stamps of whole seconds and transactions that commit late put a change
 * behind a cursor that has passed its moment. What was seen comes again and counts once.
 */
const overlapMs = 60_000;

async function beginning({ events }: PollParts, name: string, from: string): Promise<Position> {
  const stored = await events.cursor(name);
  if (stored === undefined) {
    await events.saveCursor(`${name}:first`, from);
    return { since: from };
  }
  const [newest, first] = [await events.cursor(`${name}:newest`), await events.cursor(`${name}:first`)];
  if (newest === undefined || Number.isNaN(Date.parse(newest))) return { cursor: stored };
  const since = new Date(Date.parse(newest) - overlapMs).toISOString();
  // Never to before the first look of all: what happened then is asked for by name.
  return { since: first !== undefined && first > since ? first : since };
}

async function remember({ events }: PollParts, name: string, page: ChangePage): Promise<void> {
  await events.saveCursor(name, page.cursor);
  const last = page.changes.at(-1)?.changedAt;
  if (last !== undefined) await events.saveCursor(`${name}:newest`, last);
}

async function acceptAll(
  parts: PollParts,
  trigger: PollTrigger,
  connection: string,
  changes: readonly { id: string; changedAt: string }[],
  options: { since?: string; principal?: string },
): Promise<number> {
  const owner = trigger.recordOf === undefined ? connection : parts.connection(trigger.recordOf).name;
  const accepted = await Promise.all(
    changes.map((change) =>
      accept(
        parts,
        {
          source: `poll:${connection}`,
          // A walk that was asked for looks at everything again; that is its point.
          ...(options.since === undefined ? { sourceId: `${trigger.recordType}/${change.id}@${change.changedAt}` } : {}),
          type: trigger.eventType,
          record: { connection: owner, type: trigger.recordType, id: change.id },
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
