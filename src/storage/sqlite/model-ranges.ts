import type { ModelStore, Prediction, PredictionRange } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type RangeRow = { number: number; first_seq: number; last_seq: number; last_id: string; answers: number; handed_over: number };

/** Rows are wide and many: both go by `seq`, never through what lies before it. */
export const rangeQueries = {
  beyond: `SELECT seq, id FROM predictions WHERE seq > ? AND role <> 'shadow' ORDER BY seq LIMIT ?`,
  within: `SELECT body FROM predictions WHERE seq BETWEEN ? AND ? AND role <> 'shadow' ORDER BY seq`,
} as const;

/** Only the newest range can be open, so the range table is its own cursor. Reads go by the primary keys alone. */
export function createRangeStore(
  db: Db,
  group: GroupCommit,
): Pick<ModelStore, 'openRange' | 'handedOver' | 'range' | 'loggedAfter' | 'lastLogged'> {
  const newest = db.prepare<[], RangeRow>('SELECT * FROM prediction_ranges ORDER BY number DESC LIMIT 1');
  const one = db.prepare<[number], RangeRow>('SELECT * FROM prediction_ranges WHERE number = ?');
  const beyond = db.prepare<[number, number], { seq: number; id: string }>(rangeQueries.beyond);
  const insert = db.prepare(
    'INSERT INTO prediction_ranges (number, first_seq, last_seq, last_id, answers, handed_over) VALUES (?, ?, ?, ?, ?, 0)',
  );
  const close = db.prepare('UPDATE prediction_ranges SET handed_over = 1 WHERE number = ?');
  const within = db.prepare<[number, number], { body: string }>(rangeQueries.within);
  const after = db.prepare<[number, number], { seq: number; body: string }>(
    `SELECT seq, body FROM predictions WHERE seq > ? AND role <> 'shadow' ORDER BY seq LIMIT ?`,
  );
  const last = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM predictions');
  return {
    async loggedAfter(seq, limit) {
      return after.all(seq, limit).map((row) => ({ seq: row.seq, prediction: JSON.parse(row.body) as Prediction }));
    },
    lastLogged: async () => last.get()?.seq ?? 0,
    async openRange(limit) {
      const last = newest.get();
      if (last?.handed_over === 0) return toRange(last);
      // Most looks find nothing new: they cost no transaction.
      if (beyond.all(last?.last_seq ?? 0, 1).length === 0) return undefined;
      return group.run(() => {
        const before = newest.get();
        if (before?.handed_over === 0) return toRange(before);
        const rows = beyond.all(before?.last_seq ?? 0, limit);
        const [from, to] = [rows[0], rows.at(-1)];
        if (!from || !to) return undefined;
        const number = (before?.number ?? 0) + 1;
        insert.run(number, from.seq, to.seq, to.id, rows.length);
        return { number, last: to.id, answers: rows.length };
      });
    },
    handedOver: (number) =>
      group.run(() => {
        close.run(number);
      }),
    async range(number) {
      const row = one.get(number);
      return row && within.all(row.first_seq, row.last_seq).map(({ body }): Prediction => JSON.parse(body));
    },
  };
}

const toRange = ({ number, last_id: last, answers }: RangeRow): PredictionRange => ({ number, last, answers });
