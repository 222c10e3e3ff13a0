import type { EgressRecord, EgressStore } from '../contracts/llm.ts';

/** An egress log in memory, for tests. `list` goes from old to new; `after` is the id of the last record seen. */
export function memoryEgressStore(): EgressStore {
  const records: EgressRecord[] = [];
  return {
    async append(record) {
      records.push(record);
    },
    async update(id, change) {
      const at = records.findIndex((record) => record.id === id);
      const known = records[at];
      if (known) records[at] = { ...known, ...change };
    },
    async list({ runId, limit, after }) {
      const start = after === undefined ? 0 : records.findIndex((record) => record.id === after) + 1;
      return records
        .slice(start)
        .filter((record) => runId === undefined || record.runId === runId)
        .slice(0, limit);
    },
    async spent(since) {
      const recent = records.filter((record) => record.at >= since);
      return {
        costMicros: recent.reduce((total, record) => total + (record.usage?.costMicros ?? 0), 0),
        tokens: recent.reduce((total, record) => total + (record.usage?.inputTokens ?? 0) + (record.usage?.outputTokens ?? 0), 0),
      };
    },
  };
}
