import type { SendContext } from '../contracts/authoring.ts';
import type { Effect, NewEffect } from '../contracts/effects.ts';
import { CountersignError } from '../contracts/errors.ts';
import { canonicalJson } from '../contracts/json.ts';
import type { FieldValue, LiveRecord, WriteOutcome, WriteRequest } from '../contracts/ports.ts';
import type { PlannedWrite, Proposal } from '../contracts/proposals.ts';
import { drive, findOut, type DriveParts, type DriveResult, type Prepared } from '../effects/drive.ts';
import { markRefusal, replaceCreated, replaceWritten } from './created.ts';
import { toolContext } from './context.ts';
import { note, takeAudit } from './notes.ts';
import { readLive, writeTool } from './live.ts';
import { restoreFields, tokenRefusal } from './restore-fields.ts';
import { LookAgain, type FlowResult, type Session } from './parts.ts';
import { sha256 } from './sha256.ts';
import { targetName, targetsOf } from './targets.ts';
import { timed } from './timed.ts';

export type Committed = FlowResult | { readonly kind: 'conflict'; readonly reason: string };

/**
 * Executes a proposal, write by write, through the ledger. The only place that holds a writer. What is applied stays
 * applied: a second pass skips it. A refusal stops the rest and says what stands where.
 */
export async function commit(session: Session, proposal: Proposal): Promise<Committed> {
  const effects = await reserve(session, proposal);
  await session.parts.probe('commit.reserved');
  const applied: string[] = [];
  const created = new Map<string, string>();
  let stored: Promise<unknown> = Promise.resolve();
  for (const write of proposal.writes) {
    const effect = effects.get(write.key);
    if (!effect) throw new CountersignError('state.invalid', `No effect was reserved for slot ${write.slot}`, { field: write.slot });
    // The outcome of one write is stored while the next is being prepared, and both before the next is sent.
    const before = stored;
    const result = await driveOne(session, { write, effect, created, proposal }, before).catch(async (thrown: unknown) => {
      await before;
      throw thrown;
    });
    if (result.kind === 'applied') {
      applied.push(write.slot);
      created.set(write.slot, result.receipt.id);
      stored = result.stored;
      continue;
    }
    await before;
    switch (result.kind) {
      case 'later':
        throw new LookAgain(result.at, result.reason);
      case 'conflict':
        return { kind: 'conflict', reason: result.reason };
      case 'refused':
      case 'parked':
        return stopped(proposal, write, result, created);
    }
  }
  await noteLinks(session, proposal, created);
  note(session, 'commit.done', { proposal: proposal.id, slots: applied });
  // Guarded by the fence like the outcome it follows, so that the log never says done of what was not kept.
  await Promise.all([stored, session.parts.effects.transition([], session.run.fence, takeAudit(session))]);
  await session.parts.probe('commit.done');
  return { kind: 'done', outcome: 'applied' };
}

/**
 * A newer event can reach a thread whose last run left a write in doubt. Before anything is gathered, what became of it
 * is found out: otherwise nobody ever would, and the facts would be read while an old write may still change them.
 */
export async function settleDoubts(session: Session): Promise<FlowResult | undefined> {
  for (const effect of await session.parts.effects.inDoubt(session.input.threadId)) {
    const left = await findOut(driveParts(session, effect.connection), effect);
    if (left?.kind === 'later') throw new LookAgain(left.at, left.reason);
    if (left?.kind === 'parked')
      return {
        kind: 'exception',
        code: 'effect.uncertain',
        message: `Nobody knows whether ${effect.connection} did an earlier write to ${effect.target.type}`,
        details: { proposal: effect.proposalId, key: effect.key, slot: effect.slot, reason: left.reason },
      };
  }
  return undefined;
}

function stopped(
  proposal: Proposal,
  write: PlannedWrite,
  result: Extract<DriveResult, { kind: 'refused' | 'parked' }>,
  created: ReadonlyMap<string, string>,
): FlowResult {
  const applied = [...created.keys()];
  const open = proposal.writes.map((each) => each.slot).filter((slot) => !applied.includes(slot) && slot !== write.slot);
  return {
    kind: 'exception',
    code: result.kind === 'refused' ? 'effect.refused' : 'effect.uncertain',
    message:
      result.kind === 'refused'
        ? `${write.connection} refused to ${write.operation} ${write.target.type}`
        : `Nobody knows whether ${write.connection} did ${write.operation} ${write.target.type}`,
    details: {
      proposal: proposal.id,
      key: write.key,
      slot: write.slot,
      reason: result.reason,
      applied,
      created: Object.fromEntries(created),
      notAttempted: open,
    },
  };
}

async function reserve(session: Session, proposal: Proposal): Promise<Map<string, Effect>> {
  const at = session.parts.clock.now().toISOString();
  const rows = proposal.writes.map((write): NewEffect => ({
    key: write.key,
    proposalId: proposal.id,
    runId: session.run.runId,
    workflow: proposal.workflow,
    slot: write.slot,
    tool: write.tool,
    connection: write.connection,
    target: { type: write.target.type, ...(write.target.id === undefined ? {} : { id: write.target.id }) },
    requestHash: sha256(canonicalJson({ target: write.target, changes: write.changes, key: write.key })),
  }));
  note(session, 'effects.reserved', { proposal: proposal.id, keys: rows.map((row) => row.key) });
  const effects = await session.parts.effects.reserve(rows, session.run.fence, at, takeAudit(session));
  return new Map(effects.map((effect) => [effect.key, effect]));
}

