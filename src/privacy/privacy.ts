import type { z } from 'zod';
import type { Detector, Recogniser } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { PrivacyPolicy } from '../contracts/privacy-policy.ts';
import type { Privacy, ThreadValues, TokenEntry, Vault } from '../contracts/privacy.ts';
import { bandText } from './bands.ts';
import { createLeakFinder, type LeakFinder } from './leak.ts';
import { protectMessages } from './messages.ts';
import { resolvePolicy, treatmentOf } from './policy.ts';
import { planProtection } from './protect.ts';
import { createRedactor, type KnownValuesFactory, type Redactor } from './redact-text.ts';
import { redactTree } from './redact-tree.ts';
import { restoreInto } from './restore-arguments.ts';
import { restoreTree, tokensIn, type ValueOf } from './restore.ts';

export type PrivacyOptions = {
  readonly vault: Vault;
  /** Finds what is personal in free text. Without it only what the thread knows is found there. */
  readonly detector?: Detector;
  readonly knownValues?: KnownValuesFactory;
  /** The standard profile unless given. */
  readonly policy?: PrivacyPolicy;
  readonly recogniser?: Recogniser;
};

/** The privacy gate over a vault. `protect` is for values from outside: a value already protected would be hidden twice. */
export function createPrivacy({ vault, detector, knownValues, policy = resolvePolicy(), recogniser }: PrivacyOptions): Privacy {
  // Keyed by the list itself: the vault hands out the same list until a value is added, so a finder is built once.
  const finders = new WeakMap<readonly TokenEntry[], LeakFinder>();
  const redact = createRedactor({ vault, policy, detector, knownValues, recogniser });
  return {
    policy,
    policyVersion: policy.version,
    protect: (threadId, schema, value) => protect(vault, redact, threadId, schema, value),
    async restore<T>(threadId: string, tree: T): Promise<T> {
      return restored(vault, threadId, tree, () => 'pass');
    },
    async restoreForScreen<T>(threadId: string, tree: T): Promise<T> {
      return restored(vault, threadId, tree, (kind) => treatmentOf(policy, kind, 'screen'));
    },
    async restoreArguments<S extends z.ZodType>(threadId: string, schema: S, tree: z.infer<S>) {
      // What is written stays for good, so what another process issued or erased a moment ago counts.
      const thread = await vault.thread(threadId, { fresh: true });
      const { value, repairs } = restoreInto(schema, tree, thread, policy);
      // Only strings were exchanged for strings.
      return { value: value as z.infer<S>, repairs };
    },
    async redactText(threadId, text, { destination = 'model', signal } = {}) {
      const [redacted] = await redact(threadId, [{ text }], destination, signal);
      return redacted ?? { text: '', spans: [], counts: {} };
    },
    redactTree: (threadId, tree, { destination = 'model', signal } = {}) => redactTree(redact, policy, threadId, tree, destination, signal),
    protectMessages: (threadId, messages, options = {}) => protectMessages(redact, policy, threadId, messages, options),
    async findLeak(threadId, text) {
      const entries = await vault.entries(threadId);
      let finder = finders.get(entries);
      if (!finder) finders.set(entries, (finder = createLeakFinder(entries)));
      return finder(text);
    },
  };
}

async function protect<S extends z.ZodType>(
  vault: Vault,
  redact: Redactor,
  threadId: string,
  schema: S,
  value: z.infer<S>,
): Promise<z.infer<S>> {
  const plan = planProtection(schema, value);
  if (plan.safe.length > 0) await vault.addSafe(threadId, plan.safe);
  const tokens = await vault.tokenise(threadId, plan.pending);
  for (const [at, { target, key }] of plan.pending.entries()) target[key] = tokens[at];
  if (plan.readable.length > 0) {
    // After the typed fields, because the names in them are what a note beside them is about.
    const given = plan.readable.map(({ value: text, key }) => ({ text, field: String(key) }));
    const redacted = await redact(threadId, given, 'model');
    for (const [at, { target, key }] of plan.readable.entries()) target[key] = redacted[at]?.text ?? '';
  }
  // The copy has the schema's shape; only strings were exchanged for strings.
  return plan.result() as z.infer<S>;
}

/** What stands on a screen where a value was erased. */
export const erasedMark = '(erased)';

async function restored<T>(vault: Vault, threadId: string, tree: T, shown: (kind: TokenEntry['kind']) => Treatment): Promise<T> {
  const wanted = tokensIn(tree);
  if (wanted.size === 0) return tree;
  let thread = await vault.thread(threadId);
  let valueOf = reader(thread, shown);
  // Another process may have issued it a moment ago.
  if ([...wanted].some((token) => valueOf(token) === undefined)) {
    thread = await vault.thread(threadId, { fresh: true });
    valueOf = reader(thread, shown);
  }
  // A token that was a number becomes one again, everything else stays of its type.
  return restoreTree(tree, valueOf) as T;
}

type Treatment = ReturnType<typeof treatmentOf>;

function reader({ entries, erased }: ThreadValues, shown: (kind: TokenEntry['kind']) => Treatment): ValueOf {
  const byToken = new Map(entries.map((entry) => [entry.token, entry]));
  return (token) => {
    const entry = byToken.get(token);
    if (!entry) return erased.has(token) ? erasedMark : undefined;
    const { kind, value, isNumber } = entry;
    switch (shown(kind)) {
      case 'pass':
        return isNumber ? Number(value) : value;
      case 'token':
        return token;
      case 'band':
        return bandText(kind, value) ?? `[${kind}]`;
      case 'drop':
        return `[${kind}]`;
      case 'block':
        throw new CountersignError('privacy.blocked', `The policy keeps values of kind ${kind} from a screen`);
    }
  };
}
