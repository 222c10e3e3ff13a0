import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import type { Erasure, LongWork, VaultStore } from '../contracts/vault.ts';
import type { Line } from './book.ts';
import { identitiesOf } from './fold.ts';
import type { KeyRing } from './key-ring.ts';
import { pages } from './pages.ts';
import { openThread } from './sealed-thread.ts';
import { getBlob } from './vault-blobs.ts';

type Parts = { readonly store: VaultStore; readonly ring: KeyRing };
type Subject = { readonly kind?: TokenKind; readonly value: string };
type Work = LongWork & { readonly finder: (text: string) => boolean };

const pageSize = 200;

/**
 * Erases a person or a firm. The store holds nothing that could be searched for a value, on purpose; so every thread and
 * every raw body is opened and looked at. A second pass finds nothing more, and one that was stopped simply starts over.
 */
export async function eraseSubject(parts: Parts, subject: Subject, work: Work): Promise<Erasure> {
  const tokens: Erasure['tokens'][number][] = [];
  let threads = 0;
  let blobs = 0;
  let deleted = 0;
  const result = (isComplete: boolean): Erasure => ({ tokens, blobs: deleted, isComplete });
  for await (const threadId of pages((after) => parts.store.threadIds(after, pageSize))) {
    if (work.signal?.aborted) return result(false);
    tokens.push(...(await eraseInThread(parts, threadId, subject, work.finder)));
    work.onProgress?.({ threads: (threads += 1), blobs });
  }
  for await (const ref of pages((after) => parts.store.blobRefs(after, pageSize))) {
    if (work.signal?.aborted) return result(false);
    const bytes = await getBlob(parts, ref);
    if (bytes && writtenForms(bytes).some(work.finder)) deleted += await parts.store.deleteBlobs([ref]);
    work.onProgress?.({ threads, blobs: (blobs += 1) });
  }
  await parts.store.scrub();
  return result(true);
}

async function eraseInThread({ store, ring }: Parts, threadId: string, subject: Subject, finder: Work['finder']) {
  const stored = await store.readThread(threadId);
  if (!stored) return [];
  const { lines } = await openThread(threadId, stored, (generation) => ring.of(generation));
  const isHit = matcher(subject, finder);
  const entities = new Set(lines.filter(isHit).map((line) => line.entity));
  if (entities.size === 0) return [];
  await store.eraseEntities(threadId, [...entities]);
  return lines.flatMap(({ entity, token, value }) => (entities.has(entity) && value !== undefined ? [{ threadId, token }] : []));
}

/** The value itself in any of its spellings; and what is nobody's name but holds it, such as a note or a mail address. */
function matcher({ kind, value }: Subject, finder: Work['finder']): (line: Line) => boolean {
  const identities = new Map(tokenKinds.map((each) => [each, new Set(identitiesOf(each, value))]));
  return (line) => {
    if (line.value === undefined) return false;
    if (kind === undefined || line.kind === kind) {
      if (line.value === value) return true;
      if (identitiesOf(line.kind, line.value).some((identity) => identities.get(line.kind)?.has(identity))) return true;
    }
    return line.kind !== 'PERSON' && line.kind !== 'ORG' && finder(line.value);
  };
}

/** A raw body as text, and what its JSON says once its escapes are read. */
function writtenForms(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const tree: unknown = JSON.parse(text);
    return [text, stringsIn(tree).join('\n'.repeat(8))];
  } catch {
    return [text];
  }
}

function stringsIn(tree: unknown): readonly string[] {
  if (typeof tree === 'string') return [tree];
  if (typeof tree === 'number') return [String(tree)];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, member]) => [key, ...stringsIn(member)]);
}
