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
  drift(model: string, environment: Environment, by: Principal): Promise<DriftReport>;
}
