import type { Detector } from '../contracts/detection.ts';
import type { ModelStore, Prediction } from '../contracts/model-store.ts';
import type { LoggedPredictions } from '../contracts/ports.ts';
import { findTokenLike } from '../privacy/token-like.ts';

/** The log as workflows read it. What a caller made up and may name somebody is told by its length alone. */
export function loggedPredictions(store: Pick<ModelStore, 'range'>, detector: Detector): LoggedPredictions {
  return {
    async range(number) {
      const answers = await store.range(Number(number));
      return answers?.map((each) => withoutNames(each, detector));
    },
  };
}

/** Records are keyed in the log already, and what a model answers is its own; categories and correlation ids come from callers. */
function withoutNames(prediction: Prediction, detector: Detector): Prediction {
  const isFree = (text: string): boolean => findTokenLike(text).length === 0 && detector.detect(text).length === 0;
  const hide = (text: string): string => (isFree(text) ? text : `${text.length} letters`);
  const unknown = new Set(prediction.notes.flatMap(({ field, treatment }) => (treatment === 'unknown-category' ? [field] : [])));
  const shown = <T extends { readonly value?: unknown }>(name: string, each: T): T =>
    each.value === undefined ? each : { ...each, value: words(each.value, unknown.has(name) ? (text) => `${text.length} letters` : hide) };
  return {
    ...prediction,
    correlationId: hide(prediction.correlationId),
    output: words(prediction.output, (text) => (findTokenLike(text).length === 0 ? text : `${text.length} letters`)),
    inputs: prediction.inputs.map((each) => ({ ...shown(each.field, each), field: nameOf(each.field) })),
    factors: prediction.factors.map((each) => ({ ...shown(each.feature, each), feature: nameOf(each.feature) })),
  };
}

/** A feature may be called AGE_5; the gate would take it for a token. */
const nameOf = (name: string): string => (findTokenLike(name).length === 0 ? name : name.replaceAll('_', '-'));

/** The same tree with every text in it as `change` makes it; the keyed `item` of a list stays. */
function words<T>(tree: T, change: (text: string) => string): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return change(each);
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, member]) => [nameOf(name), name === 'item' ? member : walk(member)]));
  };
  // Texts become other texts; the shape stays.
  return walk(tree) as T;
}
