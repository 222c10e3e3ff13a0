/**
 * The words by which the threads of a training wait for each other, in memory they share. The caller counts `step` up and
 * wakes the members; each does its shard and counts `done` up; the caller goes on when all are done. `closed` sends the
 * members back to their event loop, `failed` tells the caller that a shard threw.
 */
export const control = { step: 0, done: 1, failed: 2, closed: 3, words: 16 } as const;

/** Looks taken before a thread sleeps: most steps take less time than waking up does. */
const looks = 2_000;

/** Returns when the word is no longer `value`, false after `timeoutMs`. */
export function waitWhile(words: Int32Array, word: number, value: number, timeoutMs: number): boolean {
  for (let look = 0; look < looks; look += 1) if (Atomics.load(words, word) !== value) return true;
  return Atomics.wait(words, word, value, timeoutMs) !== 'timed-out';
}
