import type { JsonObject } from './json.ts';

/**
 * A typed fact a text may rest on. Everything a text says in numbers, dates or identifiers must be one of these.
 * `text` is how it reads; financial figures carry a slot (`<AMOUNT_1>`) there and their value in `value` only.
 */
export type Fact =
  | { readonly id: string; readonly type: 'money'; readonly label: string; readonly amount: string; readonly currency: string }
  | { readonly id: string; readonly type: 'date'; readonly label: string; readonly date: string }
  | { readonly id: string; readonly type: 'id'; readonly label: string; readonly value: string }
  | { readonly id: string; readonly type: 'quantity'; readonly label: string; readonly value: string; readonly unit: string }
  | { readonly id: string; readonly type: 'count'; readonly label: string; readonly value: number }
  | { readonly id: string; readonly type: 'percent'; readonly label: string; readonly value: string }
  | {
      readonly id: string;
      readonly type: 'enum';
      readonly label: string;
      readonly value: string;
      readonly words: readonly string[];
      readonly others: readonly string[];
    }
  /** A name, address or the like, already a token. */
  | { readonly id: string; readonly type: 'token'; readonly label: string; readonly token: string }
  /** Harmless words such as a product description. */
  | { readonly id: string; readonly type: 'term'; readonly label: string; readonly value: string };

export type FactSheet = {
  readonly facts: readonly Fact[];
  /** Nested shape for templates: the same facts grouped, e.g. lines of an order. Leaves are fact ids, flags or enum words. */
  readonly view: JsonObject;
};

export type Usage = { readonly inputTokens: number; readonly outputTokens: number; readonly costMicros: number };

export type NarrationRequest = {
  readonly runId: string;
  readonly threadId: string;
  readonly agent: string;
  readonly prompt: string;
  /** BCP 47 language of the text. */
  readonly locale: string;
  readonly sheet: FactSheet;
  /** Fact ids the text must mention. */
  readonly required: readonly string[];
  readonly signal?: AbortSignal;
};

export type Narration = {
  /** Tokens and slots, no values. */
  readonly text: string;
  /** What wrote it: `narrator`, `openai`, `ollama`. */
  readonly engine: string;
  readonly model: string;
  readonly prompt: { readonly id: string; readonly version: string; readonly hash: string };
  /** Why another engine than the configured one answered, if so. */
  readonly fallback?: 'unavailable' | 'unfaithful' | 'budget';
  readonly usage: Usage;
};

/** The only way to a language model. */
export interface Gateway {
  narrate(request: NarrationRequest): Promise<Narration>;
}

/** What left the machine, byte for byte. The narrator's input is on record too, with provider `narrator`. */
export type EgressRecord = {
  readonly id: string;
  readonly at: string;
  readonly runId: string;
  readonly threadId: string;
  readonly provider: string;
  readonly model: string;
  readonly url?: string;
  readonly prompt: string;
  readonly policyVersion: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The exact body. It holds tokens and slots only. */
  readonly body: string;
  readonly tokenCounts: Readonly<Record<string, number>>;
  readonly outcome: 'sent' | 'blocked' | 'failed';
  readonly status?: number;
  readonly usage?: Usage;
};

export interface EgressStore {
  append(record: EgressRecord): Promise<void>;
  update(id: string, change: Pick<EgressRecord, 'outcome' | 'status' | 'usage'>): Promise<void>;
  list(filter: { runId?: string; limit: number; after?: string }): Promise<readonly EgressRecord[]>;
  /** Spent since an instant, in millionths of the budget's currency. */
  spent(since: string): Promise<{ costMicros: number; tokens: number }>;
}
