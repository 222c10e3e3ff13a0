import type { AuditEntry } from './audit.ts';

/** An API key as kept: only its SHA-256. The key itself is shown once, when it is made. */
export type ApiKey = {
  readonly id: string;
  readonly sha256: string;
  /** `person:olivia`, `service:erp`. */
  readonly principal: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAt: string;
  readonly revokedAt?: string;
};

export interface KeyStore {
  add(key: ApiKey, audit: readonly AuditEntry[]): Promise<void>;
  /** The key with this hash, revoked or not. */
  findByHash(sha256: string): Promise<ApiKey | undefined>;
  list(): Promise<readonly ApiKey[]>;
  revoke(id: string, at: string, audit: readonly AuditEntry[]): Promise<boolean>;
}

/** What commands change and files do not: phases, pauses. Each change leaves an audit row. */
export interface SettingStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, by: string, at: string, audit: readonly AuditEntry[]): Promise<void>;
  all(): Promise<readonly { name: string; value: string; by: string; at: string }[]>;
}
