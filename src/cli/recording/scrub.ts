import { bytesOf, pieceOf, type Piece, type Recorded } from '../../contracts/cassette.ts';

/** What says who was asked for whom: keys, organisations, projects, accounts, requests, answers, calls, fingerprints, sessions. */
const ids = [
  /\b(?:sk|rk|pk|xai|gsk|sess)-[\w*-]{6,}/g,
  /\b(?:org|proj|user|req|resp|run|msg|call|toolu|chatcmpl-tool|fp|cmpl|chatcmpl|gen|file|asst|thread|acct)[-_][A-Za-z0-9_-]{4,}/g,
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  /\b[0-9a-f]{24,}\b/gi,
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|dev|cloud|azure|local|internal|lan|corp|intern)\b/gi,
];
/** Headers that say how to read an answer or when to ask again. Cookies, ids and names of machines are none of them. */
const kept = new Set(['content-type', 'retry-after']);

export function scrubHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => kept.has(name.toLowerCase())));
}

/**
 * An exchange without ids, keys and hosts. What is taken out is written over in its own length, the same id by the same
 * figures, so that bytes stay where they were, a piece may end within an id, and calls that differed still do.
 */
export function scrub({ exchange, pieces }: Recorded, secrets: readonly string[]): Recorded {
  const parts = pieces.flatMap((piece) => bytesOf(piece) ?? []);
  // One character a byte, so that places in the text are places in the bytes.
  let text = Buffer.concat(parts).toString('latin1');
  const seen = new Map<string, string>();
  const over = (found: string): string => {
    const known = seen.get(found) ?? written(found, seen.size + 1);
    seen.set(found, known);
    return known;
  };
  for (const secret of secrets) if (secret.length > 3) text = text.replaceAll(Buffer.from(secret, 'utf8').toString('latin1'), over);
  for (const pattern of ids) text = text.replaceAll(pattern, over);
  const clean = Buffer.from(text, 'latin1');
  let at = 0;
  const next = (piece: Piece): Piece => {
    const bytes = bytesOf(piece);
    if (!bytes || !('t' in piece)) return piece;
    at += bytes.length;
    return pieceOf(clean.subarray(at - bytes.length, at), piece.t);
  };
  return { exchange, pieces: pieces.map(next) };
}

/** `call_Ab3x` becomes `call_0001`: its kind, then figures. */
function written(found: string, number: number): string {
  const kind = /^(?:chatcmpl-tool|[a-z]{2,8})[-_]/i.exec(found)?.[0] ?? '';
  return (
    kind +
    String(number)
      .padStart(found.length - kind.length, '0')
      .slice(-(found.length - kind.length))
  );
}
