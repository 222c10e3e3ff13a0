import type { z } from 'zod';
import type { Json } from './json.ts';

/**
 * Numeric models: what a content folder declares, what training makes of it, what a prediction answers. Values are named
 * as the model names them (`late_probability`), everything around them as the rest of the house does.
 */

/** A cell of a feature or a target: a number, a level, a text, a run of numbers by period, or a list of items. */
export type ModelValue = number | string | boolean | null | readonly number[] | readonly Readonly<Record<string, number | string | null>>[];
export type ModelValues = Readonly<Record<string, ModelValue>>;

/**
 * - public: quantities, days, codes
 * - financial: amounts; kept in rows, never in a card
 * - personal: only ever as a band or a ratio
 * - protected: never an input; for the subgroup report alone
 * - text: words; kept in no artefact, no card and no log
 */
export const featureClasses = ['public', 'financial', 'personal', 'protected', 'text'] as const;
export type FeatureClass = (typeof featureClasses)[number];

/** How the observations of a window become one value. `series` gives one number a period, oldest first; `items` the observations' own records. */
export const reductions = [
  'latest',
  'first',
  'mean',
  'sum',
  'count',
  'share',
  'min',
  'max',
  'sd',
  'slope',
  'days-since',
  'series',
  'items',
] as const;
export type Reduction = (typeof reductions)[number];

export type ModelFeature = {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'text' | 'series' | 'items';
  readonly description: string;
  readonly unit?: string;
  readonly class: FeatureClass;
  /** The typed port the observations come from (`erp.invoices`), or `signal.…` for what comes from outside. */
  readonly source: string;
  /** Which observations of whom: `of` is `self` or a link of the example; only observations known at the as-of moment count. */
  readonly from: {
    readonly of: string;
    readonly observation: string;
    readonly take: Reduction;
    readonly withinDays?: number;
    /** Of `series`. */
    readonly periodDays?: number;
    /** Of `share`: the value counted. */
    readonly value?: number | string;
  };
  /** A prediction without it is refused. */
  readonly required?: boolean;
  /** A fetched value older than this is told. */
  readonly maxAgeDays?: number;
  /** What makes sense; a value outside is refused with the field. Training's own range is told apart from it. */
  readonly range?: { readonly min?: number; readonly max?: number };
};

/** A labelled moment: what was known of `entity` at `asOf`, and what became of it, known at `outcomeAt`. */
export type Example = {
  readonly entity: string;
  readonly asOf: string;
  readonly outcomeAt: string;
  readonly values: ModelValues;
  readonly targets: ModelValues;
  /** Values of protected features, for the subgroup report. */
  readonly protected?: ModelValues;
};

/** One thing known about an entity since a moment. Observations are never changed; what is known later is a observation of its own. */
export type Observation = {
  readonly entity: string;
  readonly name: string;
  readonly value: ModelValue;
  /** When it happened or began to hold. */
  readonly at: string;
  /** When it was known here, where that is later than `at`: an outcome, a late booking. */
  readonly knownAt?: string;
  /** The record it comes from, for lineage. */
  readonly record?: string;
};

/** A moment history holds a label for; its values are joined from the observations. */
export type LabelledMoment = {
  readonly entity: string;
  readonly asOf: string;
  readonly outcomeAt: string;
  readonly targets: ModelValues;
  /** Link name → entity: `{ customer: 'customer:4711' }`. */
  readonly links?: Readonly<Record<string, string>>;
};

/** What drove a score: sign and size in the unit of the score's margin. */
export type Factor = { readonly feature: string; readonly contribution: number; readonly value?: ModelValue };

export type Interval = { readonly low: number; readonly high: number; readonly level: number };

export type HeadScore = {
  readonly value: Json;
  readonly interval?: Interval;
  /** 0 to 1: how sure the head is of `value`. */
  readonly confidence?: number;
  readonly factors: readonly Factor[];
  /** How a value that is missing, unknown or out of range was treated. */
  readonly notes: readonly InputNote[];
};

export const treatments = ['missing', 'unknown-category', 'not-a-number', 'out-of-range', 'stale'] as const;
export type Treatment = (typeof treatments)[number];
export type InputNote = { readonly field: string; readonly treatment: Treatment; readonly usedAs: string };

export type Metric = { readonly name: string; readonly value: number; readonly low?: number; readonly high?: number };

