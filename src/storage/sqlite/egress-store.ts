import type { EgressRecord, EgressStore } from '../../contracts/llm.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createEgressStore(db: Db, write: Write): EgressStore {
  const insert = db.prepare('INSERT INTO egress (id, at, run_id, outcome, tokens, cost_micros, body) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const one = db.prepare<[string], Body>('SELECT body FROM egress WHERE id = ?');
  const update = db.prepare('UPDATE egress SET outcome = ?, tokens = ?, cost_micros = ?, body = ? WHERE id = ?');
  return {
    append: (record) =>
      write(() => {
        insert.run(
          record.id,
          record.at,
          record.runId,
          record.outcome,
          tokensOf(record),
          record.usage?.costMicros ?? 0,
          JSON.stringify(record),
        );
      }),
    update: (id, change) =>
      write(() => {
        const row = one.get(id);
        if (!row) return;
        const next: EgressRecord = { ...read(row), ...change };
        update.run(next.outcome, tokensOf(next), next.usage?.costMicros ?? 0, JSON.stringify(next), id);
      }),
    async list(filter) {
      return db
        .prepare<[string | null, string | null, string | null, string | null, number], Body>(
          `SELECT body FROM egress WHERE (? IS NULL OR run_id = ?) AND (? IS NULL OR seq > (SELECT seq FROM egress WHERE id = ?)) ORDER BY seq LIMIT ?`,
        )
        .all(filter.runId ?? null, filter.runId ?? null, filter.after ?? null, filter.after ?? null, filter.limit)
        .map(read);
    },
    async spent(since) {
      const row = db
        .prepare<[string], { cost: number; tokens: number }>(
          'SELECT coalesce(sum(cost_micros), 0) AS cost, coalesce(sum(tokens), 0) AS tokens FROM egress WHERE at >= ?',
        )
        .get(since);
      return { costMicros: row?.cost ?? 0, tokens: row?.tokens ?? 0 };
    },
  };
}

// The column is only ever written by append and update above.
const read = (row: Body): EgressRecord => JSON.parse(row.body) as EgressRecord;

function tokensOf(record: EgressRecord): number {
  return (record.usage?.inputTokens ?? 0) + (record.usage?.outputTokens ?? 0);
}
