import type { z } from 'zod';
import type { TokenKind } from './classes.ts';
import type { Destination, PrivacyPolicy } from './privacy-policy.ts';

export type * from './vault.ts';

export type RedactOptions = {
  /** Default `model`. */
  readonly destination?: Destination;
  readonly signal?: AbortSignal;
};

/** For messages: some may have passed the gate before. */
export type MessagesOptions = RedactOptions & {
  /**
   * Places of messages that are written in the thread's own tokens, such as what its model answered. Tokens this thread
   * issued stay there; everything else is replaced as in any other message. In all others a token is a literal.
   */
  readonly inTokens?: readonly number[];
};

/** What was replaced in a text: `start` and `end` count UTF-16 units of the text as it was. The value itself is not told. */
export type Replacement = {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly by: string;
  /** What stands there now: a token, a band or `[CARD]`. */
  readonly with: string;
};
export type Counts = Readonly<Record<string, number>>;
export type RedactedText = { readonly text: string; readonly spans: readonly Replacement[]; readonly counts: Counts };

/** A message as chat APIs have it: `content` is text or a list of parts, tool calls carry arguments as JSON text or tree. */
export type ChatMessage = { readonly role?: string; readonly content?: unknown; readonly [field: string]: unknown };

export interface Privacy {
  readonly policy: PrivacyPolicy;
  /** Of the policy: a short hash of its rules. */
  readonly policyVersion: string;
  /** Walks a value by its schema: personal and confidential leaves become tokens, unknown keys count as confidential. */
  protect<S extends z.ZodType>(threadId: string, schema: S, value: z.infer<S>): Promise<z.infer<S>>;
  /** Replaces tokens by values in every string of a JSON tree. A token this thread never issued is privacy.unknown_token. */
  restore<T>(threadId: string, tree: T): Promise<T>;
  /** Like restore, for the thread's own user: what the policy keeps from a screen stays a token or reads `[CARD]`. */
  restoreForScreen<T>(threadId: string, tree: T): Promise<T>;
  /**
   * Arguments of a tool call with values in the place of tokens, each only where its leaf takes that kind; `field` of the
   * error names the place. `repairs` counts tokens that were written otherwise and could be read without doubt.
   */
  restoreArguments<S extends z.ZodType>(threadId: string, schema: S, tree: z.infer<S>): Promise<{ value: z.infer<S>; repairs: number }>;
  /** Text with what is personal in it replaced as the policy says. Everything literal that imitates a token is hidden too. */
  redactText(threadId: string, text: string, options?: RedactOptions): Promise<RedactedText>;
  /** Every string, key and number literal of a JSON tree that comes from outside. */
  redactTree(threadId: string, tree: unknown, options?: RedactOptions): Promise<{ readonly tree: unknown; readonly counts: Counts }>;
  /** Chat messages from outside: text, parts, tool calls, tool results; what cannot be read goes by the policy. */
  protectMessages(
    threadId: string,
    messages: readonly ChatMessage[],
    options?: MessagesOptions,
  ): Promise<{ readonly messages: readonly ChatMessage[]; readonly counts: Counts }>;
  /** The first place in `text` where a raw value of the thread stands, or undefined. Never tells the value. */
  findLeak(threadId: string, text: string): Promise<{ token: string; at: number } | undefined>;
}
