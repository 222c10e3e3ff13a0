import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { ChatMessage } from './privacy.ts';

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

/** What an agent may use of a model for one question. */
export type AskingLimits = {
  /** Of one answer; a prompt that asks for less gets less. */
  readonly maxTokens: number;
  /** With all attempts. */
  readonly deadlineMs: number;
};

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
  readonly limits?: AskingLimits;
  readonly signal?: AbortSignal;
};

/** Where a text tells a fact of its sheet: positions in UTF-16 units, end exclusive. */
export type ToldFact = { readonly fact: string; readonly start: number; readonly end: number };

export type Narration = {
  /** Tokens for names, amounts in the reader's locale. */
  readonly text: string;
  readonly told: readonly ToldFact[];
  /** What wrote it: `narrator`, `openai`, `ollama`. */
  readonly engine: string;
  readonly model: string;
  readonly prompt: { readonly id: string; readonly version: string; readonly hash: string };
  /** Why another engine than the configured one answered, if so. */
  readonly fallback?: 'unavailable' | 'withheld' | 'unfaithful' | 'budget';
  readonly usage: Usage;
};

/** A prompt that is answered with data of its own output schema. */
export type AssessmentRequest = {
  readonly runId: string;
  readonly threadId: string;
  readonly agent: string;
  readonly prompt: string;
  /** BCP 47 language of what is assessed. */
  readonly locale: string;
  /** What the prompt's body names. It comes from anywhere: what is personal in it is replaced before it leaves. */
  readonly view: JsonObject;
  readonly limits?: AskingLimits;
  readonly signal?: AbortSignal;
};

export type Assessment = { readonly usage: Usage } & (
  | {
      readonly kind: 'answered';
      /** Of the prompt's output schema. */
      readonly value: Json;
      readonly engine: string;
      readonly model: string;
      readonly prompt: Narration['prompt'];
    }
  /** `invalid`: twice in another shape than the schema. */
  | { readonly kind: 'unanswered'; readonly reason: 'no-model' | 'unavailable' | 'withheld' | 'budget' | 'invalid' }
);

/** A tool a model may ask for. The leaves' classes of `input` say where values may stand; the model is not told them. */
export type ConversationTool = { readonly name: string; readonly description: string; readonly input: z.ZodType };

export type ConversationRequest = {
  readonly runId: string;
  readonly threadId: string;
  readonly agent: string;
  /** Whose model answers; `planner` unless told. */
  readonly role?: 'planner' | 'narrator' | 'judge';
  /**
   * As they come from outside, in the shapes of OpenAI or LangChain: system, user, assistant with tool calls, tool results.
   * What is personal in them is replaced here, and whatever imitates a token is a literal.
   */
  readonly messages: readonly ChatMessage[];
  /** Places in `messages` that are written in the thread's own tokens, such as `text` and `withTokens` of earlier answers. */
  readonly inTokens?: readonly number[];
  readonly tools: readonly ConversationTool[];
  readonly maxTokens: number;
  /** BCP 47 language of what the built-in narrator says; English unless told. */
  readonly locale?: string;
  readonly signal?: AbortSignal;
  /** The answer as it is written, with tokens, or with values where `reveal` is set. No token arrives in two pieces. */
  readonly onDelta?: (text: string) => void;
  /** The reader is the thread's own authorised user: tokens are restored as the policy says of a screen, never in a link. */
  readonly reveal?: boolean;
};

/** A tool the model asked for. `withTokens` is what it wrote, for the history of the thread. */
export type AskedCall =
  | {
      readonly id: string;
      readonly name: string;
      /** With values, and of the tool's schema. */
      readonly arguments: unknown;
      readonly withTokens: unknown;
    }
  | RefusedCall;

/** A call nobody may execute. `message` holds no value and may be told to the model. */
export type RefusedCall = {
  readonly id: string;
  readonly name: string;
  readonly refused: ErrorCode;
  readonly field: string;
  readonly message: string;
  readonly withTokens: unknown;
};

export type ConversationAnswer = {
  /** With tokens. */
  readonly text: string;
  /** As the thread's user may read it; where `reveal` was set. */
  readonly shown?: string;
  readonly toolCalls: readonly AskedCall[];
  /** The text broke off: the tokens allowed were used up, or it ended without saying so. There are no tool calls then. */
  readonly isCutOff: boolean;
  /** What wrote it: `narrator`, `openai`, `ollama`. */
  readonly engine: string;
  readonly model: string;
  /** Why the narrator answered instead of the configured model, if so. */
  readonly fallback?: 'unavailable' | 'withheld' | 'budget';
  readonly usage: Usage;
  /** Tokens in arguments that were written otherwise and could be read without doubt. */
  readonly repairs: number;
  /** What was sent for it, each sending once. */
  readonly egressIds: readonly string[];
};

/** The only way to a language model. */
export interface Gateway {
  /** Facts into words. */
  narrate(request: NarrationRequest): Promise<Narration>;
  /** A prompt's question, answered with data; prompt.invalid where the prompt has no schema for its answer. */
  assess(request: AssessmentRequest): Promise<Assessment>;
  /**
   * One turn of a conversation with tools. Rejects with privacy.leak where a raw value was about to leave, privacy.blocked
   * where the policy keeps something back, llm.invalid_output where a tool call is cut off or no JSON, input.invalid for
   * messages of no known shape, llm.unavailable where a provider fails after something was shown.
   */
  converse(request: ConversationRequest): Promise<ConversationAnswer>;
  /** Whether a finished text says only what its facts say, and where it says what. No model is asked. */
  check(text: string, sheet: FactSheet, locale: string): { readonly failures: readonly string[]; readonly told: readonly ToldFact[] };
  /** Whether a role is played by a model elsewhere; the built-in narrator plans nothing. */
  hasModel(role: 'planner' | 'narrator' | 'judge'): boolean;
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
