import { tokenKinds, type TokenKind } from '../contracts/classes.ts';

const alternatives = tokenKinds.join('|');

/** `<PERSON_1>`: the one form a token has everywhere. */
export function tokenText(kind: TokenKind, index: number): string {
  return `<${kind}_${index}>`;
}

/** A fresh matcher of tokens; a global expression keeps a position, so it is never shared. */
export function tokenPattern(): RegExp {
  return new RegExp(`<(${alternatives})_([1-9]\\d{0,8})>`, 'g');
}

const lookAlike = new RegExp(`<\\s*(?:${alternatives})[ _]\\d+\\s*>`, 'i');

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
