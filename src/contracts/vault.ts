import type { TokenKind } from './classes.ts';

export type TokenEntry = {
  readonly token: string;
  readonly kind: TokenKind;
  readonly value: string;
  /** The value is the text of a JSON number and is restored as one where it stands alone. */
  readonly isNumber?: true;
};

/** One value that wants a token, with what is known about whose it is. */
export type Surface = {
  readonly kind: TokenKind;
  readonly value: string;
  /** The typed record it stands in. Two records of one type with different ids are two entities, whatever their names. */
  readonly record?: { readonly type: string; readonly id: string };
  /** Leaves of one object carry the same number: they are facets of one entity and share the token's number. */
  readonly group?: number;
  /** A token of this thread: this is another way of writing the same. */
  readonly aliasOf?: string;
  readonly isNumber?: true;
};

/** What a thread holds. The lists are the same objects until something changes. */
export type ThreadValues = {
  readonly entries: readonly TokenEntry[];
  /** Tokens whose values were erased. */
  readonly erased: ReadonlySet<string>;
  /** Business ids seen in typed fields; never touched in text. */
  readonly safe: ReadonlySet<string>;
};

export type Progress = (done: { readonly threads: number; readonly blobs: number }) => void;
export type LongWork = { readonly onProgress?: Progress; readonly signal?: AbortSignal };

export type Erasure = {
  readonly tokens: readonly { readonly threadId: string; readonly token: string }[];
  /** Raw bodies deleted. */
  readonly blobs: number;
  /** False when the signal stopped it; what was erased until then stays erased. */
  readonly isComplete: boolean;
};

/**
 * The vault: values behind tokens, raw bodies, encrypted at rest. One index per thread and entity: the same value gets
 * the same token for the whole life of the thread. Unreachable means closed: every method rejects with privacy.vault_unavailable.
 */
export interface Vault {
  /** Tokens for values of a thread, allocated once, durable when the promise resolves. Order follows the input. */
  tokenise(threadId: string, values: readonly Surface[]): Promise<readonly string[]>;
  /** Business ids of typed fields. Kept in memory and stored with the thread's next token, or at once where asked. */
  addSafe(threadId: string, values: readonly string[], options?: { readonly store?: boolean }): Promise<void>;
  /** All values of a thread, for restoring and for the canary check. `fresh` asks the store again instead of the recent copy. */
  entries(threadId: string, options?: { readonly fresh?: boolean }): Promise<readonly TokenEntry[]>;
  thread(threadId: string, options?: { readonly fresh?: boolean }): Promise<ThreadValues>;
  putBlob(bytes: Uint8Array): Promise<{ ref: string; sha256: string; salt: string; commitment: string }>;
  getBlob(ref: string): Promise<Uint8Array | undefined>;
  deleteThread(threadId: string): Promise<void>;
  /**
   * Destroys the keys of everything that is this value under folding, in all threads, with the other facets of the same
   * entity, and the raw bodies and texts in which `finder` sees it. Safe to repeat after a stop.
   */
  eraseSubject(
    subject: { readonly kind?: TokenKind; readonly value: string },
    work: LongWork & { readonly finder: (text: string) => boolean },
  ): Promise<Erasure>;
  /** Wraps the data key with another installation key, at once and without touching a row. */
  rotate(newKey: Uint8Array): Promise<void>;
  /** Makes a new data key and seals everything again under it. Takes up where a killed one stopped. False when stopped by the signal. */
  rotateDataKey(work?: LongWork): Promise<boolean>;
  /** Removes what has expired; returns how many rows. */
  expire(at: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * A token as stored. `index` counts per thread and kind from 1, `alias` the ways one entity is written from 1. `entity`
 * counts within the thread and says nothing outside it. An erased row has no ciphertext. `legacy` is what rows older than
 * entity keys are bound to; they are sealed by the data key itself.
 */
export type VaultRow = {
  readonly kind: TokenKind;
  readonly index: number;
  readonly alias: number;
  readonly entity: number;
  readonly ciphertext: Uint8Array | undefined;
  readonly legacy?: string;
  readonly generation: number;
  readonly expiresAt: string;
};
export type VaultKey = { readonly entity: number; readonly wrapped: Uint8Array; readonly generation: number };
/** Sealed facts about a thread that are no tokens: business ids, and which record an entity is. */
export type VaultNote = {
  readonly seq: number;
  readonly ciphertext: Uint8Array;
  readonly generation: number;
  readonly expiresAt: string;
};
export type VaultAddition = {
  readonly rows: readonly VaultRow[];
  readonly keys: readonly VaultKey[];
  readonly notes: readonly VaultNote[];
};
export type VaultThread = VaultAddition & { readonly revision: number };
export type SealedBlob = { readonly sealed: Uint8Array; readonly generation: number };

/** Raw storage under the vault: ciphertext only. Every method is one transaction. */
export interface VaultStore {
  /** Undefined while the thread is still at `unless`. A thread that was never written has revision 0. */
  readThread(threadId: string, unless?: number): Promise<VaultThread | undefined>;
  /** Adds when nobody changed the thread since `revision` and the data key is still of `generation`; otherwise undefined. Returns the new revision. */
  append(threadId: string, revision: number, generation: number, addition: VaultAddition): Promise<number | undefined>;
  /** Destroys keys and ciphertexts of entities; the rows stay as tombstones. Returns how many rows lost their value. */
  eraseEntities(threadId: string, entities: readonly number[]): Promise<number>;
  threadIds(after: string, limit: number): Promise<readonly string[]>;
  /** Puts sealed-again rows, keys and notes in the place of the old ones, under the same conditions as `append`. */
  replace(threadId: string, revision: number, generation: number, sealed: VaultAddition): Promise<number | undefined>;
  /** False when the data key is of another generation by now. */
  putBlob(ref: string, blob: SealedBlob, expiresAt: string): Promise<boolean>;
  /** Exchanges the ciphertext of a blob that is still there. */
  resealBlob(ref: string, blob: SealedBlob): Promise<void>;
  getBlob(ref: string): Promise<SealedBlob | undefined>;
  blobRefs(after: string, limit: number): Promise<readonly string[]>;
  deleteBlobs(refs: readonly string[]): Promise<number>;
  deleteThread(threadId: string): Promise<void>;
  expire(at: string): Promise<number>;
  /** Leaves nothing of what was erased in the store's working files. */
  scrub(): Promise<void>;
  getMeta(name: string): Promise<string | undefined>;
  /** All of `next` (undefined removes) if every name of `expected` holds what is expected; otherwise nothing and false. */
  changeMeta(expected: MetaValues, next: MetaValues): Promise<boolean>;
  close(): Promise<void>;
}
export type MetaValues = Readonly<Record<string, string | undefined>>;

/** Name of the number of the data key in use; a store compares it within its own transaction. */
export const generationName = 'vault.generation';
