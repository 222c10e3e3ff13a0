import { bucketCount, eachGram, sideTokens, type Crosses, type TextRow } from './grams.ts';

/** The buckets that were kept, ascending, and in how many training rows each occurred. No text. */
export type Vocabulary = { readonly buckets: readonly number[]; readonly rows: readonly number[]; readonly trainingRows: number };

/** The weight of a side feature beside a text of length one. */
const sideWeight = 0.5;

/** One row as pairs of vocabulary index and value, indexes ascending. */
export type SparseRow = { readonly indexes: Int32Array; readonly values: Float64Array };

/** Keeps what occurred in at least `minRows` rows, so that nothing of a single row can be looked up in the artefact. */
export function learnVocabulary(rows: readonly TextRow[], crosses: Crosses, minRows: number): Vocabulary {
  const counts = new Int32Array(bucketCount);
  const seenIn = new Int32Array(bucketCount).fill(-1);
  rows.forEach((row, index) => {
    const count = (bucket: number): void => {
      if (seenIn[bucket] === index) return;
      seenIn[bucket] = index;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    };
    eachGram(row.text, count);
    for (const { bucket } of sideTokens(row, crosses)) count(bucket);
  });
  const buckets: number[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket += 1) if ((counts[bucket] ?? 0) >= minRows) buckets.push(bucket);
  return { buckets, rows: buckets.map((bucket) => counts[bucket] ?? 0), trainingRows: rows.length };
}

export type Vectoriser = {
  /** −1 where a bucket was not kept. */
  indexOf(bucket: number): number;
  /** TF-IDF with 1 + ln(count), the text part scaled to length one, each side token `sideWeight`. */
  vectorise(row: TextRow): SparseRow;
};

export function createVectoriser(vocabulary: Vocabulary, crosses: Crosses): Vectoriser {
  const indexes = new Int32Array(bucketCount).fill(-1);
  vocabulary.buckets.forEach((bucket, index) => {
    indexes[bucket] = index;
  });
  const rarity = Float64Array.from(vocabulary.rows, (rows) => Math.log((1 + vocabulary.trainingRows) / (1 + rows)) + 1);
  const indexOf = (bucket: number): number => indexes[bucket] ?? -1;
  return {
    indexOf,
    vectorise(row) {
      const counts = new Map<number, number>();
      eachGram(row.text, (bucket) => {
        const index = indexOf(bucket);
        if (index >= 0) counts.set(index, (counts.get(index) ?? 0) + 1);
      });
      const values = new Map<number, number>();
      let squares = 0;
      for (const [index, count] of counts) {
        const value = (1 + Math.log(count)) * (rarity[index] ?? 0);
        values.set(index, value);
        squares += value * value;
      }
      const length = Math.sqrt(squares) || 1;
      for (const [index, value] of values) values.set(index, value / length);
      for (const { bucket } of sideTokens(row, crosses)) {
        const index = indexOf(bucket);
        if (index >= 0) values.set(index, (values.get(index) ?? 0) + sideWeight);
      }
      const order = Int32Array.from(values.keys()).toSorted();
      return { indexes: order, values: Float64Array.from(order, (index) => values.get(index) ?? 0) };
    },
  };
}
