/** One use of a prompt in a run. It holds no text. */
export type PromptUse = {
  readonly runId: string;
  readonly at: string;
  readonly prompt: string;
  readonly version: string;
  /** What wrote the text: `narrator`, `openai`, `ollama`. */
  readonly engine: string;
  /** Why another engine than the configured one wrote it. */
  readonly fallback?: 'unavailable' | 'withheld' | 'unfaithful' | 'budget';
  /** How many texts of a model were refused because they said more than their facts, 0 to 2. */
  readonly refusedTexts: number;
  readonly costMicros: number;
  readonly latencyMs: number;
};

/** How a version did in production. Counts are of runs; sums are over all of them. */
export type PromptFigures = {
  readonly version: string;
  readonly uses: number;
  /** Runs whose proposal was approved or rejected, and how many of them were approved. */
  readonly decided: number;
  readonly approved: number;
  /** Runs whose proposal was edited, and how much of the changed texts on average: 0 nothing, 1 all words. */
  readonly edited: number;
  readonly meanEditDistance: number;
  /** Runs in which a model wrote something its facts do not say. */
  readonly unfaithful: number;
  readonly fallbacks: number;
  readonly costMicros: number;
  readonly meanLatencyMs: number;
};

export interface PromptMetricsStore {
  /** A run that is repeated after a crash counts once: the last use of a prompt in a run stands, its cost is added. */
  used(use: PromptUse): Promise<void>;
  /** What became of a run's proposal; answers the prompts that were used in it. A later decision replaces an earlier one. */
  decided(runId: string, outcome: 'approved' | 'rejected'): Promise<readonly string[]>;
  /** The proposal of a run was edited; of several edits the largest distance counts. 0 to 1. */
  edited(runId: string, distance: number): Promise<readonly string[]>;
  /** By version, in the order of their first use. */
  figures(prompt: string): Promise<readonly PromptFigures[]>;
}

export const promptMeasures = ['approval', 'edits', 'faithfulness', 'fallbacks'] as const;
export type PromptMeasure = (typeof promptMeasures)[number];

type Share = { readonly count: number; readonly of: number; readonly share: number; readonly low: number; readonly high: number };

/** A version that does worse than the one before it, beyond doubt. Shares with 95 % Wilson intervals. */
export type PromptDrop = {
  readonly measure: PromptMeasure;
  readonly version: string;
  readonly before: string;
  readonly now: Share;
  readonly was: Share;
};
export type PromptAlert = PromptDrop & {
  /** What would undo it, for a person to do: `countersign prompts rollback`, or the same over HTTP. */
  readonly rollback: { readonly label: 'production' | 'uat'; readonly to: string };
};
