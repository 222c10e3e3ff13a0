import type { ModelValue, Observation } from '../../contracts/models.ts';
import { filled, memberOf, momentOf, type Message } from './message.ts';
import { matchTopic, type TopicMap, type TopicRule } from './topic-map.ts';
import { instant, windowOf, type Closing, type Reading } from './window.ts';

/** What became of the messages. Those refused are told one by one where they come in. */
export type StreamCounts = {
  taken: number;
  /** Of no topic in the map. */
  unmatched: number;
  /** The same once more, as at-least-once delivery brings it. */
  duplicate: number;
  /** What the broker had kept, without a time of its own: nobody knows how old it is. */
  retained: number;
  /** Readings, and what closes a window, that came after their window was given out or their readings were let go. */
  tooLate: number;
  /** Windows left out because they had more than 5,000 readings. */
  tooMany: number;
};

export type Gatherer = {
  /** Observations that are whole with this message, and why the message was refused. */
  take(message: Message): { readonly observations: readonly Observation[]; readonly why?: string };
  /** What waits for late readings is given out as it is. */
  finish(): readonly Observation[];
  readonly counts: Readonly<StreamCounts>;
  /** Readings held in memory. */
  held(): number;
};

type Stream = {
  /** By metric, the sender's own time and value: a message that is delivered twice is one reading. */
  readonly readings: Map<string, Reading>;
  /** Windows that were given out, by whom they are of and their end. */
  readonly given: Map<string, Pick<Closing, 'at' | 'minutes'>>;
};

const minuteMs = 60_000;
/** Observations remembered to know a repetition by. */
const remembered = 200_000;

/**
 * Turns messages into observations. Time moves with what was received last: by it a closed window waits for late readings, and
 * what no window can need any more is let go, so that memory holds a window and the lateness allowed, and no more. Messages may
 * come in any order within that time; what comes out is the same.
 */
export function createGatherer(map: TopicMap, now: () => Date): Gatherer {
  const counts: StreamCounts = { taken: 0, unmatched: 0, duplicate: 0, retained: 0, tooLate: 0, tooMany: 0 };
  const minutes = map.topics.reduce((most, { closes }) => Math.max(most, closes?.minutes ?? 0), 0);
  const reachMs = (minutes + 2 * map.lateMinutes + map.skewMinutes) * minuteMs;
  const state: State = { map, now, counts, reachMs, streams: new Map(), waiting: [], seen: new Set(), clock: 0, swept: 0 };
  return {
    counts,
    take(message) {
      const found = ruleFor(map, message.topic);
      if (!found) {
        counts.unmatched += 1;
        return { observations: [] };
      }
      const placed = timed(state, found.rule, message);
      if (placed === 'retained') {
        counts.retained += 1;
        return { observations: [] };
      }
      if ('why' in placed) return { observations: [], why: placed.why };
      state.clock = Math.max(state.clock, placed.received);
      const taken = understood(state, found, message.payload, placed);
      return 'why' in taken ? { observations: [], why: taken.why } : { observations: [...taken.observations, ...giveOut(state, false)] };
    },
    finish: () => giveOut(state, true),
    held: () => [...state.streams.values()].reduce((sum, { readings }) => sum + readings.size, 0),
  };
}

type State = {
  readonly map: TopicMap;
  readonly now: () => Date;
  /** The longest window, and twice the lateness: a window is closed late, and then waits. */
  readonly reachMs: number;
  readonly counts: StreamCounts;
  readonly streams: Map<string, Stream>;
  /** By the moment they were received. */
  readonly waiting: Closing[];
  readonly seen: Set<string>;
  clock: number;
  swept: number;
};

type Found = { readonly rule: TopicRule; readonly wildcards: readonly string[] };

function ruleFor(map: TopicMap, topic: string): Found | undefined {
  for (const rule of map.topics) {
    const wildcards = matchTopic(rule.topic, topic);
    if (wildcards) return { rule, wildcards };
  }
  return undefined;
}

/** `own` is what the sender wrote, `at` what counts: no later than it was received. */
type Timed = { readonly own: number; readonly at: number; readonly received: number };

function timed(state: State, rule: TopicRule, { payload, received, isRetained }: Message): Timed | 'retained' | { readonly why: string } {
  const own = rule.at === undefined ? received : momentOf(memberOf(payload, rule.at));
  if (rule.at === undefined && isRetained) return 'retained';
  if (own === undefined)
    return {
      why:
        rule.at === undefined
          ? 'it says neither when it was received (ts) nor when it was sent'
          : `its payload has no moment with a zone at ${rule.at}`,
    };
  const known = received ?? own;
  const skewMs = state.map.skewMinutes * minuteMs;
  // One stamp of another century would make everything after it too late.
  if (known > state.now().getTime() + skewMs) return { why: 'it is stamped in the future' };
  if (own > known + skewMs)
    return { why: `it is stamped ${Math.ceil((own - known) / minuteMs)} minutes after it was received: the sender's clock is ahead` };
  return { own, at: Math.min(own, known), received: known };
}

type Taken = { readonly observations: readonly Observation[] } | { readonly why: string };

function understood(state: State, { rule, wildcards }: Found, payload: unknown, when: Timed): Taken {
  const fill = (template: string): string | undefined => filled(template, wildcards, payload);
  const stream = rule.stream === undefined ? '' : fill(rule.stream);
  if (stream === undefined) return { why: `its payload lacks what stream ${rule.stream ?? ''} names` };
  return rule.reading
    ? aReading(state, rule.reading, { stream, fill, payload, when })
    : aboutSomebody(state, rule, { stream, fill, payload, when });
}

