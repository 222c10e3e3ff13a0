import type { HistorySource, LabelledMoment, Observation, ObservationSource } from '../../contracts/models.ts';
import { domains } from './domains.ts';
import { knownAt, writeBooks, type Books } from './ledger.ts';

export type HistoryOptions = {
  readonly seed: number;
  /** ISO instant: the history ends here. */
  readonly today: string;
};

/**
 * Three years of a made-up company for every numeric model: what was known when, and what became of it. Each domain states its law:
 * which effect has which size, and how much is chance. Written when it is first asked for; the same seed and day give the same
 * records.
 */
export function sandboxHistory(options: HistoryOptions): HistorySource & ObservationSource {
  const written = new Map<string, Books>();
  const booksOf = (model: string): Books | undefined => {
    const domain = Object.hasOwn(domains, model) ? domains[model] : undefined;
    if (!domain) return undefined;
    const known = written.get(model);
    if (known) return known;
    const books = writeBooks(domain, { ...options, name: model });
    written.set(model, books);
    return books;
  };
  return {
    count: async (model) => {
      const books = booksOf(model);
      return books && books.observations.length + books.moments.length;
    },
    observations: (model, { since, signal }) =>
      streamed(
        (booksOf(model)?.observations ?? []).filter((each) => since === undefined || knownAt(each) >= since),
        signal,
      ),
    moments: (model, { since, signal }) =>
      streamed<LabelledMoment>(
        (booksOf(model)?.moments ?? []).filter(({ outcomeAt }) => since === undefined || outcomeAt >= since),
        signal,
      ),
    async of(model, entity, asOf, signal) {
      signal?.throwIfAborted();
      const books = booksOf(model);
      const links = books?.links.get(entity)?.findLast(({ since }) => Date.parse(since) <= Date.parse(asOf))?.links ?? {};
      const of = (whose: string): readonly Observation[] => (books?.byEntity.get(whose) ?? []).filter((each) => isKnown(each, asOf));
      const own = of(entity);
      if (own.length === 0 && !books?.links.has(entity)) return undefined;
      return { observations: [...own, ...[...new Set(Object.values(links))].filter((whose) => whose !== entity).flatMap(of)], links };
    },
  };
}

const isKnown = (observation: Observation, asOf: string): boolean => Date.parse(knownAt(observation)) <= Date.parse(asOf);

async function* streamed<T>(records: readonly T[], signal?: AbortSignal): AsyncGenerator<T> {
  for (const record of records) {
    signal?.throwIfAborted();
    yield record;
  }
}
