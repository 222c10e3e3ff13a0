import { createHash } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An 18-character id: key prefix, the instance `5g`, nine base-62 digits of the number, and the checksum suffix. */
export function recordId(keyPrefix: string, number: number): string {
  let digits = '';
  for (let left = number; digits.length < 9; left = Math.floor(left / 62)) digits = (base62[left % 62] ?? '0') + digits;
  return withSuffix(`${keyPrefix}5g0${digits}`);
}

/** The three characters that make a case-sensitive 15-character id safe in case-insensitive places. */
export function withSuffix(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) if (/[A-Z]/.test(id15[block * 5 + index] ?? '')) bits |= 1 << index;
    suffix += suffixAlphabet[bits] ?? '';
  }
  return id15 + suffix;
}

/** The 18-character form of a 15- or 18-character id; undefined for anything else, a wrong checksum included. */
export function normalId(id: string): string | undefined {
  if (/^[a-zA-Z0-9]{15}$/.test(id)) return withSuffix(id);
  if (!/^[a-zA-Z0-9]{18}$/.test(id)) return undefined;
  const full = withSuffix(id.slice(0, 15));
  return full.toLowerCase() === id.toLowerCase() ? full : undefined;
}

/** The organisation's id, the same for the same company name. */
export function organisationId(name: string): string {
  return recordId('00D', createHash('sha256').update(name).digest().readUInt32BE(0));
}
