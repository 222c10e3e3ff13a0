import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { createGatherer, type Gatherer } from '../../../../src/scoring/streams/gather.ts';
import { filled, momentOf, readMessage, type Message } from '../../../../src/scoring/streams/message.ts';
import { matchTopic, readTopicMap } from '../../../../src/scoring/streams/topic-map.ts';

const start = Date.UTC(2026, 0, 1);
const minute = (n: number): string => new Date(start + n * 60_000).toISOString();
const map = readTopicMap({
  lateMinutes: 10,
  skewMinutes: 5,
  topics: [
    { topic: 'plant/+/state', entity: 'machine:{1}', observations: { state: '.' } },
    { topic: 'plant/+/+', stream: '{1}', reading: { metric: '{2}', value: 'v' }, at: 't' },
    {
      topic: 'mes/+/finished',
      stream: '{1}',
      entity: 'lot:{lot}',
      observations: { shift: 'info.shift' },
      closes: { observation: 'readings', minutes: 60 },
      at: 't',
      record: 'mes/lots/{lot}',
    },
    { topic: 'weather/#', entity: 'signal:{1}', observations: { humidity: 'h' }, at: 't' },
  ],
});
const now = (): Date => new Date(start + 30 * 86_400_000);
const gatherer = (): Gatherer => createGatherer(map, now);

const reading = (at: number, v: unknown, received = at, more: Partial<Message> = {}): Message => ({
  topic: 'plant/L1/temperature',
  payload: { v, t: minute(at) },
  received: Date.parse(minute(received)),
  isRetained: false,
  ...more,
});
const finished = (at: number, lot: string, received = at): Message => ({
  topic: 'mes/L1/finished',
  payload: { lot, t: minute(at), info: { shift: 'night' } },
  received: Date.parse(minute(received)),
  isRetained: false,
});
const all = (to: Gatherer, messages: readonly Message[]): Observation[] => [
  ...messages.flatMap((each) => to.take(each).observations),
  ...to.finish(),
];
const windows = (observations: readonly Observation[]): Observation[] => observations.filter(({ name }) => name === 'readings');
const values = (observation: Observation | undefined): unknown =>
  (observation?.value as readonly { value: number }[] | undefined)?.map(({ value }) => value);

describe('a topic filter', () => {
  it.each([
    ['plant/+/temp', 'plant/L1/temp', ['L1']],
    ['plant/+/temp', 'plant/L1/x/temp', undefined],
    ['plant/#', 'plant', ['']],
    ['plant/#', 'plant/a/b', ['a/b']],
    ['+/+/#', 'a/b/c/d', ['a', 'b', 'c/d']],
    ['#', '$SYS/broker/uptime', undefined],
    ['+/broker/uptime', '$SYS/broker/uptime', undefined],
    ['$SYS/#', '$SYS/broker', ['broker']],
    ['plant/+', 'plant', undefined],
    ['plant/+', 'plant/', ['']],
  ] as const)('%s and the topic %s', (filter, topic, found) => {
    expect(matchTopic(filter, topic)).toEqual(found);
  });

  it.each([
    [{ topics: [] }, 'topics'],
    [{ topics: [{ topic: 'a/#/b', entity: 'm:1', observations: { a: 'b' } }] }, 'topics.0.topic'],
    [{ topics: [{ topic: 'a/b+', entity: 'm:1', observations: { a: 'b' } }] }, 'topics.0.topic'],
    [{ topics: [{ topic: 'a', reading: { metric: 'm' } }] }, 'topics.0.stream'],
    [{ topics: [{ topic: 'a', stream: 's', entity: 'm:1', reading: { metric: 'm' } }] }, 'topics.0.entity'],
    [{ topics: [{ topic: 'a', entity: 'm:1' }] }, 'topics.0.observations'],
    [{ topics: [{ topic: 'a', entity: 'm:1', observations: { a: 'b' }, colour: 1 }] }, 'topics.0'],
  ])('%j is refused by its place', (value, field) => {
    expect(() => readTopicMap(value)).toThrow(expect.objectContaining({ code: 'input.invalid', field }));
  });
});

