/** Server-sent events over fetch: what EventSource does, with POST, our headers, and an end that is the server's close. */
export type ServerEvent = { readonly event: string; readonly data: string; readonly id: string };

export type Parser = {
  /** Takes the bytes as they come; a character, a line or an event may be cut anywhere. */
  push(bytes: Uint8Array): readonly ServerEvent[];
};

/** An event without its blank line at the end never happened: the rules of the HTML standard, so that a cut one is sent again. */
export function createParser(): Parser {
  const decoder = new TextDecoder();
  let rest = '';
  let endedInReturn = false;
  let event = '';
  let data: string[] = [];
  let id = '';
  const field = (line: string): void => {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
  };
  return {
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true });
      if (text === '') return [];
      // The line feed of a pair that was cut in two belongs to the line before.
      if (endedInReturn && text.startsWith('\n')) text = text.slice(1);
      endedInReturn = text.endsWith('\r');
      const lines = (rest + text).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      const found: ServerEvent[] = [];
      for (const line of lines) {
        if (line !== '') field(line);
        else {
          if (data.length > 0) found.push({ event: event === '' ? 'message' : event, data: data.join('\n'), id });
          event = '';
          data = [];
        }
      }
      return found;
    },
  };
}

export type Opening = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly lastEventId?: string };

export type FollowParts = {
  readonly fetch: typeof fetch;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  /** Called with the headers of every answer; throws for an answer that is no stream. */
  readonly onResponse: (response: Response) => void | Promise<void>;
};

const retries = 8;

/**
 * Reads a stream to its end. A connection that breaks is joined again where it broke: at the path of the `Location` header, with
 * the id of the last whole event. The first request is never repeated: it started something.
 */
export async function* follow(opening: Opening, parts: FollowParts): AsyncGenerator<ServerEvent> {
  let join = opening.method === 'GET' ? opening.path : undefined;
  let lastId = opening.lastEventId ?? '';
  let failures = 0;
  for (let next: Opening = opening; ;) {
    let isOpen = false;
    try {
      const response = await request(next, parts);
      await parts.onResponse(response);
      isOpen = true;
      join = ownPath(response.headers.get('location')) ?? join;
      for await (const event of eventsOf(response)) {
        failures = 0;
        if (event.id !== '') lastId = event.id;
        yield event;
      }
      return;
    } catch (thrown) {
      const isBroken = thrown instanceof TypeError || isOpen;
      failures += 1;
      if (parts.signal.aborted || !isBroken || join === undefined || failures > retries) throw thrown;
    }
    await parts.wait(Math.min(250 * 2 ** (failures - 1), 5000), parts.signal);
    next = { method: 'GET', path: join, ...(lastId === '' ? {} : { lastEventId: lastId }) };
  }
}

function request(opening: Opening, parts: FollowParts): Promise<Response> {
  return parts.fetch(opening.path, {
    method: opening.method,
    signal: parts.signal,
    redirect: 'error',
    headers: {
      ...parts.headers,
      accept: 'text/event-stream',
      ...(opening.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(opening.lastEventId === undefined ? {} : { 'last-event-id': opening.lastEventId }),
    },
    ...(opening.body === undefined ? {} : { body: opening.body }),
  });
}

async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const parser = createParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(value);
    }
  } finally {
    // Leaving early lets the connection go; one that broke has nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

/** A path on this server; anything else could lead the cookie's page elsewhere. */
const ownPath = (location: string | null): string | undefined =>
  location !== null && /^\/(?![/\\])/.test(location) ? location : undefined;
