import type { Feed, FeedName, Feeds } from '../../contracts/feeds.ts';
import { type Reading, type Said, together } from './said.ts';

type RecordOf<N extends FeedName> = NonNullable<Feeds[N]> extends Feed<infer T> ? T : never;

/** A feed with what each of its records says. */
export function reading<N extends FeedName>(
  given: Omit<Reading, 'page' | 'feed'> & { readonly feed: N; says(this: void, record: RecordOf<N>, readAt: string): Said },
): Reading {
  const { says, ...rest } = given;
  return {
    ...rest,
    page(ports, position, { limit, readAt, signal }) {
      // TypeScript cannot follow the name of a feed to its records; the type of `says` holds exactly these.
      const feed = ports.feeds?.[given.feed] as Feed<RecordOf<N>> | undefined;
      if (!feed) return undefined;
      return feed.changed(position, limit, signal ? { signal } : {}).then(({ items, cursor, more, total }) => ({
        ...together(items.map((record) => says(record, readAt))),
        records: items.length,
        cursor,
        more,
        ...(total === undefined ? {} : { total }),
      }));
    },
  };
}

/** All records about one subject from a day on, page by page, up to `most`. */
export async function everyOf<T>(
  feed: Feed<T>,
  of: string,
  { since, most, signal }: { readonly since: string; readonly most: number; readonly signal?: AbortSignal },
): Promise<readonly T[]> {
  const found: T[] = [];
  let position: Parameters<Feed<T>['changed']>[0] = { since };
  for (;;) {
    const page = await feed.changed(position, Math.min(200, most), { of, ...(signal ? { signal } : {}) });
    found.push(...page.items);
    if (!page.more || found.length >= most) return found;
    position = { cursor: page.cursor };
  }
}
