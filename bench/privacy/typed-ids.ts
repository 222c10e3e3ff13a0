import type { KnownValues } from '../../src/contracts/detection.ts';

/**
 * What a thread knows when every number of the sentence came from a typed field of a record: words that hold a digit,
 * with the dots, dashes and slashes inside them.
 */
export const typedIds: KnownValues = {
  find: () => [],
  findSafe: (text) =>
    [...text.matchAll(/[\p{L}\p{N}_]+(?:[./-][\p{L}\p{N}_]+)*/gu)]
      .filter(([word]) => /\p{N}/u.test(word))
      .map(({ index, 0: word }) => ({ start: index, end: index + word.length })),
};
