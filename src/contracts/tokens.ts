import { tokenKinds } from './token-kinds.ts';

/** `<PERSON_1>`, and `<PERSON_1b>` for another way of writing the same: the number says who, the letter how it was written. */
export const tokenBody = `(${tokenKinds.join('|')})_([1-9]\\d{0,8})([a-z]{0,3})`;

/** No token is longer. */
export const longestToken = Math.max(...tokenKinds.map((kind) => kind.length)) + '<_>'.length + 9 + 3;

const inAnyEscape = new RegExp(`(?:<|&lt;|&#60;|&#x3c;|%3c|\\\\u003c|‹)\\s*${tokenBody}\\s*(?:>|&gt;|&#62;|&#x3e;|%3e|\\\\u003e|›)`, 'i');

/** The first token a text still holds, in whatever escape it is written. Nothing that leaves for a business system may hold one. */
export function tokenLeftIn(text: string): string | undefined {
  const found = inAnyEscape.exec(text);
  return found ? `<${found[1]?.toUpperCase()}_${found[2]}${found[3]}>` : undefined;
}
