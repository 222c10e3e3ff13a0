import type { TokenKind } from './token-kinds.ts';
import type { Evidence } from './detection.ts';
import type { Principal } from './principal.ts';

/** `strict` also refuses what cannot be looked into: embedded base64, lines beyond all measure, pictures, PDF. */
export const redactProfiles = ['standard', 'strict'] as const;
export type RedactProfile = (typeof redactProfiles)[number];

/** What positions count: units of UTF-16, as JavaScript and Java do, or code points, as Python does. */
export const offsetUnits = ['utf-16', 'code-points'] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

/** `start` and `end` are positions in the text as it was handed in, end exclusive. Sorted, never overlapping. */
export type FoundSpan = { readonly type: TokenKind; readonly start: number; readonly end: number; readonly by: Evidence };

/** A text with its personal values replaced by tokens. `counts` says how many spans of each type there were. */
export type RedactedText = {
  readonly text: string;
  readonly spans: readonly FoundSpan[];
  readonly counts: Readonly<Partial<Record<TokenKind, number>>>;
};

export type RedactOptions = {
  readonly profile: RedactProfile;
  /** Only these; absent means every type. */
  readonly types?: readonly TokenKind[];
  readonly offsets: OffsetUnit;
};

/** A file's text, or one of its lines or items. Of a line's other fields `id` alone is handed on. */
export type RedactedPart = RedactedText & { readonly id?: string | number };

export type RedactedFile = {
  readonly form: 'text' | 'lines' | 'array';
  /** Which detector found it, for whoever compares figures. */
  readonly detector: string;
  /** In the order of the file. A bad line rejects when it is reached; what came before is good. */
  readonly parts: AsyncIterable<RedactedPart>;
};

export interface RedactionService {
  /** Redacts texts that belong together: the same value has the same token in all of them. Keeps nothing, logs counts. */
  redact(
    texts: readonly string[],
    options: RedactOptions,
    by: Principal,
  ): Promise<{ readonly detector: string; readonly items: readonly RedactedText[] }>;
}
