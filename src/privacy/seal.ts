import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

export type RandomBytes = (size: number) => Uint8Array;

export const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce ‖ tag ‖ ciphertext. `context` is authenticated, so a row moved elsewhere does not open. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string, randomBytes: RandomBytes): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when the key, the context or a single bit is not what was sealed. */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

/** A key for one purpose, so that the look-up key tells nothing about the encryption key. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), Buffer.from(`countersign/${purpose}`, 'utf8'), 32));
}

export function keyedHash(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}

const utf16Mark = 0xff;
const numberMark = 0xfe;

/** Any string as bytes: UTF-8, or UTF-16 behind a byte UTF-8 never has where a lone surrogate would be lost otherwise. */
export function encodeText(text: string): Uint8Array {
  return /\p{Surrogate}/u.test(text) ? Buffer.concat([Buffer.of(utf16Mark), Buffer.from(text, 'utf16le')]) : Buffer.from(text, 'utf8');
}

export function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer[0] === utf16Mark ? buffer.subarray(1).toString('utf16le') : buffer.toString('utf8');
}

/** The text of a JSON number, told apart from the same text. */
export function encodeNumber(text: string): Uint8Array {
  return Buffer.concat([Buffer.of(numberMark), Buffer.from(text, 'latin1')]);
}

/** The text behind `encodeNumber`, or undefined for any other. */
export function decodeNumber(bytes: Uint8Array): string | undefined {
  return bytes[0] === numberMark ? Buffer.from(bytes.subarray(1)).toString('latin1') : undefined;
}

export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
