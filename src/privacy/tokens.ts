import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import { tokenBody } from '../contracts/tokens.ts';

/**
 * `<PERSON_1>`: the one form a token has everywhere. The first way an entity is written has no letter, the next is
 * `<PERSON_1b>`, then c … z, aa, ab …
 */
export function tokenText(kind: TokenKind, index: number, alias = 1): string {
  return `<${kind}_${index}${alias === 1 ? '' : lettersOf(alias)}>`;
}

function lettersOf(alias: number): string {
  let letters = '';
  for (let left = alias; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(97 + ((left - 1) % 26)) + letters;
  return letters;
}

/** A fresh matcher of tokens; a global expression keeps a position, so it is never shared. */
export function tokenPattern(): RegExp {
  return new RegExp(`<${tokenBody}>`, 'g');
}

const lookAlike = new RegExp(`<\\s*(?:${tokenKinds.join('|')})[ _]\\d+[a-z]{0,3}\\s*>`, 'i');

/** Whether text that came from outside could be mistaken for a token. */
export function looksLikeToken(text: string): boolean {
  return text.includes('<') && lookAlike.test(text);
}

/** How many tokens and slots of each kind a text holds. */
export function countTokens(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const match of text.matchAll(tokenPattern())) counts[match[1] ?? ''] = (counts[match[1] ?? ''] ?? 0) + 1;
  return counts;
}
