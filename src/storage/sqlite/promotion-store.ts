import type { Approval } from '../../contracts/approvals.ts';
import type { EffectState } from '../../contracts/effects.ts';
import type { CaseFeedback } from '../../contracts/feedback.ts';
import type { Promotion, PromotionStore } from '../../contracts/phases.ts';
import type { Proposal } from '../../contracts/proposals.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createPromotionStore(db: Db, write: Write, chain: AuditChain): PromotionStore {
  return { ...reads(db), ...changes(db, write, chain), ...records(db) };
}

function reads(db: Db): Pick<PromotionStore, 'get' | 'list'> {
  const one = db.prepare<[string], Body>('SELECT body FROM promotions WHERE id = ?');
  const list = db.prepare<[Record<string, string | number | null>], Body>(
    `SELECT body FROM promotions WHERE (@status IS NULL OR status = @status) AND (@workflow IS NULL OR workflow = @workflow)
       AND (@after IS NULL OR seq < (SELECT seq FROM promotions WHERE id = @after)) ORDER BY seq DESC LIMIT @limit`,
  );
  return {
    async get(id) {
      const row = one.get(id);
      return row && promotionOf(row);
    },
    async list({ status = null, workflow = null, after = null, limit }) {
      return list.all({ status, workflow, after, limit }).map(promotionOf);
    },
  };
}

function changes(db: Db, write: Write, chain: AuditChain): Pick<PromotionStore, 'add' | 'close'> {
  const one = db.prepare<[string], Body>('SELECT body FROM promotions WHERE id = ?');
  const insert = db.prepare('INSERT INTO promotions (id, workflow, status, body) VALUES (?, ?, ?, ?)');
  const update = db.prepare('UPDATE promotions SET status = ?, body = ? WHERE id = ?');
  const setting = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?');
  const set = db.prepare('INSERT OR REPLACE INTO settings (name, value, by, at) VALUES (?, ?, ?, ?)');
  return {
    add: (promotion, audit) =>
      write(() => {
        insert.run(promotion.id, promotion.workflow, promotion.status, JSON.stringify(promotion));
        chain.append(audit);
      }),
    close: (id, { status, by, at, decision }, change, audit) =>
      write(() => {
        const row = one.get(id);
        const waiting = row && promotionOf(row);
        if (waiting?.status !== 'waiting') return false;
        if (change && setting.get(change.name)?.value !== change.was) return false;
        const next: Promotion = { ...waiting, status, decidedBy: by, decidedAt: at, decision };
        update.run(status, JSON.stringify(next), id);
        if (change) set.run(change.name, change.value, by, at);
        chain.append(audit);
        return true;
      }),
  };
}

/** What the ledgers hold about a workflow. Threads belong to one workflow, so its runs lead to its proposals by their index. */
function records(db: Db): Pick<PromotionStore, 'cases' | 'openExceptions'> {
  const proposals = db.prepare<[string, string, number], Body>(
    `SELECT body FROM proposals WHERE thread_id IN (SELECT thread_id FROM runs WHERE workflow = ?) AND created_at >= ?
       ORDER BY rowid DESC LIMIT ?`,
  );
  const approval = db.prepare<[string], Body>('SELECT body FROM approvals WHERE proposal_id = ? ORDER BY seq DESC LIMIT 1');
  const effect = db.prepare<[string], { state: EffectState }>('SELECT state FROM effects WHERE key = ?');
  const verdicts = db.prepare<[string], Body>('SELECT body FROM case_feedback WHERE about = ? ORDER BY seq');
  const exceptions = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM exceptions e JOIN runs r ON r.id = e.run_id WHERE e.status = 'open' AND r.workflow = ?`,
  );
  return {
    async cases({ workflow, since, limit }) {
      return proposals.all(workflow, since, limit).map(({ body }) => {
        // The column is only ever written by the proposal store.
        const proposal = JSON.parse(body) as Proposal;
        const row = approval.get(proposal.id);
        return {
          proposal,
          ...(row === undefined ? {} : { approval: JSON.parse(row.body) as Approval }),
          effects: proposal.writes.flatMap(({ key }) => effect.get(key)?.state ?? []),
          verdicts: verdicts
            .all(proposal.id)
            .map(({ body: said }) => JSON.parse(said) as CaseFeedback)
            .filter(({ source }) => source === 'given'),
        };
      });
    },
    openExceptions: async (workflow) => exceptions.get(workflow)?.n ?? 0,
  };
}

// The column is only ever written by add and close above.
const promotionOf = (row: Body): Promotion => JSON.parse(row.body) as Promotion;