/** What training has to say of one head; plain data that a card and a plot are drawn from. */
export type HeadReport = {
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly rows: number;
  /** On rows that were not trained on. */
  readonly metrics: readonly Metric[];
  /** Champion of the candidates on paired folds, and by how much. */
  readonly candidates: readonly { readonly algorithm: string; readonly folds: readonly number[]; readonly mean: number }[];
  readonly comparison?: { readonly metric: string; readonly difference: number; readonly low: number; readonly high: number };
  readonly calibration?: {
    readonly slope: number;
    readonly intercept: number;
    readonly bins: readonly { readonly predicted: number; readonly observed: number; readonly rows: number }[];
  };
  readonly roc?: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
  /** Of a forecast: what came against what was said. */
  readonly fan?: readonly {
    readonly period: number;
    readonly actual?: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** By protected feature, where the model has any. */
  readonly subgroups?: readonly SubgroupReport[];
};

/** How a head treats groups of people that it never sees as an input. Groups of few people are left out. */
export type SubgroupReport = {
  readonly feature: string;
  /** `held-out`: on rows that were not trained on; `in-sample` figures are better than what is to be expected. */
  readonly rows: 'held-out' | 'in-sample';
  /** Of a yes or no: scores from here on count as selected. */
  readonly threshold?: number;
  readonly groups: readonly {
    readonly group: string;
    readonly people: number;
    readonly rows: number;
    readonly meanScore: number;
    /** Of a yes or no: how often it came true, with its 95 % Wilson interval. Of an amount: the mean. */
    readonly observed: { readonly value: number; readonly low?: number; readonly high?: number };
    readonly auc?: { readonly value: number; readonly low: number; readonly high: number };
    /** Of an amount. */
    readonly meanAbsoluteError?: number;
    readonly selectionRate?: number;
    readonly calibrationSlope?: number;
  }[];
  /** Groups that were left out, because they or what could be told of them by subtraction are too few people. */
  readonly hidden: number;
};

/** Threads for training, where there are any; the same bytes come out with any number of them. */
export type TrainingHelp = {
  readonly seed: number;
  readonly crew?: unknown;
  readonly signal?: AbortSignal;
  readonly tell?: (done: number, of: number) => void;
};

/** One thing a model says. Made by the head makers of `countersign/learning`, or by a model's author. */
export type Head = {
  readonly kind: string;
  readonly targets: readonly string[];
  /** Features it uses; all that are not protected unless named. */
  readonly uses?: readonly string[];
  fit(
    examples: readonly Example[],
    features: readonly ModelFeature[],
    help: TrainingHelp,
  ): Promise<{ readonly artefact: Json; readonly report: HeadReport }>;
  /** Throws `input.invalid` where the artefact is not one of this head. */
  load(artefact: unknown): LoadedHead;
};
export type LoadedHead = { score(values: ModelValues): HeadScore };

export type ModelCard = {
  readonly purpose: string;
  readonly decides: string;
  readonly limits: readonly string[];
  readonly owner: string;
};

export type Answered = { readonly output: Readonly<Record<string, Json>>; readonly confidence?: number; readonly interval?: Interval };

export type ModelDefinition = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** What an entity is: `invoice`. Entities are written `invoice:90001`. */
  readonly entity: string;
  /** Members of a body that name the record rather than describe it: `transaction_id`. The first one that is given is the entity. */
  readonly ids: readonly string[];
  readonly features: readonly ModelFeature[];
  readonly heads: Readonly<Record<string, Head>>;
  /** The business rule that answers while there is no champion, and that a challenger is compared with. */
  readonly rule?: (values: ModelValues) => Answered;
  /** Pure: the heads' scores become the model's own outputs. */
  answer(scores: Readonly<Record<string, HeadScore>>, values: ModelValues): Answered;
  /** The head whose factors and confidence stand for the whole. */
  readonly leading: string;
  /** Which output is held against which target once the outcome is known. */
  readonly judgedBy?: { readonly output: string; readonly target: string; readonly kind: 'binary' | 'amount' };
  readonly card: ModelCard;
  readonly output: z.ZodType;
};

/** Where history comes from: a generator, files, or the systems themselves. Records come oldest first. */
export interface HistorySource {
  /** `total` where it is known, for a progress bar. */
  count(model: string): Promise<number | undefined>;
  observations(model: string, options: { readonly since?: string; readonly signal?: AbortSignal }): AsyncIterable<Observation>;
  moments(model: string, options: { readonly since?: string; readonly signal?: AbortSignal }): AsyncIterable<LabelledMoment>;
}

/** Observations about one entity and those it links to as they are known now, read through the ports. */
export interface ObservationSource {
  /** Undefined when there is no such record. */
  of(model: string, entity: string, asOf: string, signal?: AbortSignal): Promise<KnownOf | undefined>;
}

export type KnownOf = {
  readonly observations: readonly Observation[];
  readonly links: Readonly<Record<string, string>>;
  /** Features nothing can be read for here, by name, each with a sentence that says why. */
  readonly gaps?: Readonly<Record<string, string>>;
};

/** How far a feed of a system was read for a model. */
export type HistoryMark = {
  /** Connection and feed: `erp feeds.invoices`. */
  readonly source: string;
  /** Behind the last page that is kept; where a reading that was stopped goes on. */
  readonly cursor: string;
  /** When the last reading that came to its end began; what changed since is what the next one reads. */
  readonly readAt?: string;
  /** When the reading that is under way began. */
  readonly begunAt?: string;
};

/** What one page of a feed says, with where the feed was read to. Kept as a whole or not at all. */
export type HistoryPage = {
  readonly observations: readonly Observation[];
  readonly moments: readonly LabelledMoment[];
  readonly mark: HistoryMark;
};
