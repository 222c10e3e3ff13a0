import type { Json, JsonObject } from '../contracts/json.ts';
import type { FactSheet, ToldFact } from '../contracts/llm.ts';
import type { EvalCase } from './cases.ts';
import type { Suite } from './suites.ts';

export type ToolCall = { readonly tool: string; readonly arguments: { readonly [name: string]: Json } };
/** A write that reached a business system, and whether a decision on record stands behind it. */
export type DoneWrite = { readonly tool: string; readonly record: string; readonly isApproved: boolean };

/** What came of a case: what was said, what was called, what became of records. Times are milliseconds. */
export type Observed = {
  /** As it was written: tokens for names; amounts may stand as values. */
  readonly text: string;
  readonly locale: string;
  /** `narrator`, `openai`, `ollama`. */
  readonly engine: string;
  /** Why another engine than the one asked answered. */
  readonly fallback?: string;
  /** Of a conversation, everything its tools answered. */
  readonly facts?: FactSheet;
  /** The text with tokens in the place of names, where `text` has them restored: what facts are held against. */
  readonly inTokens?: string;
  /** The thread it was said in, whose vault knows the names. */
  readonly threadId?: string;
  /** Answer of a structured kind, or of a conversation turn by turn. */
  readonly json?: Json;
  readonly intents: readonly string[];
  readonly calls: readonly ToolCall[];
  readonly writes: readonly DoneWrite[];
  /** What is proposed or done to records: `system record field` → value. */
  readonly state: { readonly [place: string]: Json };
  /** Whom a proposal waits for; undefined where nothing waits. */
  readonly waitsFor?: string;
  /** What a person is told of a run that stopped or asks: the sentence of its exception, or title and reasons of its proposal. */
  readonly told?: string;
  /** Bodies that left, or would have, for a model. */
  readonly sent: readonly string[];
  /** Values that must stand in none of them, nor in the text. */
  readonly personal: readonly string[];
  readonly tokens: number;
  readonly latencyMs: number;
};

export type Score = {
  readonly name: string;
  /** 0 to 1. */
  readonly score: number;
  readonly pass: boolean;
  /** One sentence. */
  readonly detail?: string;
  /** Pieces of the text, fact labels or places. */
  readonly evidence?: readonly string[];
  /** It could not be said: counts as not passed. */
  readonly error?: true;
};

/** What a model thinks of a text by one rubric, 0 to 1, or why none does. It is reported beside the scores and never counts. */
export type Judged = { readonly name: string } & (
  | { readonly score: number; readonly isLow: boolean; readonly reason: string }
  | { readonly skipped: string }
);

export type Failing = { readonly check: string; readonly what: string };
/** The engine's own faithfulness check, handed in: there is no second one. */
export type CheckFacts = (
  text: string,
  sheet: FactSheet,
  options: { readonly locale: string; readonly required: readonly string[] },
) => { readonly failures: readonly Failing[]; readonly told: readonly ToldFact[] };

export type ScoreContext = {
  readonly case: EvalCase;
  readonly observed: Observed;
  /** What the check says of the text; undefined where a case has no facts. */
  readonly checked: ReturnType<CheckFacts> | undefined;
};

/** Options are the suite's own, checked when the suite is read. */
export type Scorer = (
  context: ScoreContext,
  options: { readonly [name: string]: Json },
) => Omit<Score, 'name'> | Promise<Omit<Score, 'name'>>;

/** Runs cases of one suite. Comes in from the program, which knows graphs and models. */
export type Engine = {
  readonly name: string;
  /** The same input gives the same bytes; it is held to that. */
  readonly isDeterministic: boolean;
  readonly checkFacts: CheckFacts;
  /** The prompts a suite speaks with: id → version and hash. */
  prompts(suite: Suite): { readonly [id: string]: PromptUsed };
  /** Rejects where the case could not be run at all; that is an error of the case, never a pass. */
  run(suite: Suite, one: EvalCase, trial: number, signal: AbortSignal): Promise<Observed>;
  /** Asks the model that plays the judge for one to five by a rubric's prompt; left out where nothing is judged. */
  judge?(
    suite: Suite,
    observed: Observed,
    rubric: string,
    view: JsonObject,
    signal: AbortSignal,
  ): Promise<{ readonly score: number; readonly reason: string } | { readonly skipped: string }>;
  /** A unified diff from an earlier version of a prompt to the one in use; empty where nothing differs or it is not kept. */
  promptDiff?(id: string, before: PromptUsed): string;
  close(): Promise<void>;
};
export type PromptUsed = { readonly version: string; readonly hash: string };
