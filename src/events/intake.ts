import type { AuditEntry } from '../contracts/audit.ts';
import type { Workflow } from '../contracts/authoring.ts';
import type { BusinessEvent, EventStore, StoredEvent } from '../contracts/events.ts';
import type { Log } from '../contracts/log.ts';
import type { Vault } from '../contracts/privacy.ts';
import type { NewRun } from '../contracts/runs.ts';
import type { Clock, Ids } from '../contracts/time.ts';
import { threadIdOf } from './thread-id.ts';

export type IntakeParts = {
  readonly events: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly workflows: () => readonly { readonly workflow: Workflow; readonly version: string }[];
  /** Whether a value of a hint names nobody. Raw input never reaches a thread; a hint is looked at again anyway. */
  readonly isHarmless: (value: string) => boolean;
  /** Tells the worker that something is due. */
  readonly wake: () => void;
};

export type Accepted = { readonly eventId: string; readonly duplicate: boolean; readonly runIds: readonly string[] };

/**
 * Takes an event: raw body into the vault, then event and runs in one transaction. When this resolves, nothing can be
 * lost any more. Disk order: vault before main, so a stored event never points at a body that is not there.
 */
export async function accept(parts: IntakeParts, given: BusinessEvent, principal: string, raw: Uint8Array | undefined): Promise<Accepted> {
  const event = { ...given, hint: harmless(parts, given.hint) };
  const blob = raw && { ...(await parts.vault.putBlob(raw)), bytes: raw.byteLength };
  const at = parts.clock.now().toISOString();
  const stored: StoredEvent = {
    ...event,
    id: parts.ids.next('evt'),
    receivedAt: at,
    principal,
    ...(blob === undefined ? {} : { payloadRef: blob.ref }),
  };
  const runs = startedBy(parts, stored);
  const entry: AuditEntry = {
    at,
    actor: principal,
    action: 'event.accepted',
    correlationId: stored.id,
    subject: { type: event.record.type, id: event.record.id },
    body: {
      event: stored.id,
      source: event.source,
      type: event.type,
      hint: event.hint,
      ...(event.sourceId === undefined ? {} : { sourceId: event.sourceId }),
      ...(event.occurredAt === undefined ? {} : { occurredAt: event.occurredAt }),
      ...(blob === undefined ? {} : { payload: { ref: blob.ref, commitment: blob.commitment, bytes: blob.bytes } }),
      workflows: runs.map((run) => run.workflow),
    },
  };
  const accepted = await parts.events.accept(stored, runs, [entry]);
  if (accepted.runIds.length > 0) parts.wake();
  return accepted;
}

function harmless({ isHarmless, log }: IntakeParts, hint: BusinessEvent['hint']): BusinessEvent['hint'] {
  const kept = Object.entries(hint).filter(([, value]) => isHarmless(value));
  const dropped = Object.keys(hint).length - kept.length;
  if (dropped > 0) log.warn({ dropped }, 'hints that may name somebody were not kept');
  return Object.fromEntries(kept);
}

/** Every workflow whose trigger names this type gets a run; that of a paused one waits in the queue. */
const startedBy = (parts: IntakeParts, event: StoredEvent): NewRun[] =>
  listening(parts, event).map(({ workflow, version }) => newRun(parts, workflow, version, event));

const listening = (parts: IntakeParts, { type, record }: Pick<BusinessEvent, 'type' | 'record'>) =>
  parts
    .workflows()
    .filter(({ workflow }) => workflow.recordType === record.type && workflow.triggers.some((trigger) => triggers(trigger, type)));

/** What a workflow leaves to others: taken where one of them listens to it, and nothing otherwise. How many they are. */
export async function raise(parts: IntakeParts, event: BusinessEvent, principal: string): Promise<number> {
  const { length } = listening(parts, event);
  if (length > 0) await accept(parts, event, principal, undefined);
  return length;
}

function triggers(trigger: Workflow['triggers'][number], type: string): boolean {
  return trigger.on === 'event' ? trigger.types.includes(type) : trigger.eventType === type;
}

export function newRun(parts: Pick<IntakeParts, 'ids'>, workflow: Workflow, version: string, event: StoredEvent): NewRun {
  const threadId = threadIdOf(workflow.id, event.record);
  return {
    id: parts.ids.next('run'),
    workflow: workflow.id,
    workflowVersion: version,
    threadId,
    orderingKey: `${workflow.id}|${event.record.connection}|${event.record.type}|${event.record.id}`,
    record: event.record,
    eventId: event.id,
    principal: event.principal,
    input: { hint: event.hint, receivedAt: event.receivedAt },
    at: event.receivedAt,
  };
}
