import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser, follow, type FollowParts, type ServerEvent } from '../../console/src/sse.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function parse(parts: readonly Uint8Array[]): readonly ServerEvent[] {
  const parser = createParser();
  return parts.flatMap((part) => parser.push(part));
}

describe('the parser', () => {
  it('reads name, several lines of data, id and comments as the HTML standard says', () => {
    const text = ': hello\nevent: values\ndata: {"a":\ndata: 1}\nid: 7\n\ndata:x\n\nevent: empty\n\nid\ndata: last\n\n';
    expect(parse([bytes(text)])).toEqual([
      { event: 'values', data: '{"a":\n1}', id: '7' },
      { event: 'message', data: 'x', id: '7' },
      { event: 'message', data: 'last', id: '' },
    ]);
  });

  it('keeps back an event whose blank line never came', () => {
    expect(parse([bytes('data: whole\n\ndata: half\n')])).toEqual([{ event: 'message', data: 'whole', id: '' }]);
  });

  it('wherever the bytes are cut, and whichever line ends are used, the events are the same', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/[\r\n\0]/g, ''));
    const event = fc.record({
      event: fc.constantFrom('messages', 'custom', 'ä'),
      data: fc.array(line, { minLength: 1, maxLength: 3 }),
      id: fc.nat(),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(200), { maxLength: 12 }),
        (events, end, cuts) => {
          const text = events
            .map(({ event, data, id }) => [`event: ${event}`, ...data.map((each) => `data: ${each}`), `id: ${id}`, '', ''].join(end))
            .join('');
          const whole = bytes(text);
          const places = [...new Set([0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length])].toSorted((a, b) => a - b);
          const parts = places.slice(1).map((to, i) => whole.slice(places[i], to));
          // A lone carriage return at the very end may be half of a pair; the next byte tells.
          const found = parse([...parts, bytes(end === '\r' ? ':\r' : '')]);
          expect(found).toEqual(events.map(({ event, data, id }) => ({ event, data: data.join('\n'), id: String(id) })));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('byte by byte it reads the same', () => {
    const whole = bytes('event: messages\r\ndata: "€ 🙂 ä"\r\nid: 1\r\n\r\n');
    expect(parse([...whole].map((byte) => Uint8Array.of(byte)))).toEqual([{ event: 'messages', data: '"€ 🙂 ä"', id: '1' }]);
  });
});

type Asked = { readonly path: string; readonly method: string; readonly lastEventId: string | undefined };

/** A server of strings: each request gets the next answer, whole. */
function server(answers: readonly (readonly string[] | Error)[], location: string | null = '/threads/t/runs/r/stream') {
  const asked: Asked[] = [];
  const waits: number[] = [];
  const parts: FollowParts = {
    signal: new AbortController().signal,
    headers: {},
    onResponse: () => {},
    wait: async (ms) => void waits.push(ms),
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      asked.push({ path: pathOf(input), method: init?.method ?? '', lastEventId: headers.get('last-event-id') ?? undefined });
      const answer = answers[asked.length - 1];
      if (answer === undefined || answer instanceof Error) throw answer ?? new TypeError('no more answers');
      const body = new ReadableStream<Uint8Array>({
        async start(controller) {
          for (const part of answer) {
            await Promise.resolve();
            controller.enqueue(bytes(part));
          }
          controller.close();
        },
      });
      return new Response(body, { headers: location === null ? {} : { location } });
    },
  };
  return { asked, waits, parts };
}

const pathOf = (input: Parameters<typeof fetch>[0]): string => (typeof input === 'string' ? input : 'not a path');
const event = (id: number): string => `data: ${id}\nid: ${id}\n\n`;
async function all(stream: AsyncIterable<ServerEvent>): Promise<string[]> {
  const data: string[] = [];
  for await (const each of stream) data.push(each.data);
  return data;
}
/** A pull-based stream drops what is queued when it errors, so a cut answer hands over its events one at a time. */
const post = { method: 'POST', path: '/threads/t/runs/stream', body: '{}' } as const;

describe('following a run', () => {
  it('joins again where it broke, with the id of the last whole event, and repeats nothing', async () => {
    const { asked, parts, waits } = cut([
      [event(1), event(2), 'data: 3\nid'],
      [event(3), event(4)],
    ]);
    expect(await all(follow(post, parts))).toEqual(['1', '2', '3', '4']);
    expect(asked).toEqual([
      { path: '/threads/t/runs/stream', method: 'POST', lastEventId: undefined },
      { path: '/threads/t/runs/r/stream', method: 'GET', lastEventId: '2' },
    ]);
    expect(waits).toEqual([250]);
  });

  it('ends with the close of the server', async () => {
    const { parts, asked } = server([[event(1)]]);
    expect(await all(follow(post, parts))).toEqual(['1']);
    expect(asked).toHaveLength(1);
  });

  it('never repeats a request that may have started something', async () => {
    const { parts, asked } = server([new TypeError('failed to fetch')]);
    await expect(all(follow(post, parts))).rejects.toThrow('failed to fetch');
    expect(asked).toHaveLength(1);
  });

  it('gives up after eight failures in a row, waiting longer each time', async () => {
    const { parts, asked, waits } = server([[]]);
    const join = { method: 'GET', path: '/x' } as const;
    const failing = {
      ...parts,
      fetch: () => (asked.push({ path: '', method: '', lastEventId: undefined }), Promise.reject(new TypeError('down'))),
    };
    await expect(all(follow(join, failing))).rejects.toThrow('down');
    expect(asked).toHaveLength(9);
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  it('does not follow a Location that leads to another server', async () => {
    for (const location of ['https://evil.example/x', '//evil.example/x', '/\\evil.example', 'x']) {
      const { asked, parts } = cut([[event(1)], [event(2)]], location);
      await expect(all(follow(post, parts))).rejects.toThrow('network error');
      expect(asked).toHaveLength(1);
    }
  });

  it('stops for good when it is told to, and when an answer is refused', async () => {
    const { parts, asked } = cut([[event(1)], [event(2)]]);
    const controller = new AbortController();
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const each of follow(post, { ...parts, signal: controller.signal })) {
          seen.push(each.data);
          controller.abort();
        }
      })(),
    ).rejects.toThrow();
    expect([seen, asked.length]).toEqual([['1'], 1]);
    const refused = server([[event(1)]]);
    const refuse = (): never => {
      throw new Error('401');
    };
    await expect(all(follow(post, { ...refused.parts, onResponse: refuse }))).rejects.toThrow('401');
  });
});

/** Every answer but the last breaks after its parts; parts are pulled one by one, so that all of them arrive. */
function cut(answers: readonly (readonly string[])[], location = '/threads/t/runs/r/stream') {
  const made = server([], location);
  const fetchOne: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    made.asked.push({ path: pathOf(input), method: init?.method ?? '', lastEventId: headers.get('last-event-id') ?? undefined });
    const mine = [...(answers[made.asked.length - 1] ?? [])];
    const isLast = made.asked.length === answers.length;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const part = mine.shift();
          if (part !== undefined) controller.enqueue(bytes(part));
          else if (isLast) controller.close();
          else controller.error(new TypeError('network error'));
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { location } });
  };
  return { ...made, parts: { ...made.parts, fetch: fetchOne } };
}
