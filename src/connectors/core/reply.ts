import { CountersignError } from '../../contracts/errors.ts';
import { retryAfterMs } from './retry-after.ts';

/** JSON nested deeper than this is refused before it is parsed. */
const maxJsonDepth = 64;

/** One answer. Header names are lower case; several headers of one name are joined by a comma, except Set-Cookie. */
export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  /** The raw bytes as received, for hashing. */
  readonly bytes: Uint8Array;
  text(): string;
  /** Parsed body; throws connector.invalid_reply when it is no JSON or nested too deeply. */
  json(): unknown;
};

export function createReply(
  status: number,
  rawHeaders: Readonly<Record<string, string | readonly string[] | undefined>>,
  bytes: Uint8Array,
): HttpReply {
  const headers: Record<string, string> = {};
  let setCookies: readonly string[] = [];
  for (const [name, value] of Object.entries(rawHeaders)) {
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    if (lower === 'set-cookie') setCookies = typeof value === 'string' ? [value] : value;
    else headers[lower] = typeof value === 'string' ? value : value.join(', ');
  }
  const text = () => new TextDecoder().decode(bytes);
  return { status, headers, setCookies, bytes, text, json: () => parseJson(text()) };
}

/** Parses JSON of bounded depth. A deep document would exhaust the stack of whatever walks it later. */
export function parseJson(text: string): unknown {
  if (jsonDepth(text) > maxJsonDepth) throw new CountersignError('connector.invalid_reply', 'The answer is nested too deeply');
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the text, so it stays out of ours and out of the cause.
    throw new CountersignError(
      'connector.invalid_reply',
      `The answer is not valid JSON (${cause instanceof SyntaxError ? 'syntax' : 'unreadable'})`,
    );
  }
}

function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return deepest;
}

/** The error a read port throws for an answer that is not a success, where the vendor adds nothing of its own. */
export function replyError(connection: string, reply: HttpReply, now: Date): CountersignError {
  const wait = retryAfterMs(reply.headers['retry-after'], now);
  const later = { retry: 'later', ...(wait === undefined ? {} : { retryAfterMs: wait }) } as const;
  if (reply.status === 401) return new CountersignError('connector.unauthorised', `${connection} does not accept our credentials`);
  if (reply.status === 404) return new CountersignError('connector.not_found', `${connection} does not know this record or service`);
  if (reply.status === 429) return new CountersignError('connector.rate_limited', `${connection} asked us to slow down`, later);
  if (reply.status >= 500) return new CountersignError('connector.unavailable', `${connection} failed with status ${reply.status}`, later);
  return new CountersignError('connector.rejected', `${connection} rejected the request with status ${reply.status}`);
}
