import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import {
  auditGenesis,
  auditPreimage,
  type AuditBreak,
  type AuditHead,
  type AuditRecord,
  type AuditStore,
  type Verification,
} from '../contracts/audit.ts';
import { canonicalJson } from '../contracts/json.ts';
import type { Clock } from '../contracts/time.ts';

/** SHA-256 of a record as its hash should be. */
export function recordHash(record: AuditRecord): string {
  return createHash('sha256')
    .update(auditPreimage({ ...record, subject: record.subject ? canonicalJson(record.subject) : '', body: canonicalJson(record.body) }))
    .digest('hex');
}

/**
 * Checks a log against the heads kept outside it. Finds edits, deletions, insertions, swaps and rehashed rows by the
 * chain; truncation and a full rewrite by the heads. Streams: memory does not grow with the log.
 */
export async function verifyLog(
  records: AsyncIterable<AuditRecord>,
  heads: readonly AuditHead[],
  publicKey: KeyObject,
): Promise<Verification> {
  const breaks: AuditBreak[] = [];
  const good = heads.filter((head) => {
    const valid = verifyHead(head, publicKey);
    if (!valid) breaks.push({ seq: head.seq, problem: 'the signature of this head is not valid' });
    return valid;
  });
  const bySeq = new Map(good.map((head) => [head.seq, head]));
  let previous = auditGenesis;
  let seq = 0;
  let protectedTo = 0;
  for await (const record of records) {
    seq += 1;
    if (record.seq !== seq) {
      breaks.push({ seq: record.seq, problem: `row ${seq} is missing` });
      seq = record.seq;
    }
    if (record.previous !== previous) breaks.push({ seq: record.seq, problem: 'does not follow the row before it' });
    if (recordHash(record) !== record.hash) breaks.push({ seq: record.seq, problem: 'its content does not match its hash' });
    const head = bySeq.get(record.seq);
    if (head && head.hash !== record.hash) breaks.push({ seq: record.seq, problem: 'differs from the signed head' });
    if (head && head.hash === record.hash) protectedTo = record.seq;
    previous = record.hash;
  }
  const newest = Math.max(0, ...good.map((head) => head.seq));
  if (newest > seq)
    breaks.push({ seq: newest, problem: `a signed head names row ${newest}, but the log ends at row ${seq}: rows were cut off` });
  return { rows: seq, heads: good.length, breaks, unprotected: seq - protectedTo };
}

const payload = (head: Omit<AuditHead, 'signature'>): Buffer =>
  Buffer.from(canonicalJson({ seq: head.seq, hash: head.hash, at: head.at, keyId: head.keyId }));

export function signHead(head: Omit<AuditHead, 'signature' | 'keyId'>, privateKey: KeyObject): AuditHead {
  const keyId = keyIdOf(createPublicKey(privateKey));
  return { ...head, keyId, signature: sign(null, payload({ ...head, keyId }), privateKey).toString('base64') };
}

export function verifyHead(head: AuditHead, publicKey: KeyObject): boolean {
  return head.keyId === keyIdOf(publicKey) && verify(null, payload(head), publicKey, Buffer.from(head.signature, 'base64'));
}

/** First 16 hex digits of the SHA-256 of the public key's DER. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

export const headEveryRows = 1000;
export const headEveryMs = 60_000;

export type HeadKeeper = {
  readonly store: AuditStore;
  readonly clock: Clock;
  readonly privateKey: KeyObject;
  readonly publish: (head: AuditHead) => Promise<void>;
};

/** Signs a new head when enough rows or time have passed since the last one (or when forced, at shutdown). */
export async function keepHead(parts: HeadKeeper, force = false): Promise<AuditHead | undefined> {
  const [tail, last] = await Promise.all([parts.store.last(), parts.store.lastHead()]);
  if (!tail || tail.seq === last?.seq) return undefined;
  const now = parts.clock.now();
  const due = !last || tail.seq - last.seq >= headEveryRows || now.getTime() - new Date(last.at).getTime() >= headEveryMs;
  if (!due && !force) return undefined;
  const head = signHead({ seq: tail.seq, hash: tail.hash, at: now.toISOString() }, parts.privateKey);
  await parts.store.saveHead(head);
  await parts.publish(head);
  return head;
}
