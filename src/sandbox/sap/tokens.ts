import type { Literal } from './edm-values.ts';
import { badRequest } from './sap-error.ts';

export type Token =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string };

const pattern =
  /\s*(?:(datetimeoffset|datetime|guid|time)?'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?:[mMlLdDfF](?!\w))?(?![\w.])|([A-Za-z_][\w/]*)|([(),=]))/y;

/** Splits an OData V2 expression; a quote inside a text is doubled, and nothing else ends a text. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw badRequest(`Syntax error at position ${at}`);
    at = pattern.lastIndex;
    found.push(toToken(match));
  }
  return found;
}

function toToken(match: RegExpExecArray): Token {
  const [, prefix, quoted, number, word, mark] = match;
  if (quoted !== undefined) {
    const value = quoted.replaceAll("''", "'");
    // The expression above admits exactly these prefixes.
    const kind = (prefix ?? 'string') as 'string' | 'datetime' | 'datetimeoffset' | 'guid' | 'time';
    return { kind: 'literal', literal: { kind, value } };
  }
  if (number !== undefined) return { kind: 'literal', literal: { kind: 'number', value: number } };
  if (word === 'true' || word === 'false') return { kind: 'literal', literal: { kind: 'boolean', value: word === 'true' } };
  if (word === 'null') return { kind: 'literal', literal: { kind: 'null' } };
  return word === undefined ? { kind: 'mark', text: mark ?? '' } : { kind: 'word', text: word };
}
