import type { z } from 'zod';

export type * from './vault.ts';

export interface Privacy {
  /** Walks a value by its schema: personal and confidential leaves become tokens, unknown keys count as confidential. */
  protect<S extends z.ZodType>(threadId: string, schema: S, value: z.infer<S>): Promise<z.infer<S>>;
  /** Replaces tokens by values in every string of a JSON tree. A token this thread never issued is privacy.unknown_token. */
  restore<T>(threadId: string, tree: T): Promise<T>;
  /** The first place in `text` where a raw value of the thread stands, or undefined. Never tells the value. */
  findLeak(threadId: string, text: string): Promise<{ token: string; at: number } | undefined>;
}
