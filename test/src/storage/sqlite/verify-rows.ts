import { createHash } from 'node:crypto';
import { auditGenesis, auditPreimage, type AuditRecord } from '../../../../src/contracts/audit.ts';
import { canonicalJson } from '../../../../src/contracts/json.ts';

/** Whether the rows are numbered without a gap and each carries the hash of itself over the hash of the one before. */
export function verifyRows(rows: readonly AuditRecord[]): boolean {
  let previous = auditGenesis;
  return rows.every((row, at) => {
    const subject = row.subject === undefined ? '' : canonicalJson(row.subject);
    const preimage = auditPreimage({ ...row, subject, body: canonicalJson(row.body) });
    const holds = row.seq === at + 1 && row.previous === previous && row.hash === createHash('sha256').update(preimage).digest('hex');
    previous = row.hash;
    return holds;
  });
}
