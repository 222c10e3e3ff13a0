/** Answers for all, so many at a time: a system is not asked a thousand things at once. */
export async function inTurn<T, R>(all: readonly T[], atOnce: number, ask: (one: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  for (let from = 0; from < all.length; from += atOnce) answers.push(...(await Promise.all(all.slice(from, from + atOnce).map(ask))));
  return answers;
}
