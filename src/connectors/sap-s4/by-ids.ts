import type { CallOptions } from '../../contracts/ports.ts';
import { allOf, anyOf, type Condition, equalsText } from './literals.ts';
import type { PortDeps } from './port-deps.ts';

/** Addresses have a length; this many alternatives fit in any of them. */
const idsPerFilter = 20;

type Source = {
  readonly service: string;
  readonly set: string;
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What else a record must fulfil. */
  readonly and?: readonly Condition[];
};

/** All records whose id is in a list, a few filters at a time. */
export async function byIds(deps: PortDeps, source: Source, ids: readonly string[], options?: CallOptions): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let from = 0; from < ids.length; from += idsPerFilter) {
    const some = ids.slice(from, from + idsPerFilter);
    const wanted = anyOf(...some.map((id) => equalsText(source.key, id)));
    const filter = source.and && source.and.length > 0 ? allOf(wanted, ...source.and) : wanted;
    const { rows } = await deps.client.list(
      {
        service: source.service,
        path: source.set,
        query: { ...source.query, $filter: filter.text, $top: some.length },
        signal: options?.signal,
      },
      some.length,
    );
    found.push(...rows);
  }
  return found;
}
