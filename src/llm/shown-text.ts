import { longestToken } from '../contracts/tokens.ts';
import { createRestoreStream, forbiddenPlace, tokenPattern } from '../privacy/index.ts';

export type ShownText = {
  /** What of the text so far can be shown now. */
  push(chunk: string): Promise<string>;
  end(): string;
};

// Longer than any address a token could stand in.
const reach = 2000;

/**
 * A text as a reader gets it, while it is written. `shownFor` says what stands for a token, undefined leaves it. In a link a
 * token always stays: a picture's address alone would carry the value away, before anybody clicks.
 */
export function createShownText(shownFor: (token: string) => Promise<string | undefined>): ShownText {
  const shown = new Map<string, string | undefined>();
  let written = '';
  let seen = 0;
  const stream = createRestoreStream((token) => {
    // The stream asks for tokens in the order they stand in.
    const at = written.indexOf(token, seen);
    seen = at + token.length;
    const before = written.slice(Math.max(0, at - reach), at).replace(tokenPattern(), 'x');
    return forbiddenPlace(before, '') === 'a link' ? undefined : shown.get(token);
  });
  return {
    async push(chunk) {
      const near = written.slice(-longestToken) + chunk;
      written += chunk;
      // Looked up before the stream needs them: the vault may have to ask its store.
      for (const [token] of near.matchAll(tokenPattern())) if (!shown.has(token)) shown.set(token, await shownFor(token));
      return stream.push(chunk);
    },
    end: () => stream.end(),
  };
}
