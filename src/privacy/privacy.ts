import type { z } from 'zod';
import type { Privacy, ThreadValues, TokenEntry, Vault } from '../contracts/privacy.ts';
import { createLeakFinder, type LeakFinder } from './leak.ts';
import { planProtection } from './protect.ts';
import { restoreTree, tokensIn } from './restore.ts';

/** The privacy gate over a vault. `protect` is for values from outside: a value already protected would be hidden twice. */
export function createPrivacy({ vault }: { readonly vault: Vault }): Privacy {
  // Keyed by the list itself: the vault hands out the same list until a value is added, so a finder is built once.
  const finders = new WeakMap<readonly TokenEntry[], LeakFinder>();
  return {
    async protect<S extends z.ZodType>(threadId: string, schema: S, value: z.infer<S>): Promise<z.infer<S>> {
      const plan = planProtection(schema, value);
      if (plan.safe.length > 0) await vault.addSafe(threadId, plan.safe);
      const tokens = await vault.tokenise(threadId, plan.pending);
      for (const [at, { target, key }] of plan.pending.entries()) target[key] = tokens[at];
      // The copy has the schema's shape; only strings were exchanged for strings.
      return plan.result() as z.infer<S>;
    },
    async restore<T>(threadId: string, tree: T): Promise<T> {
      const wanted = tokensIn(tree);
      if (wanted.size === 0) return tree;
      const values = await valuesFor(vault, threadId, wanted);
      return restoreTree(tree, (token) => values.get(token)) as T;
    },
    async findLeak(threadId, text) {
      const entries = await vault.entries(threadId);
      let finder = finders.get(entries);
      if (!finder) finders.set(entries, (finder = createLeakFinder(entries)));
      return finder(text);
    },
  };
}

/** What stands on a screen where a value was erased. */
const erasedMark = '(erased)';

/** The values of a thread by token, read again where one of those wanted is missing: another process may have issued it a moment ago. */
async function valuesFor(vault: Vault, threadId: string, wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const values = byToken(await vault.thread(threadId));
  return [...wanted].every((token) => values.has(token)) ? values : byToken(await vault.thread(threadId, { fresh: true }));
}

function byToken({ entries, erased }: ThreadValues): ReadonlyMap<string, string> {
  const values = new Map(entries.map((entry) => [entry.token, entry.value]));
  for (const token of erased) values.set(token, erasedMark);
  return values;
}
