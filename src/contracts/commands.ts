import type { Verification } from './audit.ts';
import type { HistorySize } from './model-store.ts';
import type { Metric } from './models.ts';
import type { DoctorFinding } from './ports.ts';
import type { RedactedFile, RedactOptions } from './redaction.ts';

/** Where a command's words go; a person's terminal or a test. Progress goes to `error`, results to `out`. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly isInteractive: boolean;
  readonly columns: number;
  /** Which of the two streams a person watches, where that differs from `isInteractive`: a pipe on one side says nothing of the other. */
  readonly watched?: { readonly out: boolean; readonly error: boolean };
  /** Resolves when what went to `out` has room again; long results wait for it, so that they never pile up in memory. */
  readonly drained?: () => Promise<void>;
};

export type UpOptions = {
  readonly config?: string;
  readonly port?: number;
  readonly content?: string;
  /** Standard output belongs to one JSON document: signed audit heads go to standard error instead. */
  readonly quietOut?: boolean;
  readonly signal: AbortSignal;
};
export type Started = {
  readonly url: string;
  readonly sandbox?: {
    readonly url: string;
    readonly people: readonly { readonly name: string; readonly does: string; readonly key: string }[];
    readonly erpKey: string;
  };
  /** Resolves when the server has stopped. */
  readonly stopped: Promise<void>;
};

/** What the commands that work on files need from the composed program; the rest are HTTP clients. */
export interface LocalCommands {
  up(options: UpOptions, progress: (sentence: string) => void): Promise<Started>;
  /** The built-in ERP and CRM alone, for people who want to point something else at them. */
  sandbox(
    options: { config?: string; port?: number; seed?: number; size?: number; northwind?: string; signal: AbortSignal },
    progress: (sentence: string) => void,
  ): Promise<{ url: string; stopped: Promise<void> }>;
  /** Replaces the company in the sandbox of this installation by Northwind's, in both faces. The server must be stopped. */
  importNorthwind(
    options: { config?: string; folder: string },
    progress: (sentence: string) => void,
  ): Promise<{ orders: number; customers: number; materials: number }>;
  verifyAudit(options: { config?: string; data?: string; heads?: string; key?: string }): Promise<Verification & { headsFile: string }>;
  backup(
    options: { config?: string; to: string },
    progress: (sentence: string) => void,
  ): Promise<{ folder: string; files: readonly { name: string; bytes: number }[] }>;
  restore(options: { config?: string; from: string }, progress: (sentence: string) => void): Promise<{ files: readonly string[] }>;
  configCheck(options: { config?: string }): Promise<{ file: string | undefined; summary: Readonly<Record<string, string>> }>;
  doctor(options: { config?: string }): Promise<readonly (DoctorFinding & { connection?: string })[]>;
  /** Another installation key for the vault. The server must be stopped. */
  rotateKey(options: { config?: string }): Promise<{ at: string; isResumed: boolean }>;
  /** Another data key; false where it was stopped. The server must be stopped. */
  rotateDataKey(
    options: { config?: string; signal: AbortSignal },
    progress: (done: { threads: number; blobs: number }) => void,
  ): Promise<{ at: string; isComplete: boolean }>;
  /** Makes a key directly in the data folder: how the first administrator gets in. The server must be stopped. */
  firstKey(options: { config?: string; name: string; principal: string; roles: readonly string[] }): Promise<{ key: string; id: string }>;
}

export type PromptState = {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly state: 'released' | 'new' | 'changed';
};

/** What is done to prompts as files, without a server: the installation's own folder, or the one that came with the program. */
export interface PromptCommands {
  /** What is wrong, one sentence each; nothing is wrong where every text is the released one of its version. */
  check(options: { folder?: string }): {
    readonly folder: string;
    readonly prompts: readonly PromptState[];
    readonly problems: readonly string[];
  };
  /** Enters new versions; with `bump`, a text that changed under its version gets the next one in its file. */
  release(options: { folder?: string; bump?: 'patch' | 'minor' | 'major' }): {
    readonly folder: string;
    readonly entered: readonly { readonly id: string; readonly version: string; readonly hash: string }[];
  };
  /** A unified diff of two versions; `to` is the file in the folder unless given. Partials that differ follow. */
  diff(options: { folder?: string; id: string; from?: string; to?: string }): {
    readonly from: string;
    readonly to: string;
    readonly patch: string;
  };
}

