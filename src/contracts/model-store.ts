import type { Json } from './json.ts';
import type {
  HistoryMark,
  HistoryPage,
  Observation,
  HeadReport,
  InputNote,
  Interval,
  Factor,
  LabelledMoment,
  ModelValue,
  ModelValues,
} from './models.ts';

/** What is kept of numeric models. Versions, predictions, outcomes and observations are never changed once they are stored. */
export const stages = ['draft', 'shadow', 'champion', 'retired'] as const;
export type Stage = (typeof stages)[number];
export const environments = ['uat', 'production'] as const;
export type Environment = (typeof environments)[number];

/** How a feature was spread when the model was trained; what drift is measured against. */
export type ReferenceDistribution = Readonly<Record<string, Json>>;

export type ModelVersion = {
  readonly model: string;
  /** Counts up per model. */
  readonly number: number;
  /** The definition's own semantic version. */
  readonly definition: string;
  readonly origin: 'trained' | 'xgboost' | 'lightgbm' | 'onnx' | 'endpoint';
  readonly seed: number;
  readonly featureHash: string;
  readonly dataHash: string;
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly reports: Readonly<Record<string, HeadReport>>;
  readonly references: ReferenceDistribution;
  /** SHA-256 of the artefact's bytes; checked on every load. */
  readonly artefactHash: string;
  readonly artefactBytes: number;
  readonly trainedBy: string;
  readonly createdAt: string;
};

export type Deployment = {
  readonly environment: Environment;
  readonly model: string;
  readonly number: number;
  readonly stage: Stage;
  readonly since: string;
  readonly by: string;
  readonly approvedBy?: string;
};

/** A change of stage waits for a second person. */
export type ModelChange = {
  readonly id: string;
  readonly environment: Environment;
  readonly model: string;
  readonly number: number;
  readonly to: Stage;
  readonly reason: string;
  readonly evidence: Readonly<Record<string, Json>>;
  readonly status: 'waiting' | 'approved' | 'rejected';
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly decision?: string;
};

export type PredictionInput = {
  readonly field: string;
  readonly value: ModelValue;
  readonly from: 'given' | 'fetched' | 'missing';
  /** When the newest observation behind it was known. */
  readonly knownAt?: string;
  readonly ageDays?: number;
  /** The records it was read from; keyed where it is kept. */
  readonly records?: readonly string[];
  /** Of a missing one that could not be read: where it would come from, and why it did not. */
  readonly source?: string;
  readonly why?: string;
};

export type Prediction = {
  readonly id: string;
  readonly model: string;
  /** 0 where the business rule answered. */
  readonly version: number;
  readonly definition: string;
  readonly environment: Environment;
  readonly role: 'champion' | 'shadow' | 'rule';
  readonly correlationId: string;
  readonly requestId?: string;
  /** Who asked. */
  readonly by?: string;
  readonly entity?: string;
  readonly asOf: string;
  readonly at: string;
  readonly output: Readonly<Record<string, Json>>;
  readonly confidence?: number;
  readonly interval?: Interval;
  readonly factors: readonly Factor[];
  readonly inputs: readonly PredictionInput[];
  readonly notes: readonly InputNote[];
  readonly tookMs: number;
};

/** Answers that are copied elsewhere together: champion's and rule's, in the order they were logged. */
export type PredictionRange = {
  /** Counts up without a gap. */
  readonly number: number;
  /** Id of the newest prediction in it. */
  readonly last: string;
  readonly answers: number;
};

export type Outcome = {
  readonly model: string;
  readonly entity: string;
  readonly asOf: string;
  readonly at: string;
  readonly targets: ModelValues;
  readonly by: string;
};

export const feedbackKinds = ['accept', 'edit', 'override', 'up', 'down'] as const;
export type Feedback = {
  readonly id: string;
  readonly predictionId: string;
  readonly kind: (typeof feedbackKinds)[number];
  readonly reason?: string;
  readonly value?: Json;
  readonly by: string;
  readonly at: string;
};

/** How often people gave one kind of feedback on what a version, or the business rule, answered. */
export type FeedbackCount = {
  readonly role: Prediction['role'];
  readonly version: number;
  readonly kind: Feedback['kind'];
  readonly count: number;
};

/** An answer that a person put a value of their own in the place of, and what the shadow said beside it. */
export type Corrected = { readonly feedback: Feedback; readonly answer: Prediction; readonly shadow: Prediction };

/** Why a version stays a draft: it was in use before, no champion is there to be compared with, or another shadow is on trial. */
export type ShadowEntry = 'entered' | 'not-a-draft' | 'no-champion' | 'on-trial';

export type Refusal = { readonly code: string; readonly message: string; readonly field?: string };

/** A bulk prediction: answered row by row, resumed where it stopped. What was asked is kept until the last row is done and no longer. */
export type ModelJob = {
  readonly id: string;
  readonly model: string;
  /** A job sent again with the same id is the same job. */
  readonly requestId: string;
  readonly rows: number;
  readonly done: number;
  /** Rows that were not answered, and why. */
  readonly refused: Readonly<Record<string, Refusal>>;
  readonly status: 'waiting' | 'done' | 'cancelled';
  readonly by: string;
  readonly createdAt: string;
};

export type PredictionQuery = {
  readonly model?: string;
  readonly role?: Prediction['role'];
  readonly version?: number;
  readonly correlationId?: string;
  readonly since?: string;
  readonly after?: string;
  readonly limit: number;
};

