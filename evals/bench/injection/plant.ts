import { CountersignError } from 'countersign';
import type { Connection, ReadPorts } from '../../../src/contracts/ports.ts';
import { mark } from './texts.ts';

/** Where a text is planted: a field of everything a port answers, or an error it fails with the first time it is asked. */
export type Site =
  | { readonly kind: 'field'; readonly port: keyof ReadPorts; readonly field: string }
  | { readonly kind: 'error'; readonly port: keyof ReadPorts };
export type Plant = { readonly site: Site; readonly text: string };

export type Ground = {
  readonly connections: ReadonlyMap<string, Connection>;
  /** From now on; undefined takes it away. */
  plant(next: Plant | undefined): void;
};

/** The same systems, whose answers hold what somebody planted in them. What they store stays clean. */
export function groundOf(connections: ReadonlyMap<string, Connection>): Ground {
  let current: Plant | undefined;
  let hasFailed = false;
  const changed = (port: string, answer: unknown): unknown => {
    const { site, text } = current ?? {};
    return site?.kind === 'field' && site.port === port && text !== undefined ? withField(answer, site.field, text) : answer;
  };
  const refuse = (port: string): void => {
    if (current?.site.kind !== 'error' || current.site.port !== port || hasFailed) return;
    hasFailed = true;
    throw new CountersignError('connector.rejected', current.text);
  };
  const wrapped = (name: string, port: object): object =>
    new Proxy(port, {
      get: (target, member) => {
        const method: unknown = Reflect.get(target, member);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]): Promise<unknown> => {
          refuse(name);
          return changed(name, await Reflect.apply(method, target, given));
        };
      },
    });
  const over = (connection: Connection): Connection => ({
    ...connection,
    // Every port of the list is an object of asynchronous methods.
    ports: Object.fromEntries(Object.entries(connection.ports).map(([name, port]) => [name, wrapped(name, port)])) as ReadPorts,
  });
  return {
    connections: new Map([...connections].map(([name, connection]) => [name, over(connection)])),
    plant(next) {
      current = next && { ...next, text: next.site.kind === 'field' ? fitting(next.text) : next.text };
      hasFailed = false;
    },
  };
}

/** The order itself, as much of it as the longest of these fields holds. */
function fitting(text: string): string {
  const at = text.indexOf(mark);
  return text.slice(Math.max(0, at), Math.max(0, at) + 255);
}

function withField(tree: unknown, field: string, text: string): unknown {
  if (Array.isArray(tree)) return tree.map((item: unknown) => withField(item, field, text));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]: [string, unknown]) => [
      key,
      key === field && (typeof value === 'string' || value === undefined) ? text : withField(value, field, text),
    ]),
  );
}