export type EvalEngine = 'narrator' | 'replay' | 'openai' | 'ollama';
export type EvalRunOptions = {
  /** The evaluations; ./evals, or those of the program. */
  readonly folder?: string;
  /** Prompts instead of the installation's own. */
  readonly prompts?: string;
  readonly config?: string;
  readonly content?: string;
  readonly suites: readonly string[];
  readonly engine: EvalEngine;
  /** For `replay`: recorded answers, or the answers.jsonl of a run. Default: evals/cassettes/answers.jsonl. */
  readonly answers?: string;
  readonly trials?: number;
  readonly concurrency: number;
  /** `2/3`: the second of three shares. */
  readonly shard?: string;
  /** Where reports go; evals/out unless told. */
  readonly out?: string;
  readonly signal: AbortSignal;
};
export type EvalFinding = { readonly case: string; readonly what: string };
export type EvalVerdict = {
  readonly suite: string;
  readonly engine: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** 0 fine, 1 a regression, 2 could not be judged, 3 the baseline is stale or missing. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly errors: readonly EvalFinding[];
  readonly regressions: readonly EvalFinding[];
  readonly stale: readonly string[];
  readonly improved: readonly EvalFinding[];
  readonly newVersions: readonly { readonly id: string; readonly from: string; readonly to: string }[];
};
export type EvalOutcome = {
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly verdicts: readonly EvalVerdict[];
  readonly files: readonly string[];
  readonly notes: readonly string[];
};

/** Evaluations as files, without a server. */
export interface EvalCommands {
  /** Runs suites, holds them against their baselines and writes run.json, junit.xml, summary.md and report.html. */
  run(options: EvalRunOptions, progress: (done: number, total: number, words: string) => void): Promise<EvalOutcome>;
  /** One run held against another as if that were the baseline. */
  compare(options: { readonly base: string; readonly next: string }): Promise<EvalOutcome>;
  /** Makes a run the baseline. Refused under CI, for part of a suite, with fewer trials, and where a prompt changed under its version. */
  accept(options: {
    readonly folder?: string;
    readonly prompts?: string;
    readonly run?: string;
    readonly suites: readonly string[];
    readonly reason: string;
    readonly isCi: boolean;
  }): Promise<{ readonly accepted: readonly { readonly suite: string; readonly engine: string; readonly pass: string }[] }>;
  /** What a run came to, from its run.json. */
  show(options: { readonly run?: string; readonly folder?: string }): Promise<EvalOutcome>;
  /** Cases from what runs of an installation told a model: tokens and made-up amounts, no value. Appended to a dataset. */
  add(options: {
    readonly folder?: string;
    readonly config?: string;
    readonly run?: string;
    /** A verdict of a person, or `all` that ask for a case: edits, overrides and thumbs down. */
    readonly feedback?: string;
    readonly dataset: string;
  }): Promise<{
    readonly dataset: string;
    readonly added: readonly string[];
    /** What people said, in tokens, beside the verdict it belongs to. */ readonly reasons: readonly {
      readonly feedback: string;
      readonly kind: string;
      readonly reason: string;
    }[];
  }>;
}

