import type { LeafClass, TokenKind } from '../contracts/classes.ts';

/** What may stand in a text for people: names and ways to reach them, never the number of a card, a paper or an account. */
const inText: ReadonlySet<TokenKind> = new Set([
  'PERSON',
  'ORG',
  'PLACE',
  'ADDRESS',
  'ZIP',
  'EMAIL',
  'PHONE',
  'URL',
  'USERNAME',
  'BIRTHDATE',
  'AGE',
  'ORIGIN',
  'TEXT',
]);
const inAddress: ReadonlySet<TokenKind> = new Set(['ADDRESS', 'PLACE', 'ZIP']);

/** Whether a leaf of a tool's input takes a token of this kind. Ids, numbers, dates, enums, codes and secrets take none. */
export function accepts(leaf: LeafClass | undefined, kind: TokenKind): boolean {
  if (leaf?.class !== 'personal' && leaf?.class !== 'confidential') return false;
  const own = leaf.kind ?? 'TEXT';
  if (own === 'TEXT') return inText.has(kind);
  return own === 'ADDRESS' ? inAddress.has(kind) : own === kind;
}

const linkBefore = /(?:[a-z][a-z\d+.-]*:\/\/|\bwww\.|\b(?:mailto|tel|sms|data|javascript):)[^\s"'<>]*$/i;
const markdownBefore = /\]\([^)\n]*$|^\s*\[[^\]\n]+\]:\s*\S*$/m;
const attributeBefore = /\b(?:href|src|srcset|action|style|background|poster)\s*=\s*(?:"[^"]*|'[^']*|[^\s"'>]*)$/i;
/** `.evil.example/` or `@evil.example` right behind the token makes an address of it. */
const hostAfter = /^(?:@|\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/i;
const reach = 2000;

/**
 * The place in a text that would carry a value away or run it, or undefined: a link, a picture, an attribute, code. `before`
 * and `after` are the text around the token, in which other tokens stand for a letter each.
 */
export function forbiddenPlace(before: string, after: string): 'a link' | 'code' | undefined {
  const near = before.slice(-reach);
  if (linkBefore.test(near) || markdownBefore.test(lastLine(near)) || attributeBefore.test(near) || hostAfter.test(after)) return 'a link';
  if ((before.match(/```|~~~/g)?.length ?? 0) % 2 === 1) return 'code';
  const single = lastLine(before).replace(/```/g, '').match(/`/g);
  return (single?.length ?? 0) % 2 === 1 ? 'code' : undefined;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
