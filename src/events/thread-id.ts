import { createHash } from 'node:crypto';

/** RFC 4122 name-based UUID (version 5): the same workflow and record always share a thread. */
export function threadIdOf(workflowId: string, record: { connection: string; type: string; id: string }): string {
  const name = `${workflowId}|${record.connection}|${record.type}|${record.id}`;
  const hash = createHash('sha1').update(namespace).update(name).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Countersign's own namespace; changing it would orphan every thread. */
const namespace = Buffer.from('6f5c2d4e8a1b4c3d9e7f0a1b2c3d4e5f', 'hex');
