import type { TokenKind } from './classes.ts';

/** Kinds a detector finds in free text. An amount is none: figures are dealt with where they are typed. */
export type SpanKind = Exclude<TokenKind, 'AMOUNT' | 'TEXT'>;

/** What made the detector sure. `known`: a value of a typed field of the thread; it wins over everything else. */
export type Evidence = 'known' | 'checksum' | 'pattern' | 'cue' | 'list' | 'shape' | 'model';

/** `start` and `end` count UTF-16 units, end exclusive. Spans of one answer are sorted and never overlap. */
export type Span = {
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
  readonly by: Evidence;
  readonly token?: string;
};

/** What a thread already knows: finds values of personal fields in text, and values that must stay as they are. */
export interface KnownValues {
  /** Every place where a known personal value stands, in any of its forms. Sorted, no overlaps. */
  find(text: string): readonly Span[];
  /** Every place where a business id of a typed field stands. Sorted, no overlaps. */
  findSafe(text: string): readonly { readonly start: number; readonly end: number }[];
}

export interface Detector {
  /** One pass, synchronous, linear in the text's length. */
  detect(text: string, known?: KnownValues): readonly Span[];
}

/** A recogniser with a model of its own, off unless configured. It may be slow; its spans join the detector's. */
export interface Recogniser {
  readonly name: string;
  find(text: string, signal?: AbortSignal): Promise<readonly Span[]>;
  close(): Promise<void>;
}
