import type { Approval, ApprovalStore } from '../../contracts/approvals.ts';
import type { Proposal, ProposalStore } from '../../contracts/proposals.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createApprovalStore(db: Db, write: Write, chain: AuditChain): ApprovalStore {
  return { ...approvalReads(db), ...approvalChanges(db, write, chain) };
}

function approvalReads(db: Db): Omit<ApprovalStore, 'open' | 'replace'> {
  const one = db.prepare<[string], Body>('SELECT body FROM approvals WHERE id = ?');
  const open = db.prepare<[string], Body>(
    `SELECT a.body FROM approvals a LEFT JOIN runs r ON r.id = a.run_id WHERE a.thread_id = ?
       AND (a.status = 'waiting' OR (a.status = 'approved' AND r.status IN ('queued', 'running', 'waiting', 'awaiting_approval'))) ORDER BY a.seq DESC LIMIT 1`,
  );
  const latest = db.prepare<[string], Body>('SELECT body FROM approvals WHERE proposal_id = ? ORDER BY seq DESC LIMIT 1');
  const list = db.prepare<[Record<string, string | number | null>], Body>(
    `SELECT body FROM approvals WHERE (@status IS NULL OR status = @status)
       AND (@after IS NULL OR seq < (SELECT seq FROM approvals WHERE id = @after)) ORDER BY seq DESC LIMIT @limit`,
  );
  const due = db.prepare<[string, number], Body>(
    `SELECT body FROM approvals WHERE status = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ?`,
  );
  return {
    get: async (id) => approvalIn(one.get(id)),
    openForThread: async (threadId) => approvalIn(open.get(threadId)),
    latestForProposal: async (proposalId) => approvalIn(latest.get(proposalId)),
    list: async ({ status = null, after = null, limit }) => list.all({ status, after, limit }).map(approvalOf),
    due: async (at, limit) => due.all(at, limit).map(approvalOf),
  };
}

function approvalChanges(db: Db, write: Write, chain: AuditChain): Pick<ApprovalStore, 'open' | 'replace'> {
  const insert = db.prepare(
    `INSERT INTO approvals (id, proposal_id, run_id, thread_id, status, revision, due_at, body)
     VALUES (@id, @proposalId, @runId, @threadId, @status, @revision, @dueAt, @body)`,
  );
  const update = db.prepare(
    `UPDATE approvals SET proposal_id = @proposalId, run_id = @runId, status = @status, revision = @revision, due_at = @dueAt, body = @body
     WHERE id = @id AND revision = @seen`,
  );
  // One run is parked per thread; the run an approval moved away from has nothing left to do.
  const releaseOthers = db.prepare(
    `UPDATE runs SET status = 'superseded', outcome = 'a newer event took over', updated_at = ? WHERE thread_id = ? AND id <> ? AND status = 'awaiting_approval'`,
  );
  const wakeRun = db.prepare(
    `UPDATE runs SET status = 'queued', resume = 'decision', available_at = ? WHERE id = ? AND status = 'awaiting_approval'`,
  );
  const put = (id: string, seen: number, next: Approval): boolean =>
    update.run({ ...columns({ ...next, revision: seen + 1 }), id, seen }).changes > 0;
  return {
    open: (approval, supersedes, audit) =>
      write(() => {
        if (supersedes && !put(supersedes.id, supersedes.revision, supersedes.next)) return false;
        insert.run(columns(approval));
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
  };
}

function columns(approval: Approval): Record<string, string | number> {
  const { id, proposalId, runId, threadId, status, revision } = approval;
  return { id, proposalId, runId, threadId, status, revision, dueAt: dueAt(approval), body: JSON.stringify(approval) };
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
  const ofThread = db.prepare<[string], Body>('SELECT body FROM proposals WHERE thread_id = ? ORDER BY rowid DESC LIMIT 200');
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
    async ofThread(threadId) {
      return ofThread.all(threadId).map(({ body }) => JSON.parse(body) as Proposal);
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
