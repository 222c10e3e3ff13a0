import { CountersignError } from '../../contracts/errors.ts';
import { solveAssignment } from './hungarian.ts';

/** A candidate pair by position in the two lists, with its score; higher is better. Pairs that are not named cannot be linked. */
export type ScoredPair = { readonly first: number; readonly second: number; readonly score: number };

export type Link = ScoredPair & {
  /** How far the pair lies above the best other pair of either side; Infinity where there is none. */
  readonly margin: number;
};

export type Assignment = {
  readonly links: readonly Link[];
  /** Pairs that were best together but too close to another to be linked without a person. */
  readonly undecided: readonly Link[];
};

export type AssignOptions = {
  /** Pairs below are never linked. */
  readonly least?: number;
  /** Links with a smaller margin are left undecided; none unless told. A margin below 0 is a pair that gave way for the good of all. */
  readonly margin?: number;
  /**
   * `best` maximises the sum of scores (Hungarian), `greedy` takes the highest score first; `best` up to 500 on the longer side
   * unless told otherwise.
   */
  readonly by?: 'best' | 'greedy';
};

/**
 * Links two lists one to one. A side may stay alone: a pair is linked only where its score is at least `least` and clear of the
 * runners-up by `margin`. Equal scores go to the lower positions. Throws `input.invalid` for a score that is no number or a
 * position that is none.
 */
export function assignPairs(pairs: readonly ScoredPair[], { least = 0.5, margin = -Infinity, by }: AssignOptions = {}): Assignment {
  for (const { first, second, score } of pairs)
    if (!Number.isFinite(score) || !Number.isInteger(first) || !Number.isInteger(second) || first < 0 || second < 0)
      throw new CountersignError('input.invalid', 'A pair names two positions from 0 and a finite score', { field: 'pairs' });
  const usable = pairs.filter(({ score }) => score >= least);
  const [firsts, seconds] = [distinct(usable.map(({ first }) => first)), distinct(usable.map(({ second }) => second))];
  const mode = by ?? (Math.max(firsts.length, seconds.length) <= 500 ? 'best' : 'greedy');
  const chosen = mode === 'best' ? hungarian(usable, firsts, seconds, least) : greedy(usable);
  const links = chosen.map((pair) => ({ ...pair, margin: marginOf(pair, pairs) }));
  return { links: links.filter((link) => link.margin >= margin), undecided: links.filter((link) => link.margin < margin) };
}

function marginOf(chosen: ScoredPair, pairs: readonly ScoredPair[]): number {
  let rival = -Infinity;
  for (const { first, second, score } of pairs) if ((first === chosen.first) !== (second === chosen.second)) rival = Math.max(rival, score);
  return chosen.score - rival;
}

function greedy(pairs: readonly ScoredPair[]): ScoredPair[] {
  const [firsts, seconds] = [new Set<number>(), new Set<number>()];
  const chosen: ScoredPair[] = [];
  for (const pair of pairs.toSorted((a, b) => b.score - a.score || a.first - b.first || a.second - b.second)) {
    if (firsts.has(pair.first) || seconds.has(pair.second)) continue;
    firsts.add(pair.first);
    seconds.add(pair.second);
    chosen.push(pair);
  }
  return chosen.toSorted((one, other) => one.first - other.first);
}

/**
 * The assignment with the highest sum (Kuhn 1955, by shortest augmenting paths, Jonker and Volgenant 1987). Every first has a
 * place of its own to stay alone at, so a poor pair is never forced.
 */
function hungarian(pairs: readonly ScoredPair[], firsts: readonly number[], seconds: readonly number[], least: number): ScoredPair[] {
  const [rows, columns] = [firsts.length, seconds.length + firsts.length];
  const best = new Map<number, ScoredPair>();
  const [rowOf, columnOf] = [new Map(firsts.map((first, at) => [first, at])), new Map(seconds.map((second, at) => [second, at]))];
  for (const pair of pairs) {
    const cell = (rowOf.get(pair.first) ?? 0) * columns + (columnOf.get(pair.second) ?? 0);
    if (pair.score > (best.get(cell)?.score ?? -Infinity)) best.set(cell, pair);
  }
  // A pair of exactly the least score is worth a little more than staying alone.
  const cost = new Float64Array(rows * columns).fill(1e9);
  for (const [cell, { score }] of best) cost[cell] = -(score - least) - 1e-9;
  for (let row = 0; row < rows; row += 1) cost[row * columns + seconds.length + row] = 0;
  const rowAt = solveAssignment(cost, rows, columns);
  return firsts.flatMap((_, row) => {
    const column = rowAt.indexOf(row);
    const pair = column < seconds.length ? best.get(row * columns + column) : undefined;
    return pair ? [pair] : [];
  });
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((one, other) => one - other);
}
