import type { Feature, Table } from '../core/table.ts';
import { digitRunOverlap, jaroWinkler, trigramSimilarity } from './text-similarity.ts';

/**
 * One side of a candidate pair: a bank line, an open item, one side of an intercompany balance. `amount` in minor units, `date`
 * an ISO date.
 */
export type Linkable = {
  readonly amount: bigint;
  readonly currency: string;
  readonly date?: string;
  readonly reference?: string;
  readonly counterparty?: string;
};

export const pairFeatures = [
  'amountEqual',
  'amountRatio',
  'amountRemainder',
  'currencyEqual',
  'daysApart',
  'referenceTrigrams',
  'referenceDigits',
  'counterpartyName',
  'counterpartyTrigrams',
] as const;

export type PairOptions = {
  /** −1 for two sides that mirror each other (intercompany), 1 (the default) for two that agree. */
  readonly sign?: 1 | -1;
  /** A similarity of counterparty names from elsewhere, from 0 to 1, in place of Jaro–Winkler. */
  readonly nameSimilarity?: (one: string, other: string) => number;
};

/**
 * A pair as numbers, in the order of `pairFeatures`; missing where a side does not say. Ratio is the smaller over the larger
 * amount (0 where the signs differ), remainder the difference as a share of the larger (above 1 where the signs
 * differ); days are signed, second less first.
 */
export function comparePair(first: Linkable, second: Linkable, { sign = 1, nameSimilarity = jaroWinkler }: PairOptions = {}): Float64Array {
  const names = [first.counterparty ?? '', second.counterparty ?? ''] as const;
  const references = [first.reference ?? '', second.reference ?? ''] as const;
  return Float64Array.from([
    ...compareAmounts(first.amount, second.amount * BigInt(sign)),
    first.currency === second.currency ? 1 : 0,
    daysBetween(first.date, second.date),
    trigramSimilarity(...references),
    digitRunOverlap(...references),
    names[0] === '' || names[1] === '' ? Number.NaN : nameSimilarity(names[0], names[1]),
    trigramSimilarity(...names),
  ]);
}

/** Equal, ratio and remainder. */
function compareAmounts(one: bigint, other: bigint): readonly [number, number, number] {
  if (one === other) return [1, 1, 0];
  const [small, large] = size(one) < size(other) ? [size(one), size(other)] : [size(other), size(one)];
  const isSameSign = one < 0n === other < 0n;
  return [0, isSameSign ? Number(small) / Number(large) : 0, Number(size(one - other)) / Number(large)];
}

/** Candidate pairs as a table, one row a pair, ready for a model. */
export function pairTable(pairs: readonly (readonly [Linkable, Linkable])[], options: PairOptions = {}): Table {
  const features: Feature[] = pairFeatures.map((name) => ({ name, kind: 'number' }));
  const columns = features.map(() => new Float64Array(pairs.length));
  pairs.forEach(([first, second], row) => {
    comparePair(first, second, options).forEach((value, feature) => {
      const column = columns[feature];
      if (column) column[row] = value;
    });
  });
  return { rows: pairs.length, features, columns };
}

function daysBetween(first: string | undefined, second: string | undefined): number {
  if (first === undefined || second === undefined) return Number.NaN;
  const days = (Date.parse(second.slice(0, 10)) - Date.parse(first.slice(0, 10))) / 86_400_000;
  return Number.isFinite(days) ? days : Number.NaN;
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