export interface ModelStore {
  /** Stores the version under the next number, its artefact beside it. */
  addVersion(version: Omit<ModelVersion, 'number'>, artefact: string): Promise<ModelVersion>;
  versions(model: string): Promise<readonly ModelVersion[]>;
  version(model: string, number: number): Promise<ModelVersion | undefined>;
  artefact(model: string, number: number): Promise<string | undefined>;
  /** The version with the highest number. */
  newestVersion(model: string): Promise<ModelVersion | undefined>;
  deployments(environment: Environment, model?: string): Promise<readonly Deployment[]>;
  /** Puts the version at its stage; an earlier champion or shadow of the model in that environment is retired in the same transaction. */
  deploy(deployment: Deployment): Promise<void>;
  addChange(change: ModelChange): Promise<void>;
  change(id: string): Promise<ModelChange | undefined>;
  changes(status?: ModelChange['status']): Promise<readonly ModelChange[]>;
  /** False when it no longer waits. With a deployment the version is put into use in the same transaction. */
  settleChange(
    id: string,
    how: { status: 'approved' | 'rejected'; by: string; at: string; decision: string },
    deployment?: Deployment,
  ): Promise<boolean>;
  /**
   * Puts the draft of a change beside the champion as shadow, whatever stage the change names, and keeps the change; only where a
   * champion is in use and nothing else is on trial. Anything else is answered and nothing is stored.
   */
  enterAsShadow(change: ModelChange): Promise<ShadowEntry>;
  /** Several of one request share a transaction. Outlives the process; the audit's own entry outlives a power cut. */
  log(predictions: readonly Prediction[]): Promise<void>;
  prediction(id: string): Promise<Prediction | undefined>;
  /** What was answered to an earlier request of the same person with this id. */
  byRequest(model: string, requestId: string, by: string): Promise<Prediction | undefined>;
  /** Newest first. */
  predictions(query: PredictionQuery): Promise<readonly Prediction[]>;
  /**
   * The range that was opened and not handed over yet; otherwise a new one of up to `limit` answers beyond the last, on disk
   * before it is answered, so that whoever dies in between hands over the very same. Undefined where there is nothing new.
   */
  openRange(limit: number): Promise<PredictionRange | undefined>;
  /** What the range holds is somebody else's from now on: the next one may be opened. */
  handedOver(number: number): Promise<void>;
  /** Oldest first; a shadow's predictions are no answers and not among them. Undefined where there is no such range. */
  range(number: number): Promise<readonly Prediction[] | undefined>;
  addOutcomes(outcomes: readonly Outcome[]): Promise<void>;
  /** Predictions with the outcome of the same entity and as-of moment, oldest first. */
  judged(
    model: string,
    query: { environment: Environment; role: Prediction['role']; version?: number; since?: string; limit: number },
  ): Promise<readonly { readonly prediction: Prediction; readonly outcome: Outcome }[]>;
  /** The job there is of this model and request id, or this one, stored. */
  addJob(job: ModelJob, bodies: readonly Json[]): Promise<ModelJob>;
  job(id: string): Promise<ModelJob | undefined>;
  /** What a waiting job is asked; empty of any other. */
  bodiesOf(id: string): Promise<readonly Json[]>;
  /** Oldest first. */
  waitingJobs(): Promise<readonly ModelJob[]>;
  /** `refused` is added to what was refused before. A job that no longer waits forgets what it was asked. */
  moveJob(
    id: string,
    to: { readonly done: number; readonly status: ModelJob['status']; readonly refused?: ModelJob['refused'] },
  ): Promise<void>;
  /** Answers after a place in the log, oldest first, without those of shadows; the place of the newest. */
  loggedAfter(seq: number, limit: number): Promise<readonly { readonly seq: number; readonly prediction: Prediction }[]>;
  lastLogged(): Promise<number>;
  addFeedback(feedback: Feedback): Promise<void>;
  feedback(model: string, since?: string): Promise<readonly Feedback[]>;
  /** In all environments. Of one person's verdicts (accept, edit, override) on one answer the last counts, and so of their thumbs. */
  feedbackCounts(model: string): Promise<readonly FeedbackCount[]>;
  /** Edits and overrides with a value, the last of each person and answer, where the shadow named spoke beside the answer. Newest first. */
  corrected(
    model: string,
    query: { readonly environment: Environment; readonly version: number; readonly shadow: number; readonly limit: number },
  ): Promise<readonly Corrected[]>;
  /** Observations and moments of history; what is there already (same entity, name, at, value) stays once. */
  addObservations(model: string, observations: readonly Observation[]): Promise<void>;
  addMoments(model: string, moments: readonly LabelledMoment[]): Promise<void>;
  /** Of these entities, or of all. */
  observations(model: string, entities?: readonly string[]): Promise<readonly Observation[]>;
  moments(model: string): Promise<readonly LabelledMoment[]>;
  /** Observations, moments and the mark of where they were read to, in one transaction. */
  addHistory(model: string, page: HistoryPage): Promise<void>;
  marks(model: string): Promise<readonly HistoryMark[]>;
  /** Drops what is kept of a model's history; versions, predictions and outcomes stay. */
  forgetHistory(model: string): Promise<void>;
  /** Entities of a kind (`item`) that observations are about, in order, a page at a time. */
  entities(model: string, kind: string, position: { readonly after?: string; readonly limit: number }): Promise<readonly string[]>;
  /** How much history there is and how fresh. */
  history(model: string): Promise<HistorySize>;
}

export type HistorySize = {
  readonly observations: number;
  readonly moments: number;
  /** When the newest observation was known. */
  readonly newest?: string;
  /** How far each feed of the systems was read. */
  readonly marks: readonly HistoryMark[];
};
