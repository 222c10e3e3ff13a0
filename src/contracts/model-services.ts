import type { Json } from './json.ts';
import type {
  Deployment,
  Environment,
  Feedback,
  HistorySize,
  ModelChange,
  ModelJob,
  ModelVersion,
  Prediction,
  PredictionQuery,
  Refusal,
  Stage,
} from './model-store.ts';
import type { ModelFeature, ModelValues } from './models.ts';
import type { Principal } from './principal.ts';
import type { Page } from './services.ts';

/** Why a model is trained again. */
export const retrainCauses = ['schedule', 'drift', 'calibration', 'by hand'] as const;
export type RetrainReason = { readonly cause: (typeof retrainCauses)[number]; readonly words: string };

/** Whether it is time to train a model again, and why or why not. */
export type Due = {
  readonly isDue: boolean;
  /** Empty where it is not due. */
  readonly reasons: readonly RetrainReason[];
  /** One sentence. */
  readonly words: string;
  /** Old enough, but nothing new is held here yet: reading history may make it due. */
  readonly waitsForHistory: boolean;
};

/** What came of one model of a retraining. A new version is at most a shadow; `draft` says in words why it is not. */
export type Retrained = {
  readonly model: string;
  readonly result: 'shadow' | 'draft' | 'nothing-new' | 'not-due' | 'failed';
  readonly version?: number;
  readonly reasons: readonly RetrainReason[];
  readonly words: string;
  /** The change of stage on record. */
  readonly change?: string;
};

export type Retraining = {
  readonly id: string;
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly progress?: { readonly done: number; readonly total?: number; readonly words: string };
  readonly items: readonly Retrained[];
  /** Why it failed as a whole. */
  readonly error?: Refusal;
};

export type RetrainOrder = {
  /** All that are in use here unless named. */
  readonly models: readonly string[];
  /** Only those it is time for. */
  readonly isDueOnly: boolean;
  /** ISO instant: history that became known since. */
  readonly since?: string;
};

/** What HTTP, commands and tools ask of numeric models. Every method authorises the person it acts for. */
export type ModelView = {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly entity: string;
  readonly ids: readonly string[];
  readonly features: readonly Pick<ModelFeature, 'name' | 'kind' | 'unit' | 'description' | 'class' | 'source' | 'required' | 'range'>[];
  readonly hasRule: boolean;
  readonly champion?: Deployment;
  readonly shadow?: Deployment;
  readonly purpose: string;
  /** When the newest version was made. */
  readonly trainedAt?: string;
  readonly due: Due;
};

export type ModelDetail = ModelView & {
  readonly versions: readonly Omit<ModelVersion, 'references'>[];
  readonly deployments: readonly Deployment[];
  readonly history: HistorySize;
};

export type PredictOptions = {
  readonly requestId?: string;
  /** Who asks; a request id is theirs alone. */
  readonly by?: string;
  readonly correlationId?: string;
  readonly signal?: AbortSignal;
};

export type JobView = Omit<ModelJob, 'refused'> & { readonly refused: number };
/** A row of a bulk answer: what was predicted, or why not. */
export type JobAnswer = { readonly row: number; readonly prediction: Prediction } | { readonly row: number; readonly error: Refusal };

/** A share with its 95 % Wilson interval. */
export type Share = { readonly count: number; readonly share: number; readonly low: number; readonly high: number };

/** What people made of the answers of a version (0: the business rule). Shares are of verdicts: accept, edit, override. */
export type FeedbackTally = {
  readonly version: number;
  readonly verdicts: number;
  readonly accepted?: Share;
  readonly edited?: Share;
  readonly overridden?: Share;
  readonly up: number;
  readonly down: number;
};

export type FeedbackEvidence = {
  readonly champion: FeedbackTally;
  readonly challenger: FeedbackTally;
  /** Where people put a value of their own: how often the challenger's answer lay nearer to it than the one they saw; ties are left out. */
  readonly nearer?: Share & { readonly of: number };
};

/** The champion and the shadow, or the business rule, on the same outcomes. */
export type Comparison = {
  readonly model: string;
  readonly environment: Environment;
  readonly champion: { readonly role: Prediction['role']; readonly version: number };
  readonly challenger: { readonly version: number };
  readonly outcomes: number;
  /** Challenger less champion; below 0 the challenger is better. */
  readonly difference?: { readonly metric: string; readonly estimate: number; readonly low: number; readonly high: number };
  readonly calibrationSlope?: number;
  readonly mayBePromoted: boolean;
  /** What stands in the way, in words. */
  readonly blockers: readonly string[];
  /** What is worth knowing and stands in no way, in words. */
  readonly remarks: readonly string[];
  readonly feedback?: FeedbackEvidence;
};

export type DriftReport = {
  readonly model: string;
  readonly version: number;
  readonly rows: number;
  readonly features: readonly {
    readonly feature: string;
    readonly psi?: number;
    readonly p?: number;
    readonly verdict: 'alert' | 'steady' | 'too-few';
  }[];
  readonly score?: { readonly psi?: number; readonly p?: number; readonly verdict: 'alert' | 'steady' | 'too-few' };
  readonly calibration?: { readonly slope: number; readonly outcomes: number; readonly verdict: 'alert' | 'steady' | 'too-few' };
  readonly retrain: boolean;
  readonly reasons: readonly string[];
};

export interface ModelService {
  list(by: Principal): Promise<readonly ModelView[]>;
  get(model: string, by: Principal): Promise<ModelDetail>;
  predict(model: string, body: unknown, options: PredictOptions, by: Principal): Promise<Prediction>;
  /** Every row by itself: one that is refused says why and leaves the others alone. */
  batch(model: string, bodies: readonly unknown[], options: PredictOptions, by: Principal): Promise<readonly JobAnswer[]>;
  submit(model: string, bodies: readonly Json[], requestId: string, by: Principal): Promise<JobView>;
  job(id: string, by: Principal): Promise<JobView>;
  answers(id: string, query: { readonly after: number; readonly limit: number }, by: Principal): Promise<readonly JobAnswer[]>;
  cancel(id: string, by: Principal): Promise<JobView>;
  predictions(query: PredictionQuery, by: Principal): Promise<Page<Prediction>>;
  addOutcomes(
    model: string,
    outcomes: readonly { readonly entity: string; readonly asOf: string; readonly at: string; readonly targets: ModelValues }[],
    by: Principal,
  ): Promise<{ readonly stored: number }>;
  addFeedback(
    predictionId: string,
    feedback: { readonly kind: Feedback['kind']; readonly reason?: string; readonly value?: Json },
    by: Principal,
  ): Promise<Feedback>;
  askForStage(
    model: string,
    change: { readonly environment: Environment; readonly number: number; readonly to: Stage; readonly reason: string },
    by: Principal,
  ): Promise<ModelChange>;
  decide(
    changeId: string,
    decision: { readonly verdict: 'approve' | 'reject'; readonly reason: string },
    by: Principal,
  ): Promise<ModelChange>;
  changes(status: ModelChange['status'] | undefined, by: Principal): Promise<readonly ModelChange[]>;
  compare(model: string, environment: Environment, by: Principal): Promise<Comparison>;
  /** Begins to train again, apart from this process; a version it makes enters as shadow and never as champion. One runs at a time. */
  retrain(order: RetrainOrder, by: Principal): Promise<Retraining>;
  /** How far it is, and what came of it; the last few since this process started are known. */
  retraining(id: string, by: Principal): Promise<Retraining>;
  drift(model: string, environment: Environment, by: Principal): Promise<DriftReport>;
}
