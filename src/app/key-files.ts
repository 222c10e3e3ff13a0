import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';

export type KeyFiles = {
  readonly installationKey: Buffer;
  readonly auditPrivate: KeyObject;
  readonly auditPublic: KeyObject;
  readonly auditPublicPem: string;
  /** Keys entities in the rows of numeric models; changing it would cut predictions off from their outcomes. */
  readonly pseudonymKey: Buffer;
};

/** The two secrets an installation owns, in a folder of their own, readable by the owner alone. Made on first start. */
export function openKeys(folder: string): KeyFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secretFile = join(folder, 'installation.key');
  const auditFile = join(folder, 'audit.pem');
  if (!existsSync(secretFile)) writeFileSync(secretFile, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  if (!existsSync(auditFile)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(auditFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const pseudonymFile = join(folder, 'pseudonym.key');
  if (!existsSync(pseudonymFile)) writeFileSync(pseudonymFile, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  const pseudonymKey = Buffer.from(readFileSync(pseudonymFile, 'utf8').trim(), 'base64');
  const installationKey = Buffer.from(readFileSync(secretFile, 'utf8').trim(), 'base64');
  if (installationKey.byteLength !== 32)
    throw new CountersignError('config.invalid', 'installation.key does not hold 32 bytes in base64', { field: 'keyDir' });
  const auditPrivate = createPrivateKey(readFileSync(auditFile));
  const auditPublic = createPublicKey(auditPrivate);
  const auditPublicPem = auditPublic.export({ type: 'spki', format: 'pem' }).toString();
  writeFileSync(join(folder, 'audit.pub'), auditPublicPem, { mode: 0o644 });
  return { installationKey, auditPrivate, auditPublic, auditPublicPem, pseudonymKey };
}
