import { z } from 'zod';
import { CountersignError } from './errors.ts';

/** A request and the head of its answer. `bodyMatch` is a part of the request's JSON: each member that is named must be there and equal. */
export const Exchange = z.strictObject({
  req: z.strictObject({ method: z.string(), path: z.string(), bodyMatch: z.record(z.string(), z.json()).default({}) }),
  res: z.strictObject({ status: z.number().int(), headers: z.record(z.string(), z.string()).default({}) }),
  origin: z.enum(['handwritten', 'recorded']),
  /** Whose way of speaking it is: `openai`, `ollama`, `azure-openai`, `claude-openai`, `vllm`. */
  dialect: z.string(),
});
export type Exchange = z.infer<typeof Exchange>;

/** What comes after the head: bytes (`t` is milliseconds since the head), a wait, a connection that is cut, or silence. */
const Bytes = { t: z.number().nonnegative() };
export const Piece = z.union([
  z.strictObject({ ...Bytes, text: z.string() }),
  z.strictObject({ ...Bytes, b64: z.base64() }),
  z.strictObject({ delay: z.number().nonnegative() }),
  z.strictObject({ cut: z.literal(true) }),
  z.strictObject({ hang: z.literal(true) }),
]);
export type Piece = z.infer<typeof Piece>;

export type Recorded = { readonly exchange: Exchange; readonly pieces: readonly Piece[] };

/** Lines of a cassette: an exchange, its pieces, the next exchange. Rejects with input.invalid and the line. */
export function parseCassette(text: string): readonly Recorded[] {
  const found: { exchange: Exchange; pieces: Piece[] }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const tree = jsonOf(line, at + 1);
    const exchange = Exchange.safeParse(tree);
    if (exchange.success) {
      found.push({ exchange: exchange.data, pieces: [] });
      continue;
    }
    const piece = Piece.safeParse(tree);
    const last = found.at(-1);
    if (!piece.success || !last) throw invalid(at + 1);
    last.pieces.push(piece.data);
  }
  return found;
}

export function printCassette(recorded: readonly Recorded[]): string {
  return recorded.flatMap(({ exchange, pieces }) => [exchange, ...pieces].map((line) => `${JSON.stringify(line)}\n`)).join('');
}

/** Bytes as a line: as text where they are whole UTF-8, so that a person can read the cassette. */
export function pieceOf(bytes: Uint8Array, t: number): Piece {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { t, text } : { t, b64: Buffer.from(bytes).toString('base64') };
}

export function bytesOf(piece: Piece): Buffer | undefined {
  if ('text' in piece) return Buffer.from(piece.text, 'utf8');
  return 'b64' in piece ? Buffer.from(piece.b64, 'base64') : undefined;
}

function jsonOf(line: string, at: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The line may hold what a model said; where it stands is enough.
    throw invalid(at);
  }
}

function invalid(line: number): CountersignError {
  return new CountersignError('input.invalid', `Line ${line} of the cassette is neither an exchange nor a piece of one`, {
    field: `line ${line}`,
  });
}
