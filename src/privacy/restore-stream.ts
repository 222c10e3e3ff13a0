import { tokenKinds } from '../contracts/classes.ts';
import { tokenPattern } from './tokens.ts';

export type RestoreStream = {
  /** What can be shown by now. Joined, all answers are what the whole text would have become at once. */
  push(chunk: string): string;
  /** What was held back. */
  end(): string;
};

/**
 * Puts values into a text that arrives in pieces. Held back is only what may yet become a token, at most one token's
 * length, and half of a character that comes in two units. A token `valueOf` does not know stays as it is.
 */
export function createRestoreStream(valueOf: (token: string) => string | undefined): RestoreStream {
  let held = '';
  const shown = (text: string): string => (text.includes('<') ? text.replace(tokenPattern(), (token) => valueOf(token) ?? token) : text);
  return {
    push(chunk) {
      const text = held + chunk;
      const from = heldFrom(text);
      held = text.slice(from);
      return shown(text.slice(0, from));
    },
    end() {
      const rest = held;
      held = '';
      return shown(rest);
    },
  };
}

function heldFrom(text: string): number {
  // A token holds no second bracket, so only the last one can be the start of one.
  const at = text.lastIndexOf('<');
  if (at >= 0 && isTokenStart(text.slice(at))) return at;
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}

const numbered = new RegExp(`^<(?:${tokenKinds.join('|')})_(?:[1-9]\\d{0,8}[a-z]{0,3})?$`);

function isTokenStart(tail: string): boolean {
  const word = tail.slice(1);
  return tokenKinds.some((kind) => kind.startsWith(word)) || numbered.test(tail);
}
