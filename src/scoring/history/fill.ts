import { CountersignError } from '../../contracts/errors.ts';
import type { ModelStore } from '../../contracts/model-store.ts';
import type { HistoryMark, LabelledMoment, ModelDefinition } from '../../contracts/models.ts';
import type { Clock } from '../../contracts/time.ts';
import { keyedObservation } from '../features/keyed.ts';
import { dayMs, type Reading, type System, type Systems } from './said.ts';
import { type Gap, gapsOf, systemModel, unserved } from './system-models.ts';

export type FillParts = {
  readonly systems: Systems;
  readonly store: ModelStore;
  /** An entity as it is kept: keyed, so that rows name nobody. */
  readonly pseudonym: (entity: string) => string;
  readonly clock: Clock;
  /** Records read, of how many where the system says. */
  readonly progress?: (done: number, total: number | undefined, words: string) => void;
  readonly signal?: AbortSignal;
};

export type FillFrom = {
  /** ISO instant: records changed before are not read. */
  readonly since?: string;
  /** Everything again, whatever was read before. */
  readonly fromStart?: boolean;
};

export type Filled = { readonly model: string; readonly records: number; readonly gaps: readonly Gap[] };

const pageSize = 200;
const entitiesAtOnce = 200;
const beginning = '1970-01-01T00:00:00.000Z';

/**
 * Reads a model's history from the connected systems into the feature store, a page at a time. Each page is kept with the place it was
 * read to, so a reading that is stopped or killed goes on there; one that came to its end is followed by what changed since. Features
 * that nothing is read for come back with the reason. Throws what the ports throw, and `signal.reason` when it is stopped.
 */
export async function fillFromSystems(definition: ModelDefinition, parts: FillParts, from: FillFrom = {}): Promise<Filled> {
  const model = systemModel(definition.id);
  const gaps = gapsOf(definition, parts.systems);
  if (!model) return { model: definition.id, records: 0, gaps };
  const marks = await parts.store.marks(definition.id);
  let records = 0;
  for (const each of model.readings) {
    const system = parts.systems[each.part];
    if (!system || unserved(parts.systems, each.part, each.feed, ({ feeds }) => feeds?.[each.feed] !== undefined) !== undefined) continue;
    const source = `${system.name} feeds.${each.feed}`;
    const mark = marks.find((one) => one.source === source);
    records += await readFeed({ model: definition.id, source, reading: each, system, mark }, parts, from);
  }
  if (model.derived) await derive(definition.id, model.derived, parts);
  return { model: definition.id, records, gaps };
}

type Fed = {
  readonly model: string;
  readonly source: string;
  readonly reading: Reading;
  readonly system: System;
  readonly mark: HistoryMark | undefined;
};

async function readFeed({ model, source, reading, system, mark }: Fed, parts: FillParts, from: FillFrom): Promise<number> {
  const { store, pseudonym, signal, progress } = parts;
  const start = startOf(mark, reading, from);
  const begunAt = start.begunAt ?? parts.clock.now().toISOString();
  let { position } = start;
  let done = 0;
  let total: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const readAt = parts.clock.now().toISOString();
    const page = await reading.page(system.ports, position, { limit: pageSize, readAt, ...(signal ? { signal } : {}) });
    if (!page) return done;
    if (page.more && 'cursor' in position && position.cursor === page.cursor)
      throw new CountersignError('connector.invalid_reply', `${source} answers the same page again and again`, { field: reading.feed });
    await store.addHistory(model, {
      observations: page.observations.map((each) => keyedObservation(each, pseudonym)),
      moments: page.moments.map((each) => keyedMoment(each, pseudonym)),
      mark: markOf({ source, cursor: page.cursor, isDone: !page.more, begunAt }, mark, from),
    });
    done += page.records;
    total ??= page.total;
    progress?.(done, total, `reading ${source} for ${model}`);
    if (!page.more) return done;
    position = { cursor: page.cursor };
  }
}

/** A part that begins behind what was read so far leaves a gap, so the next reading still begins where the last whole one ended. */
function markOf(
  {
    source,
    cursor,
    isDone,
    begunAt,
  }: { readonly source: string; readonly cursor: string; readonly isDone: boolean; readonly begunAt: string },
  mark: HistoryMark | undefined,
  { since }: FillFrom,
): HistoryMark {
  if (
    since !== undefined &&
    mark &&
    (mark.readAt === undefined || mark.begunAt !== undefined || Date.parse(since) > Date.parse(mark.readAt))
  )
    return mark;
  if (isDone) return { source, cursor, readAt: begunAt };
  return { source, cursor, begunAt, ...(mark?.readAt === undefined ? {} : { readAt: mark.readAt }) };
}

/** Where a reading begins: where the last one was stopped, or what changed since the last one that came to its end, or at the beginning. */
function startOf(
  mark: HistoryMark | undefined,
  { overlapDays }: Reading,
  { since, fromStart }: FillFrom,
): { readonly position: Parameters<Reading['page']>[1]; readonly begunAt?: string } {
  if (since !== undefined) return { position: { since: new Date(since).toISOString() } };
  if (!mark || fromStart === true) return { position: { since: beginning } };
  if (mark.begunAt !== undefined) return { position: { cursor: mark.cursor }, begunAt: mark.begunAt };
  if (mark.readAt === undefined) return { position: { since: beginning } };
  return { position: { since: new Date(Date.parse(mark.readAt) - overlapDays * dayMs).toISOString() } };
}

/** Labels that follow from what is kept, an entity at a time. */
async function derive(
  model: string,
  { kind, moments }: NonNullable<NonNullable<ReturnType<typeof systemModel>>['derived']>,
  { store, clock, signal, progress }: FillParts,
): Promise<void> {
  let after: string | undefined;
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    const entities = await store.entities(model, kind, { limit: entitiesAtOnce, ...(after === undefined ? {} : { after }) });
    const now = clock.now().toISOString();
    for (const entity of entities) {
      signal?.throwIfAborted();
      await store.addMoments(model, moments(entity, await store.observations(model, [entity]), now));
    }
    done += entities.length;
    progress?.(done, undefined, `labelling moments of ${model}`);
    after = entities.at(-1);
    if (entities.length < entitiesAtOnce) return;
  }
}

const instant = (text: string): string => new Date(text).toISOString();

/** A moment as it is kept: stamps in one zone, entity and links keyed. */
export function keyedMoment(
  { entity, asOf, outcomeAt, targets, links = {} }: LabelledMoment,
  pseudonym: (entity: string) => string,
): LabelledMoment {
  return {
    entity: pseudonym(entity),
    asOf: instant(asOf),
    outcomeAt: instant(outcomeAt),
    targets,
    links: Object.fromEntries(Object.entries(links).map(([name, linked]) => [name, pseudonym(linked)])),
  };
}
