import { createHash } from 'node:crypto';

/** The namespace LangGraph's own servers derive the ids of default assistants from. */
const namespace = '6ba7b821-9dad-11d1-80b4-00c04fd430c8';

/** A name's UUID of version 5: the same name has the same id on every server. */
export function uuid5(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