describe('a line', () => {
  it.each([
    ['{"tst":"2026-01-01T01:00:00.123456+0100","topic":"a","qos":1,"retain":0,"payloadlen":4,"payload":"23.5"}', 23.5],
    ['{"tst":"2026-01-01T00:00:00.123456Z","topic":"a","qos":0,"retain":0,"payloadlen":10,"payload":{"v":1}}', { v: 1 }],
    ['{"ts":1767225600123,"topic":"a","payload":"on"}', 'on'],
    ['{"ts":1767225600.123,"topic":"a","payload":"{\\"v\\":1}"}', { v: 1 }],
  ])('%s is a message', (text, payload) => {
    expect(readMessage(text)).toEqual({ topic: 'a', payload, received: start + 123, isRetained: false });
  });

  it.each([
    ['{"topic":', 'it is no JSON'],
    ['{"payload":"1","ts":5}', 'it is not valid at topic'],
    ['{"topic":"a","payload":"1","ts":"2026-01-01T00:00:00"}', 'ts is no moment with its zone'],
    ['{"topic":"a","payload":"1","tst":"yesterday"}', 'tst is no moment with its zone'],
    ['[]', 'it is not valid at the line'],
  ])('%s is none', (text, why) => {
    expect(readMessage(text)).toEqual({ why });
  });

  it('has moments with a zone, and templates that are filled wholly or not at all', () => {
    expect(momentOf('2026-02-30T00:00:00Z')).toBe(momentOf('2026-03-02T00:00:00Z'));
    expect(momentOf('2026-01-01')).toBeUndefined();
    expect(momentOf(-1)).toBeUndefined();
    expect(filled('{2}-{a.b}', ['x', 'y'], { a: { b: 7 } })).toBe('y-7');
    expect(filled('{3}', ['x'], {})).toBeUndefined();
    expect(filled('{constructor}', [], {})).toBeUndefined();
  });
});

