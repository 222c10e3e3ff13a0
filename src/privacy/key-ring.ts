import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { Clock } from '../contracts/time.ts';
import { generationName, type VaultStore } from '../contracts/vault.ts';
import { deriveKey, keyedHash, open, seal, type RandomBytes } from './seal.ts';

export type DataKey = { readonly generation: number; readonly key: Uint8Array };

export type KeyRingOptions = {
  readonly store: VaultStore;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
};

const retiredName = 'vault.retired_keys';
const Retired = z.array(z.object({ id: z.string(), at: z.string() }));
const nameOf = (generation: number): string => (generation === 1 ? 'vault.data_key' : `vault.data_key.${generation}`);

type Loaded = { readonly current: number; readonly keys: ReadonlyMap<number, Uint8Array> };

/**
 * The keys of a vault. Data keys, numbered by generation, seal what is stored; the installation key wraps them and is
 * itself never stored, only a name for it that tells nothing about it.
 */
export class KeyRing {
  readonly #options: KeyRingOptions;
  #installation: Wrapper;
  #loaded: Promise<Loaded> | undefined;

  constructor(options: KeyRingOptions) {
    this.#options = options;
    this.#installation = wrapperOf(options.key);
  }

  async current(): Promise<DataKey> {
    const { current, keys } = await this.#ring();
    return { generation: current, key: present(keys.get(current)) };
  }

  async of(generation: number): Promise<Uint8Array> {
    const known = (await this.#ring()).keys.get(generation);
    if (known) return known;
    // Another process has changed the data key since.
    this.forget();
    return present((await this.#ring()).keys.get(generation));
  }

  /** The next use asks the store again. */
  forget(): void {
    this.#loaded = undefined;
  }

  /** Wraps every data key with another installation key in one step. */
  async rewrap(newKey: Uint8Array): Promise<void> {
    const { store, clock } = this.#options;
    const next = wrapperOf(newKey);
    this.forget();
    const { current } = await this.#ring();
    const expected: Record<string, string | undefined> = { [retiredName]: await store.getMeta(retiredName) };
    const changed: Record<string, string> = {};
    for (const [generation, wrapped] of await this.#wrappedKeys(current)) {
      const name = nameOf(generation);
      expected[name] = wrapped;
      changed[name] = this.#wrap(name, await this.#unwrap(name, wrapped), next);
    }
    const retired = Retired.parse(JSON.parse(expected[retiredName] ?? '[]')).filter(({ id }) => id !== next.id);
    changed[retiredName] = JSON.stringify([...retired, { id: this.#installation.id, at: clock.now().toISOString() }]);
    if (!(await store.changeMeta(expected, changed))) throw new Error('somebody else changed the keys at the same moment');
    this.#installation = next;
    this.forget();
  }

  /** Adds a data key and makes it the one in use. When another process is faster, its key is the one. */
  async advance(): Promise<DataKey> {
    const { store, randomBytes } = this.#options;
    this.forget();
    const { current } = await this.#ring();
    const name = nameOf(current + 1);
    await store.changeMeta(
      { [generationName]: await store.getMeta(generationName), [name]: undefined },
      { [generationName]: String(current + 1), [name]: this.#wrap(name, randomBytes(32)) },
    );
    this.forget();
    return this.current();
  }

  /** Whether something may still be sealed under an older key: exchanging it is under way or was stopped. */
  async hasOlder(): Promise<boolean> {
    return (await this.#ring()).keys.size > 1;
  }

  /** Destroys data keys older than the one in use. */
  async retireOlder(): Promise<void> {
    const { current, keys } = await this.#ring();
    const older = [...keys.keys()].filter((generation) => generation < current).map(nameOf);
    if (older.length === 0) return;
    await this.#options.store.changeMeta({ [generationName]: String(current) }, Object.fromEntries(older.map((name) => [name, undefined])));
    this.forget();
  }

  #ring(): Promise<Loaded> {
    this.#loaded ??= this.#load().catch((cause: unknown) => {
      // A failure is not remembered; the next call tries again.
      this.forget();
      throw cause;
    });
    return this.#loaded;
  }

  async #load(): Promise<Loaded> {
    const { store, randomBytes } = this.#options;
    const name = nameOf(1);
    // If another process is first, its key counts: the change is refused and what it stored is read below.
    if ((await store.getMeta(name)) === undefined && (await store.getMeta(generationName)) === undefined)
      await store.changeMeta({ [name]: undefined, [generationName]: undefined }, { [name]: this.#wrap(name, randomBytes(32)) });
    const current = Number((await store.getMeta(generationName)) ?? '1');
    const keys = new Map<number, Uint8Array>();
    for (const [generation, wrapped] of await this.#wrappedKeys(current))
      keys.set(generation, await this.#unwrap(nameOf(generation), wrapped));
    if (!keys.has(current)) throw new Error('the data key was not kept');
    return { current, keys };
  }

  async #wrappedKeys(current: number): Promise<[number, string][]> {
    const found: [number, string][] = [];
    for (let generation = 1; generation <= current; generation += 1) {
      const wrapped = await this.#options.store.getMeta(nameOf(generation));
      if (wrapped !== undefined) found.push([generation, wrapped]);
    }
    return found;
  }

  #wrap(name: string, data: Uint8Array, { wrapping } = this.#installation): string {
    return Buffer.from(seal(wrapping, data, name, this.#options.randomBytes)).toString('base64');
  }

  async #unwrap(name: string, wrapped: string): Promise<Uint8Array> {
    try {
      return open(this.#installation.wrapping, Buffer.from(wrapped, 'base64'), name);
    } catch (cause) {
      const names = Retired.parse(JSON.parse((await this.#options.store.getMeta(retiredName)) ?? '[]'));
      const retired = names.find(({ id }) => id === this.#installation.id);
      if (!retired) throw cause;
      const sentence = `The vault key was changed on ${retired.at.slice(0, 10)} and this is the old one; start again with the new key`;
      throw new CountersignError('privacy.vault_unavailable', sentence, { cause });
    }
  }
}

type Wrapper = { readonly wrapping: Uint8Array; readonly id: string };

function wrapperOf(key: Uint8Array): Wrapper {
  if (key.length !== 32) throw new CountersignError('config.invalid', 'The vault key must have 32 bytes');
  return { wrapping: deriveKey(key, 'vault-wrap'), id: keyedHash(deriveKey(key, 'vault-key-name'), 'name').slice(0, 16) };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a data key is missing');
  return value;
}
