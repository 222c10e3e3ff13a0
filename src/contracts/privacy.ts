import type { z } from 'zod';
import type { TokenKind } from './classes.ts';

export type TokenEntry = { readonly token: string; readonly kind: TokenKind; readonly value: string };

/**
 * The vault: values behind tokens, raw bodies, encrypted at rest. One index per thread and entity: the same value gets
 * the same token for the whole life of the thread. Unreachable means closed: every method rejects with privacy.vault_unavailable.
 */
export interface Vault {
  /** Tokens for values of a thread, allocated once, durable when the promise resolves. Order follows the input. */
  tokenise(threadId: string, values: readonly { kind: TokenKind; value: string }[]): Promise<readonly string[]>;
  /** All values of a thread, for restoring and for the canary check. `fresh` asks the store again instead of the recent copy. */
  entries(threadId: string, options?: { readonly fresh?: boolean }): Promise<readonly TokenEntry[]>;
  putBlob(bytes: Uint8Array): Promise<{ ref: string; sha256: string; salt: string; commitment: string }>;
  getBlob(ref: string): Promise<Uint8Array | undefined>;
  deleteThread(threadId: string): Promise<void>;
  /** Removes what has expired; returns how many rows. */
  expire(at: string): Promise<number>;
  close(): Promise<void>;
}

/** Raw storage under the vault: ciphertext only. */
export interface VaultStore {
  findTokens(threadId: string): Promise<readonly VaultRow[]>;
  /** Inserts the rows; a row whose (thread, entity) exists keeps the old one. Returns all rows of the thread. */
  addTokens(threadId: string, rows: readonly Omit<VaultRow, 'index'>[]): Promise<readonly VaultRow[]>;
  putBlob(ref: string, ciphertext: Uint8Array, expiresAt: string): Promise<void>;
  getBlob(ref: string): Promise<Uint8Array | undefined>;
  deleteThread(threadId: string): Promise<void>;
  expire(at: string): Promise<number>;
  getMeta(name: string): Promise<string | undefined>;
  setMeta(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** `index` counts per thread and kind from 1 and is given by the store. `entity` is a keyed hash of the folded value. */
export type VaultRow = {
  readonly kind: TokenKind;
  readonly index: number;
  readonly entity: string;
  readonly ciphertext: Uint8Array;
  readonly expiresAt: string;
};

export interface Privacy {
  /** Walks a value by its schema: personal and confidential leaves become tokens, unknown keys count as confidential. */
  protect<S extends z.ZodType>(threadId: string, schema: S, value: z.infer<S>): Promise<z.infer<S>>;
  /** Replaces tokens by values in every string of a JSON tree. A token this thread never issued is privacy.unknown_token. */
  restore<T>(threadId: string, tree: T): Promise<T>;
  /** The first place in `text` where a raw value of the thread stands, or undefined. Never tells the value. */
  findLeak(threadId: string, text: string): Promise<{ token: string; at: number } | undefined>;
}