/** The links of the proposal, with the ids that only now are known. Noted before the run says it is done; twice is once. */
async function noteLinks(session: Session, proposal: Proposal, created: ReadonlyMap<string, string>): Promise<void> {
  const at = session.parts.clock.now().toISOString();
  for (const planned of proposal.links ?? []) {
    const { left, right, source } = replaceCreated(planned, (slot) => created.get(slot));
    await session.parts.links.add({ id: session.parts.ids.next('lnk'), left, right, source, createdAt: at }, [
      {
        at,
        actor: session.run.principal.id,
        action: 'link.added',
        runId: session.run.runId,
        correlationId: session.input.threadId,
        subject: { type: left.type, id: left.id },
        body: { right, source, proposal: proposal.id },
      },
    ]);
  }
}

type Writing = {
  readonly write: PlannedWrite;
  readonly effect: Effect;
  readonly created: ReadonlyMap<string, string>;
  readonly proposal: Proposal;
};

function driveOne(session: Session, { write, effect, created, proposal }: Writing, after: Promise<unknown>): Promise<DriveResult> {
  const attributes = { 'countersign.effect.key': effect.key, 'countersign.connection': write.connection, 'countersign.tool': write.tool };
  return timed(
    session,
    `effect ${write.tool}`,
    attributes,
    () =>
      alone(session, write, () =>
        drive({ ...driveParts(session, write.connection), after }, effect, () => prepare(session, proposal, write, created)),
      ),
    ({ kind }) => ({ 'countersign.effect.outcome': kind }),
  );
}

/** Between the last look at a record and the write nothing else of ours is written to it. */
function alone<T>(session: Session, { connection, operation, target }: PlannedWrite, work: () => Promise<T>): Promise<T> {
  if (operation === 'create' || target.id === undefined) return work();
  return targetsOf(session.parts.effects).write(targetName(connection, { type: target.type, id: target.id }), work);
}

function driveParts(session: Session, connection: string): DriveParts {
  return {
    store: session.parts.effects,
    writer: session.parts.connection(connection).writer,
    clock: session.parts.clock,
    fence: session.run.fence,
    actor: session.run.principal.id,
    // The labels of drive are among the flow's own.
    probe: (label) => session.parts.probe(label as 'effect.sending' | 'effect.sent' | 'effect.settled'),
    signal: session.run.signal,
    held: () => session.parts.held(session.workflow.id),
  };
}

/** Reads the target again, restores the values behind the tokens and hands back a request ready to send. */
async function prepare(session: Session, proposal: Proposal, write: PlannedWrite, created: ReadonlyMap<string, string>): Promise<Prepared> {
  const connection = session.parts.connection(write.connection);
  const tool = writeTool(session, write.tool);
  const fields: Record<string, FieldValue> = {};
  const said = (slot: string, field: string): unknown =>
    proposal.writes.find((each) => each.slot === slot)?.changes.find((change) => change.field === field)?.after;
  const quotes = proposal.quoting?.includes(write.slot) === true;
  for (const change of write.changes) fields[change.field] = quotes ? replaceWritten(change.after, said) : change.after;
  let expectedVersion = write.expectedVersion;
  if (write.operation === 'update' && write.target.id !== undefined) {
    const live = await readLive(
      session,
      tool,
      { type: write.target.type, id: write.target.id },
      write.changes.map((change) => change.field),
    );
    const moved = movedField(write, live);
    if (moved !== undefined) return { kind: 'conflict', reason: moved };
    if (live?.version !== undefined && live.version !== write.expectedVersion) {
      note(session, 'effect.rebased', { key: write.key, from: write.expectedVersion ?? '', to: live.version });
      expectedVersion = live.version;
    }
  }
  const request: WriteRequest = {
    operation: write.operation,
    target: write.target.id === undefined ? { type: write.target.type } : { type: write.target.type, id: write.target.id },
    fields: replaceCreated(await restoreFields(session, tool, write, fields), (slot) => created.get(slot)),
    key: write.key,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  };
  const options = { signal: session.run.signal };
  // The last look at what really goes, whatever a tool has made of it.
  const send = async (last: WriteRequest): Promise<WriteOutcome> =>
    tokenRefusal(last) ?? markRefusal(last) ?? connection.writer.send(last, options);
  const context: SendContext = {
    ...toolContext(session, connection.ports),
    request,
    send,
  };
  return { kind: 'ready', request, send: () => (tool.send ? tool.send(context, write) : send(request)) };
}

/** The first field of the diff whose before-value is not what the record holds now; its name, never its value. */
function movedField(write: PlannedWrite, live: LiveRecord | undefined): string | undefined {
  if (!live) return `${write.target.type} is not there any more`;
  const moved = write.changes.find((change) => {
    const now = canonicalJson(live.fields[change.field] ?? null);
    return now !== canonicalJson(change.before);
  });
  return moved && `${moved.field} changed since the proposal was made`;
}
