import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../contracts/json.ts';

/** Crockford's alphabet: no I, L, O, U, so a key survives being read aloud. Within [A-Za-z0-9-], which every vendor accepts. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type KeyParts = {
  readonly workflow: string;
  readonly connection: string;
  readonly record: string;
  readonly tool: string;
  readonly slot: string;
  /** The facts the workflow declares as identity; never event id, run id, time or generated text. */
  readonly identity: Json;
  /** Which transition of the record this is: a second hold after a release is a new one. */
  readonly ordinal: number;
};

/** `CS-` and 26 characters (130 bits of SHA-256): the same write has the same key, however often it is decided. */
export function effectKey(parts: KeyParts): string {
  return `CS-${base32(createHash('sha256').update(canonicalJson(parts)).digest()).slice(0, 26)}`;
}

export function identityHash(identity: Json): string {
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let out = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += alphabet.charAt((value >>> (bits - 5)) & 31);
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return out;
}