type Given = {
  readonly stream: string;
  readonly fill: (template: string) => string | undefined;
  readonly payload: unknown;
  readonly when: Timed;
};

function aReading(state: State, rule: NonNullable<TopicRule['reading']>, { stream, fill, payload, when }: Given): Taken {
  const [metric, value] = [fill(rule.metric), memberOf(payload, rule.value)];
  if (metric === undefined) return { why: `its payload lacks what metric ${rule.metric} names` };
  if (typeof value !== 'number' || !Number.isFinite(value)) return { why: `its payload has no number at ${rule.value}` };
  addReading(state, stream, { metric, value, at: when.at, received: when.received }, when.own);
  return { observations: [] };
}

function aboutSomebody(state: State, rule: TopicRule, { stream, fill, payload, when }: Given): Taken {
  const entity = fill(rule.entity ?? '');
  if (entity === undefined || !/^[\w-]+:.{1,120}$/.test(entity)) return { why: `it does not say whom it is about (${rule.entity ?? ''})` };
  const record = rule.record === undefined ? undefined : fill(rule.record);
  const lineage = record === undefined ? {} : { record };
  const observations: Observation[] = [];
  for (const [name, member] of Object.entries(rule.observations)) {
    const value = memberOf(payload, member);
    if (!isCell(value)) return { why: `its payload has no number, text or yes or no at ${member}` };
    observations.push({ entity, name, value, at: instant(when.at), ...later(when), ...lineage });
  }
  const fresh = observations.filter((each) => isNew(state, `${each.entity} ${each.name} ${when.own} ${JSON.stringify(each.value)}`));
  const { at, received } = when;
  const closed = rule.closes && close(state, { ...rule.closes, stream, entity, at, received, ...lineage });
  if (fresh.length > 0 || closed === 'closed') state.counts.taken += 1;
  else if (closed !== 'too-late') state.counts.duplicate += 1;
  return { observations: fresh };
}

const later = ({ at, received }: Timed): { knownAt?: string } => (received > at ? { knownAt: instant(received) } : {});

function isCell(value: unknown): value is Extract<ModelValue, string | number | boolean> {
  return (
    (typeof value === 'number' && Number.isFinite(value)) ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= 10_000)
  );
}

function isNew({ seen }: State, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  if (seen.size > remembered) {
    const [oldest] = seen;
    if (oldest !== undefined) seen.delete(oldest);
  }
  return true;
}

function streamOf({ streams }: State, name: string): Stream {
  const known = streams.get(name);
  if (known) return known;
  const made: Stream = { readings: new Map(), given: new Map() };
  streams.set(name, made);
  return made;
}

/** What is older than this is in no window that may still be closed in time. */
const horizon = ({ clock, reachMs }: State): number => clock - reachMs;

function addReading(state: State, name: string, reading: Reading, own: number): void {
  const { readings, given } = streamOf(state, name);
  const key = `${own} ${reading.metric} ${reading.value}`;
  const known = readings.get(key);
  if (known) {
    state.counts.duplicate += 1;
    // In whichever order they come: it was known since the first delivery.
    if (reading.received < known.received) readings.set(key, reading);
    return;
  }
  const isGiven = [...given.values()].some(({ at, minutes }) => reading.at <= at && reading.at > at - minutes * minuteMs);
  if (isGiven || reading.at < horizon(state)) state.counts.tooLate += 1;
  else state.counts.taken += 1;
  if (reading.at >= horizon(state)) readings.set(key, reading);
}

function close(state: State, closing: Closing): 'closed' | 'before' | 'too-late' {
  const key = keyOf(closing);
  const same = state.waiting.findIndex((each) => each.stream === closing.stream && keyOf(each) === key);
  const other = state.waiting[same];
  if (other ? other.received <= closing.received : streamOf(state, closing.stream).given.has(key)) return 'before';
  if (closing.at - closing.minutes * minuteMs < horizon(state)) {
    state.counts.tooLate += 1;
    return 'too-late';
  }
  if (other) state.waiting.splice(same, 1);
  const place = state.waiting.findLastIndex((each) => each.received <= closing.received);
  state.waiting.splice(place + 1, 0, closing);
  return 'closed';
}

const keyOf = ({ entity, observation, at }: Closing): string => `${entity} ${observation} ${at}`;

/** Windows that have waited long enough, or all. */
function giveOut(state: State, isEnd: boolean): readonly Observation[] {
  const { waiting, map, clock } = state;
  const ripe = isEnd ? waiting.length : waiting.filter(({ received }) => received + map.lateMinutes * minuteMs <= clock).length;
  if (ripe === 0) return sweep(state);
  const observations = waiting.splice(0, ripe).flatMap((closing) => {
    const { readings, given } = streamOf(state, closing.stream);
    given.set(keyOf(closing), closing);
    const whole = windowOf(closing, [...readings.values()]);
    if (!whole) state.counts.tooMany += 1;
    return whole ?? [];
  });
  sweep(state);
  return observations;
}

/** Once a minute of the stream: what is older than any window needs goes, and streams that are empty with it. */
function sweep(state: State): readonly [] {
  if (state.clock - state.swept < minuteMs) return [];
  state.swept = state.clock;
  const oldest = horizon(state);
  for (const [name, { readings, given }] of state.streams) {
    for (const [key, { at }] of readings) if (at < oldest) readings.delete(key);
    for (const [key, { at, minutes }] of given) if (at - minutes * minuteMs < oldest) given.delete(key);
    if (readings.size === 0 && given.size === 0) state.streams.delete(name);
  }
  return [];
}