export type TrainTable = {
  readonly csv: string;
  readonly target: string;
  readonly time?: string;
  readonly drop?: readonly string[];
  readonly knownAt?: Readonly<Record<string, string>>;
  readonly allow?: boolean;
  readonly seed: number;
};
export type TrainedModel = {
  readonly model: string;
  readonly version: number;
  readonly rows: number;
  readonly algorithm: string;
  readonly metrics: readonly Metric[];
  readonly artefactHash: string;
  readonly dataHash: string;
};
export type ImportModel = {
  readonly model: string;
  /** XGBoost JSON, LightGBM text, ONNX, or a JSON description of an endpoint. */
  readonly file: string;
  readonly format: 'xgboost' | 'lightgbm' | 'onnx' | 'endpoint';
  /** The head it stands for; the leading one unless told. */
  readonly head?: string;
  /** A JSON file with what else there is to say: columns, levels, output. */
  readonly options?: string;
};
type OfModels = {
  readonly config?: string;
  readonly content?: string;
  readonly models: readonly string[];
  /** `systems`, `sandbox` or a folder of JSON lines; the connected systems where there are any, otherwise the sandbox. */
  readonly source?: string;
  readonly signal?: AbortSignal;
};
/** What became of the messages of a stream, and the first of those that were refused, by file and line. */
export type StreamReport = {
  readonly messages: number;
  readonly taken: number;
  readonly unmatched: number;
  readonly duplicate: number;
  readonly retained: number;
  readonly tooLate: number;
  readonly tooMany: number;
  readonly refused: number;
  readonly reasons: readonly string[];
};
export type ModelHistory = HistorySize & { readonly model: string };
/** What reading history in came to: what is kept of a model now, how far its feeds were read, and what nothing was read for. */
export type ExtractedModel = ModelHistory & {
  /** Records of systems that were read this time. */
  readonly records?: number;
  readonly gaps: readonly { readonly feature: string; readonly source: string; readonly why: string }[];
};
type ModelProgress = (done: number, total: number | undefined, words: string) => void;

/** What commands of numeric models do on files, beside a server or without one. */
export interface ModelCommands {
  /** Learns one column of any table and answers a report; stores nothing. */
  trainTable(options: TrainTable, progress: ModelProgress): Promise<Readonly<Record<string, unknown>>>;
  /** The rows of a table as bodies of predictions: numbers are numbers, empty cells are left out. */
  readRows(csv: string): Promise<readonly Readonly<Record<string, string | number>>[]>;
  /** Reads history into the feature store: what is new since the last time, unless told to begin at a day or at the start. */
  extract(
    options: OfModels & { readonly since?: string; readonly fromStart?: boolean },
    progress: ModelProgress,
  ): Promise<readonly ExtractedModel[]>;
  /** Reads messages of sensors into the feature store, until the stream ends or the signal aborts. `-` is standard input. */
  extractStream(
    options: Omit<OfModels, 'source' | 'signal'> & { readonly messages: string; readonly topics: string; readonly signal: AbortSignal },
    progress: ModelProgress,
  ): Promise<{ readonly items: readonly ModelHistory[]; readonly stream: StreamReport }>;
  /** Stores a model made elsewhere as a version of its definition, as a draft. */
  importModel(options: Omit<OfModels, 'models'> & ImportModel, progress: ModelProgress): Promise<TrainedModel>;
  /** Writes the card of a version and its plots into a folder; the newest version unless one is named. */
  card(
    options: Omit<OfModels, 'models' | 'source'> & { readonly model: string; readonly version?: number; readonly to: string },
  ): Promise<{ readonly files: readonly string[] }>;
  /** Reads history in and stores a new version of each model, as a draft. */
  train(options: OfModels & { readonly seed: number; readonly threads: number }, progress: ModelProgress): Promise<readonly TrainedModel[]>;
}

/** Redacts a file, or standard input for `-`. Apart from the rest because it needs little of the engine and is called often. */
export type RedactFile = (
  options: RedactOptions & { readonly path: string; readonly config?: string; readonly signal: AbortSignal },
  /** Bytes read so far; `total` is unknown for a pipe. */
  progress: (done: number, total: number | undefined) => void,
) => Promise<RedactedFile>;

/** Where HTTP commands go and with which key; from --url/--key, COUNTERSIGN_URL/COUNTERSIGN_KEY. */
export type Remote = { readonly url: string; readonly key: string | undefined };

/** A benchmark of somebody else, played on this project's own tools, policy and ledger. */
export interface OutsideBenches {
  /**
   * Golden trajectories of tau2-bench retail from a folder of its shape; with `trials`, conversations with the configured planner
   * as well. `passed` says whether every promise was kept.
   */
  tau2(
    options: { readonly data: string; readonly config?: string; readonly trials?: number },
    progress: (words: string) => void,
  ): Promise<{ readonly passed: boolean; readonly lines: readonly string[]; readonly report: object }>;
}
