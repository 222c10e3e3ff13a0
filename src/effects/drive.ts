import type { AuditEntry } from '../contracts/audit.ts';
import { asCountersignError } from '../contracts/errors.ts';
import type { Effect, EffectState, EffectStore, EffectTransition, Fence } from '../contracts/effects.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { RecordWriter, WriteOutcome, WriteReceipt, WriteRequest } from '../contracts/ports.ts';
import type { Clock } from '../contracts/time.ts';
import { CountersignError } from '../contracts/errors.ts';
import { afterLookup, afterSend, nextStep } from './next-step.ts';

export type DriveParts = {
  readonly store: EffectStore;
  readonly writer: RecordWriter;
  readonly clock: Clock;
  readonly fence: Fence;
  /** Who the audit log names as the one acting. */
  readonly actor: string;
  /** Called at labelled boundaries; a crash test stops the world there. */
  readonly probe: (label: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
  /** Why nothing may be sent now; asked right before sending. */
  readonly held?: () => Promise<string | undefined>;
  /** What was queued for storing before and has to be on disk before anything is sent. */
  readonly after?: Promise<unknown>;
};

export type DriveResult =
  /** `stored` resolves when the outcome is on disk. It is queued already; await it before sending anything else. */
  | { readonly kind: 'applied'; readonly receipt: WriteReceipt; readonly stored: Promise<unknown> }
  | { readonly kind: 'refused'; readonly reason: string; readonly field?: string }
  | { readonly kind: 'conflict'; readonly reason: string }
  | { readonly kind: 'later'; readonly at: string; readonly reason: string }
  | { readonly kind: 'parked'; readonly reason: string };

/** A write ready to go: values restored, version checked. `conflict` when the record moved under it. */
export type Prepared =
  | { readonly kind: 'ready'; readonly request: WriteRequest; send(): Promise<WriteOutcome> }
  | { readonly kind: 'conflict'; readonly reason: string };

/**
 * Moves one effect until it is settled or has to wait. Every step is stored before the next begins: `sending` is on disk
 * before the first byte leaves, so a worker that finds `sending` knows that nobody knows.
 */
export async function drive(parts: DriveParts, start: Effect, prepare: () => Promise<Prepared>): Promise<DriveResult> {
  let effect = start;
  for (;;) {
    const step = nextStep(effect, parts.clock.now());
    switch (step.do) {
      case 'stop':
        return settled(effect);
      case 'wait':
        return { kind: 'later', at: step.until, reason: effect.reason ?? 'the answer never came' };
      case 'doubt':
        effect = await doubt(parts, effect);
        break;
      case 'look-up':
        effect = await lookUp(parts, effect, await lookUpRequest(effect, prepare));
        break;
      case 'send': {
        const sent = await sendOnce(parts, effect, prepare);
        if ('kind' in sent) return sent;
        effect = sent;
        break;
      }
    }
  }
}

/**
 * Finds out what became of a write that an earlier run left in doubt, and sends nothing. Undefined when the ledger knows
 * (an absent one is reserved again: whoever still wants it sends it).
 */
export async function findOut(parts: DriveParts, start: Effect): Promise<Extract<DriveResult, { kind: 'later' | 'parked' }> | undefined> {
  const operation = start.target.id === undefined ? 'create' : 'update';
  let effect = start;
  for (;;) {
    const step = nextStep(effect, parts.clock.now());
    switch (step.do) {
      case 'wait':
        return { kind: 'later', at: step.until, reason: effect.reason ?? 'the answer never came' };
      case 'doubt':
        effect = await doubt(parts, effect);
        break;
      case 'look-up':
        effect = await lookUp(parts, effect, { operation, target: effect.target, fields: {}, key: effect.key });
        break;
      case 'send':
        return undefined;
      case 'stop':
        return effect.state === 'parked' ? { kind: 'parked', reason: effect.reason ?? 'a person has to decide' } : undefined;
    }
  }
}

function settled(effect: Effect): DriveResult {
  switch (effect.state) {
    case 'applied':
      if (effect.receipt) return { kind: 'applied', receipt: effect.receipt, stored: Promise.resolve() };
      return { kind: 'parked', reason: 'applied, but its receipt is missing' };
    case 'refused':
      return { kind: 'refused', reason: effect.reason ?? 'refused' };
    case 'conflict':
      return { kind: 'conflict', reason: effect.reason ?? 'the record changed' };
    case 'reserved':
    case 'sending':
    case 'uncertain':
    case 'parked':
    case 'abandoned':
      return { kind: 'parked', reason: effect.reason ?? 'a person has to decide' };
  }
}

/** How often a write is sent to a record that moves under it before its decision is made anew. */
const mostAttempts = 3;

/** A run that was stopped is not taken up while the stop is on record; this only spares a process that has not heard of its end. */
const heldForMs = 250;

async function sendOnce(parts: DriveParts, effect: Effect, prepare: () => Promise<Prepared>): Promise<Effect | DriveResult> {
  const prepared = await prepare();
  if (prepared.kind === 'conflict') {
    await move(parts, effect, { to: 'conflict', reason: prepared.reason });
    return { kind: 'conflict', reason: prepared.reason };
  }
  const held = await parts.held?.();
  // It stays reserved: nothing was sent, and after the stop the same key is sent.
  if (held !== undefined) return { kind: 'later', at: inFuture(parts, heldForMs), reason: held };
  // Queued one after the other: where the next write is ready at once, both share a transaction.
  const [sending] = await Promise.all([move(parts, effect, { to: 'sending', countAttempt: true }), parts.after]);
  await parts.probe('effect.sending');
  const outcome = await prepared
    .send()
    .catch((thrown: unknown): WriteOutcome => ({ kind: 'uncertain', reason: asCountersignError(thrown).message }));
  await parts.probe('effect.sent');
  const after = afterSend(outcome, parts.writer.settleDelayMs);
  if (after.to === 'reserved') {
    await move(parts, sending, { to: 'reserved', reason: after.reason });
    return { kind: 'later', at: inFuture(parts, after.retryInMs), reason: after.reason };
  }
  if (after.to === 'uncertain')
    return move(parts, sending, { to: 'uncertain', reason: after.reason, settleAt: inFuture(parts, after.settleInMs) });
  // The record moved on the way. Prepared again it is looked at anew: a value of the diff that changed ends it, another one does not.
  if (after.to === 'conflict' && sending.attempts < mostAttempts) return move(parts, sending, { to: 'reserved', reason: after.reason });
  const done = move(parts, sending, after);
  const stored = done.then(() => parts.probe('effect.settled'));
  if (after.to === 'applied') {
    // Whoever awaits `stored` is told; until then a failure must not count as nobody's.
    stored.catch(() => undefined);
    return { kind: 'applied', receipt: after.receipt, stored };
  }
  await stored;
  return done;
}

function doubt(parts: DriveParts, effect: Effect): Promise<Effect> {
  return move(parts, effect, { to: 'uncertain', reason: 'the worker stopped while sending', settleAt: settleAt(parts, effect.sentAt) });
}

async function lookUpRequest(effect: Effect, prepare: () => Promise<Prepared>): Promise<WriteRequest> {
  const prepared = await prepare();
  // A record that moved is looked up all the same: the question is only whether the key is there.
  return prepared.kind === 'ready' ? prepared.request : { operation: 'update', target: effect.target, fields: {}, key: effect.key };
}

async function lookUp(parts: DriveParts, effect: Effect, request: WriteRequest): Promise<Effect> {
  const found = await parts.writer.lookup(request, parts.signal ? { signal: parts.signal } : {});
  const after = afterLookup(effect, found, parts.writer.refusesSecond(request));
  return move(parts, effect, {
    ...after,
    countLookup: true,
    ...(after.to === 'uncertain' ? { settleAt: inFuture(parts, parts.writer.settleDelayMs) } : {}),
  });
}

type Move = {
  readonly to: EffectState;
  readonly reason?: string;
  readonly receipt?: WriteReceipt;
  readonly settleAt?: string;
  readonly countAttempt?: boolean;
  readonly countLookup?: boolean;
};

async function move(parts: DriveParts, effect: Effect, to: Move): Promise<Effect> {
  const at = parts.clock.now().toISOString();
  const change: EffectTransition = {
    key: effect.key,
    from: [effect.state],
    to: to.to,
    at,
    ...(to.receipt === undefined ? {} : { receipt: to.receipt }),
    ...(to.reason === undefined ? {} : { reason: to.reason }),
    ...(to.settleAt === undefined ? {} : { settleAt: to.settleAt }),
    ...(to.countAttempt === undefined ? {} : { countAttempt: to.countAttempt }),
    ...(to.countLookup === undefined ? {} : { countLookup: to.countLookup }),
  };
  const moved = await parts.store.transition([change], parts.fence, [auditOf(parts, effect, to, at)]);
  if (!moved) throw new CountersignError('run.fenced', 'Another worker moved this effect first');
  const { settleAt: _settle, reason: _reason, ...kept } = effect;
  return {
    ...kept,
    state: to.to,
    attempts: effect.attempts + (to.countAttempt ? 1 : 0),
    lookups: effect.lookups + (to.countLookup ? 1 : 0),
    ...(to.to === 'sending' ? { sentAt: at } : {}),
    ...(to.settleAt === undefined ? {} : { settleAt: to.settleAt }),
    ...(to.receipt === undefined ? {} : { receipt: to.receipt }),
    ...(to.reason === undefined ? {} : { reason: to.reason }),
    updatedAt: at,
  };
}

function auditOf(parts: DriveParts, effect: Effect, to: Move, at: string): AuditEntry {
  const body: JsonObject = {
    key: effect.key,
    slot: effect.slot,
    tool: effect.tool,
    connection: effect.connection,
    ...(to.reason === undefined ? {} : { reason: to.reason }),
    ...(to.receipt === undefined ? {} : { response: { ...to.receipt } }),
    ...(to.to === 'sending' ? { requestHash: effect.requestHash, attempt: effect.attempts + 1 } : {}),
  };
  return {
    at,
    actor: parts.actor,
    action: `effect.${to.to}`,
    runId: effect.runId,
    correlationId: effect.proposalId,
    subject: { type: effect.target.type, id: effect.target.id ?? to.receipt?.id ?? '(new)' },
    body,
  };
}

function settleAt(parts: DriveParts, sentAt: string | undefined): string {
  const from = sentAt === undefined ? parts.clock.now() : new Date(sentAt);
  return new Date(from.getTime() + parts.writer.settleDelayMs).toISOString();
}

function inFuture(parts: DriveParts, ms: number): string {
  return new Date(parts.clock.now().getTime() + ms).toISOString();
}
