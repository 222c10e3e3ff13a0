import type { RecordRef } from '../../contracts/business.ts';
import type { FeedName } from '../../contracts/feeds.ts';
import type { LabelledMoment, ModelValue, Observation } from '../../contracts/models.ts';
import type { ReadPorts } from '../../contracts/ports.ts';

/** What a record of a system says: observations, and the moments it labels. */
export type Said = { readonly observations: readonly Observation[]; readonly moments: readonly LabelledMoment[] };

/** The part a connection plays, and its name in the config. */
export type SystemPart = 'erp' | 'crm';
export type System = { readonly name: string; readonly ports: ReadPorts };
/** The connections that are read, by the part they play. */
export type Systems = Readonly<Partial<Record<SystemPart, System>>>;

/** A feed that is read for a model. */
export type Reading = {
  readonly part: SystemPart;
  readonly feed: FeedName;
  /** Features that rest on it. */
  readonly features: readonly string[];
  /** Read again before the last reading: a clock that differs, and what was entered for an earlier day. */
  readonly overlapDays: number;
  /** A page of the feed as what it says. `readAt` is the moment of reading. */
  page(
    this: void,
    ports: ReadPorts,
    position: Parameters<NonNullable<NonNullable<ReadPorts['feeds']>['orders']>['changed']>[0],
    given: PageOf,
  ): Promise<SaidPage> | undefined;
};
export type PageOf = { readonly limit: number; readonly readAt: string; readonly signal?: AbortSignal };
export type SaidPage = Said & { readonly records: number; readonly cursor: string; readonly more: boolean; readonly total?: number };

export type Given = { readonly asOf: string; readonly readAt: string; readonly signal?: AbortSignal };

/** How a model's history is read from systems, and one record of it as of now. */
export type SystemModel = {
  readonly readings: readonly Reading[];
  /** Features that are read for one record alone and have no history: only a reading says what they were. */
  readonly onlyNow?: readonly { readonly part: SystemPart; readonly port: string; readonly features: readonly string[] }[];
  /** Labels that follow from the observations of an entity, as they are kept. */
  readonly derived?: {
    readonly kind: string;
    moments(this: void, entity: string, observations: readonly Observation[], now: string): LabelledMoment[];
  };
  /** Undefined where no system has the record. */
  of(systems: Systems, id: string, given: Given): Promise<(Said & { readonly links: Readonly<Record<string, string>> }) | undefined>;
};

export const dayMs = 86_400_000;

/** A day without a time stands at its noon. */
export const noonOf = (day: string): string => `${day}T12:00:00.000Z`;
/** What happened on a day is known when the day is over everywhere it counts from: at its end in UTC. */
export const endOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString();
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
export const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);

/** `erp/A_BillingDocument/90000001`: how a record is named behind a value. */
export const recordOf = ({ connection, type, id }: RecordRef): string => `${connection}/${type}/${id}`;

/** Several values a record says of a moment. */
export function note(
  entity: string,
  values: Readonly<Record<string, ModelValue>>,
  { at, known, record }: { readonly at: string; readonly known?: string; readonly record: string },
): Observation[] {
  const knownAt = known === undefined || known === at ? {} : { knownAt: known };
  return Object.entries(values).map(([name, value]) => ({ entity, name, value, at, ...knownAt, record }));
}

export function together(parts: readonly Said[]): Said {
  return { observations: parts.flatMap(({ observations }) => observations), moments: parts.flatMap(({ moments }) => moments) };
}