describe('messages', () => {
  it('become readings of the window that ends with what closes it, oldest first', () => {
    const found = all(gatherer(), [reading(-1, 1), reading(0, 2), reading(1, 3), reading(59, 4), finished(60, 'A'), reading(61, 5)]);
    expect(found).toEqual([
      { entity: 'lot:A', name: 'shift', value: 'night', at: minute(60), record: 'mes/lots/A' },
      {
        entity: 'lot:A',
        name: 'readings',
        // From after the hour before: the reading on its stroke belongs to the window before.
        value: [
          { metric: 'temperature', minutes_before: 59, value: 3 },
          { metric: 'temperature', minutes_before: 1, value: 4 },
        ],
        at: minute(60),
        record: 'mes/lots/A',
      },
    ]);
  });

  it('that come late change the window from then on: each moment sees what was known then', () => {
    const found = windows(all(gatherer(), [reading(10, 1), finished(60, 'A'), reading(20, 2, 65), reading(75, 9)]));
    expect(found.map((each) => [each.knownAt, values(each)])).toEqual([
      [undefined, [1]],
      [minute(65), [1, 2]],
    ]);
  });

  it('that come later than allowed are counted and change nothing', () => {
    const to = gatherer();
    const found = windows(all(to, [reading(10, 1), finished(60, 'A'), reading(71, 9), reading(20, 2, 72)]));
    expect(found.map(values)).toEqual([[1]]);
    expect(to.counts).toMatchObject({ tooLate: 1 });
  });

  it('delivered twice count once, and the one received last counts of two values of one time', () => {
    const to = gatherer();
    const found = all(to, [
      reading(10, 1, 10),
      reading(10, 1, 12),
      reading(20, 2, 20),
      reading(20, 3, 21),
      finished(60, 'A'),
      finished(60, 'A', 62),
    ]);
    expect(windows(found).map(values)).toEqual([[1, 3]]);
    expect(found.filter(({ name }) => name === 'shift')).toHaveLength(1);
    expect(to.counts).toMatchObject({ duplicate: 2, taken: 4 });
  });

  it('in any order within the lateness allowed come to the same', () => {
    const messages = [
      ...Array.from({ length: 240 }, (_, n) => reading(n, Math.sin(n), n + (n % 7 === 0 ? 4 : 0))),
      ...[60, 120, 180, 240].map((at) => finished(at, `L${at}`, at + 1)),
    ].toSorted((a, b) => (a.received ?? 0) - (b.received ?? 0));
    const random = createRandom(3);
    const shuffled = messages
      .map((each) => ({ each, place: (each.received ?? 0) + random.next() * 9 * 60_000 }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ each }) => each);
    const sorted = (rows: readonly Observation[]): Observation[] =>
      rows.toSorted((a, b) => (JSON.stringify([a.entity, a.name, a.knownAt]) < JSON.stringify([b.entity, b.name, b.knownAt]) ? -1 : 1));
    expect(sorted(all(gatherer(), shuffled))).toEqual(sorted(all(gatherer(), messages)));
  });

  it('from a clock that is ahead count from when they were received, and are refused where it is far ahead', () => {
    const to = gatherer();
    expect(to.take(reading(63, 1, 59)).why).toBeUndefined();
    expect(to.take(reading(80, 1, 60)).why).toBe("it is stamped 20 minutes after it was received: the sender's clock is ahead");
    expect(to.take(reading(99_999, 1)).why).toBe('it is stamped in the future');
    expect(windows(all(to, [finished(60, 'A')])).map((each) => each.value)).toEqual([
      [{ metric: 'temperature', minutes_before: 1, value: 1 }],
    ]);
  });

  it('that a broker had kept say nothing without a time of their own', () => {
    const to = gatherer();
    const state = (payload: unknown, isRetained: boolean): Message => ({ topic: 'plant/L1/state', payload, received: start, isRetained });
    expect(all(to, [state('on', true), state('off', false), reading(1, 5, 30, { isRetained: true }), finished(60, 'A')])).toMatchObject([
      { entity: 'machine:L1', name: 'state', value: 'off', at: minute(0) },
      { name: 'shift' },
      { name: 'readings', value: [{ value: 5 }] },
    ]);
    expect(to.counts).toMatchObject({ retained: 1 });
  });

  it('are known from when they were received', () => {
    const message: Message = {
      topic: 'weather/north',
      payload: { h: 61, t: minute(0) },
      received: Date.parse(minute(90)),
      isRetained: false,
    };
    expect(all(gatherer(), [message])).toEqual([
      { entity: 'signal:north', name: 'humidity', value: 61, at: minute(0), knownAt: minute(90) },
    ]);
  });

  it.each([
    [reading(1, 'hot'), 'its payload has no number at v'],
    [reading(1, Number.NaN), 'its payload has no number at v'],
    [reading(1, 1, 1, { payload: { v: 1 } }), 'its payload has no moment with a zone at t'],
    [{ ...finished(1, 'A'), payload: { t: minute(1), info: { shift: 'x' } } }, 'it does not say whom it is about (lot:{lot})'],
    [{ ...finished(1, 'A'), payload: { t: minute(1), lot: 'A' } }, 'its payload has no number, text or yes or no at info.shift'],
    [{ topic: 'plant/L1/state', payload: 'on', isRetained: false }, 'it says neither when it was received (ts) nor when it was sent'],
  ])('%j is refused', (message, why) => {
    expect(gatherer().take(message).why).toBe(why);
  });

  it('of no topic in the map are counted', () => {
    const to = gatherer();
    expect(to.take({ topic: 'other', payload: 1, received: start, isRetained: false })).toEqual({ observations: [] });
    expect(to.counts.unmatched).toBe(1);
  });

  it('leave no more in memory than the window and the lateness allowed', () => {
    const to = gatherer();
    let most = 0;
    for (let n = 0; n < 20_000; n += 1) {
      to.take(reading(n, n));
      if (n % 60 === 0) to.take(finished(n, `L${n}`));
      most = Math.max(most, to.held());
    }
    expect(most).toBeLessThan(100);
    expect(to.counts).toMatchObject({ tooLate: 0, duplicate: 0 });
  });
});
