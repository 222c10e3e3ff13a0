import type { AuditEntry } from '../contracts/audit.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Session } from './parts.ts';

/** Keeps an audit entry until the next durable step; see flushAudit. */
export function note(session: Session, action: string, body: JsonObject, subject?: { type: string; id: string }): void {
  const entry: AuditEntry = {
    at: session.parts.clock.now().toISOString(),
    actor: session.run.principal.id,
    action,
    runId: session.run.runId,
    correlationId: session.input.threadId,
    ...(subject === undefined ? {} : { subject }),
    body,
  };
  session.pendingAudit.push(entry);
}

/** Takes the noted entries, to be stored in the same transaction as the step they belong to. */
export function takeAudit(session: Session): AuditEntry[] {
  return session.pendingAudit.splice(0);
}
