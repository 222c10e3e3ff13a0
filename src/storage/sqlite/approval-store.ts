import type { Approval, ApprovalStore } from '../../contracts/approvals.ts';
import type { Proposal, ProposalStore } from '../../contracts/proposals.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createApprovalStore(db: Db, write: Write, chain: AuditChain): ApprovalStore {
  const one = db.prepare<[string], Body>('SELECT body FROM approvals WHERE id = ?');
  const open = db.prepare<[string], Body>(
    `SELECT a.body FROM approvals a LEFT JOIN runs r ON r.id = a.run_id WHERE a.thread_id = ?
       AND (a.status = 'waiting' OR (a.status = 'approved' AND r.status IN ('queued', 'running', 'waiting', 'awaiting_approval'))) ORDER BY a.seq DESC LIMIT 1`,
  );
  const latest = db.prepare<[string], Body>('SELECT body FROM approvals WHERE proposal_id = ? ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare(
    'INSERT INTO approvals (id, proposal_id, run_id, thread_id, status, revision, due_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE approvals SET proposal_id = ?, run_id = ?, status = ?, revision = ?, due_at = ?, body = ? WHERE id = ? AND revision = ?',
  );
  // One run is parked per thread; the run an approval moved away from has nothing left to do.
  const releaseOthers = db.prepare(
    `UPDATE runs SET status = 'superseded', outcome = 'a newer event took over', updated_at = ? WHERE thread_id = ? AND id <> ? AND status = 'awaiting_approval'`,
  );
  const wakeRun = db.prepare(
    `UPDATE runs SET status = 'queued', resume = 'decision', available_at = ? WHERE id = ? AND status = 'awaiting_approval'`,
  );

  function put(id: string, revision: number, next: Approval): boolean {
    const row = { ...next, revision: revision + 1 };
    return update.run(row.proposalId, row.runId, row.status, row.revision, dueAt(row), JSON.stringify(row), id, revision).changes > 0;
  }

  return {
    async get(id) {
      return approvalIn(one.get(id));
    },
    async openForThread(threadId) {
      return approvalIn(open.get(threadId));
    },
    async latestForProposal(proposalId) {
      return approvalIn(latest.get(proposalId));
    },
    async list(filter) {
      return db
        .prepare<[string | null, string | null, string | null, string | null, number], Body>(
          `SELECT body FROM approvals WHERE (? IS NULL OR status = ?) AND (? IS NULL OR seq < (SELECT seq FROM approvals WHERE id = ?)) ORDER BY seq DESC LIMIT ?`,
        )
        .all(filter.status ?? null, filter.status ?? null, filter.after ?? null, filter.after ?? null, filter.limit)
        .map(approvalOf);
    },
    open: (approval, supersedes, audit) =>
      write(() => {
        if (supersedes && !put(supersedes.id, supersedes.revision, supersedes.next)) return false;
        insert.run(
          approval.id,
          approval.proposalId,
          approval.runId,
          approval.threadId,
          approval.status,
          approval.revision,
          dueAt(approval),
          JSON.stringify(approval),
        );
        releaseOthers.run(approval.createdAt, approval.threadId, approval.runId);
        chain.append(audit);
        return true;
      }),
    replace: (id, revision, next, wake, audit) =>
      write(() => {
        if (!put(id, revision, next)) return false;
        const at = next.closedAt ?? next.notes.at(-1)?.at ?? next.createdAt;
        releaseOthers.run(at, next.threadId, next.runId);
        if (wake) wakeRun.run(at, next.runId);
        chain.append(audit);
        return true;
      }),
    async due(at, limit) {
      return db
        .prepare<[string, number], Body>(`SELECT body FROM approvals WHERE status = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ?`)
        .all(at, limit)
        .map(approvalOf);
    },
  };
}

/** The next moment somebody has to look at it: escalation if that is still to come, otherwise the deadline. */
function dueAt(approval: Approval): string {
  return approval.escalateAt !== undefined && approval.escalatedTo === undefined && approval.escalateAt < approval.expiresAt
    ? approval.escalateAt
    : approval.expiresAt;
}

// The column is only ever written by open and replace above; what came from outside was parsed before it got here.
const approvalOf = (row: Body): Approval => JSON.parse(row.body) as Approval;

function approvalIn(row: Body | undefined): Approval | undefined {
  return row && approvalOf(row);
}

export function createProposalStore(db: Db, write: Write): ProposalStore {
  const insert = db.prepare('INSERT INTO proposals (id, thread_id, facts_hash, created_at, body) VALUES (?, ?, ?, ?, ?)');
  const byId = db.prepare<[string], Body>('SELECT body FROM proposals WHERE id = ?');
  const byFacts = db.prepare<[string, string], Body>(
    'SELECT body FROM proposals WHERE thread_id = ? AND facts_hash = ? ORDER BY rowid DESC LIMIT 1',
  );
  return {
    save: (proposal) =>
      write(() => {
        insert.run(proposal.id, proposal.threadId, proposal.factsHash, proposal.createdAt, JSON.stringify(proposal));
      }),
    async get(id) {
      return proposalIn(byId.get(id));
    },
    async findByFacts(threadId, factsHash) {
      return proposalIn(byFacts.get(threadId, factsHash));
    },
  };
}

// The column is only ever written by save above.
function proposalIn(row: Body | undefined): Proposal | undefined {
  return row && (JSON.parse(row.body) as Proposal);
}
