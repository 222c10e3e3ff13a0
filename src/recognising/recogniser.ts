import type { Recogniser, Span } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';
import { readLabels, spansOf, verdictOf, type Verdict } from './labels.ts';
import type { TokenSession } from './session.ts';
import { windowsOver } from './windows.ts';
import { createWordPieces } from './word-pieces.ts';

export type RecogniserParts = {
  readonly name: string;
  readonly session: TokenSession;
  /** One piece a line, as `vocab.txt` has them. */
  readonly vocabulary: readonly string[];
  /** One label a line, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** For `uncased` models. */
  readonly lowerCase?: boolean;
  /** How sure the model must be, from 0 to 1. */
  readonly leastScore?: number;
  /** How many pieces the model reads at once, its two frame tokens included. */
  readonly windowTokens?: number;
  readonly overlapTokens?: number;
};

/**
 * A recogniser over a token-classification model. The text is cut into words, read in windows that overlap, and each word
 * has the label of its first piece: that is the one such models are trained on.
 */
export function createRecogniser(parts: RecogniserParts): Recogniser {
  const { session, lowerCase = false, leastScore = 0.5, windowTokens = 512, overlapTokens = 64 } = parts;
  const labels = readLabels(parts.labels);
  const pieces = createWordPieces(parts.vocabulary, lowerCase);
  const room = windowTokens - 2;
  let closed: Promise<void> | undefined;
  const find = async (text: string, signal: AbortSignal | undefined): Promise<readonly Span[]> => {
    const words = pieces.cut(text);
    const verdicts: Verdict[] = [];
    for (const { first, from, to, end } of windowsOver(words, room, Math.min(overlapTokens, room / 2))) {
      signal?.throwIfAborted();
      const inside = words.slice(first, end).flatMap((word) => word.pieces);
      const ids = [pieces.first, ...inside.slice(0, room), pieces.last];
      const scores = await unlessAborted(session.run(ids), signal);
      if (scores.length !== ids.length * labels.length)
        throw new CountersignError('config.invalid', 'The model has another number of labels than the file of labels', {
          field: 'privacy.recogniser.labels',
        });
      let at = 1;
      for (let index = first; index < to; at += words[index]?.pieces.length ?? 0, index += 1) {
        if (index >= from) verdicts.push(verdictOf(scores.subarray(at * labels.length, (at + 1) * labels.length), labels));
      }
    }
    return spansOf(words, verdicts, leastScore);
  };
  return {
    name: parts.name,
    async find(text, signal) {
      signal?.throwIfAborted();
      if (closed) throw new CountersignError('llm.unavailable', 'The recogniser was closed');
      return find(text, signal);
    },
    close: () => (closed ??= session.close()),
  };
}

/** The native part cannot be interrupted: its answer is given up, and the caller is told at once. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const answer = await Promise.race([work, aborted]);
    signal.throwIfAborted();
    return answer;
  } finally {
    signal.removeEventListener('abort', stop);
    // Given up, not forgotten: a late failure must not end the process.
    work.catch(() => undefined);
  }
}
