import { tokenKinds } from '../../../../src/contracts/classes.ts';
import type { Span } from '../../../../src/contracts/detection.ts';

/** A value a finder has to take, as one of its kinds, or, with no kind, a value it has to leave. */
type Mark = { readonly kinds: readonly string[]; readonly start: number; readonly end: number };
export type MarkedText = { readonly text: string; readonly marks: readonly Mark[] };

const kind = `(?:${tokenKinds.join('|')})`;
const marking = new RegExp(`\\[(KEEP|${kind}(?:\\|${kind})*):([^\\]]*)\\]`, 'g');
const letters = /[\p{L}\p{N}]/u;

/**
 * Reads `Call [PERSON:Mary O’Neil] about [KEEP:4500012345]`: the text without its marks, and where they stood.
 * `[PERSON|ORG:Price]` lets a finder choose. Other brackets belong to the text.
 */
export function readMarks(written: string): MarkedText {
  const marks: Mark[] = [];
  let text = '';
  let from = 0;
  for (const match of written.matchAll(marking)) {
    const [whole, kinds = '', value = ''] = match;
    text += written.slice(from, match.index);
    marks.push({ kinds: kinds === 'KEEP' ? [] : kinds.split('|'), start: text.length, end: text.length + value.length });
    text += value;
    from = match.index + whole.length;
  }
  return { text: text + written.slice(from), marks };
}

/** What a finder got wrong, or undefined. A text without marks is one in which nothing may be found. */
export function wrongWith({ text, marks }: MarkedText, spans: readonly Span[]): string | undefined {
  const found = spans.map((span) => `${span.kind} “${text.slice(span.start, span.end)}”`).join(', ') || 'nothing';
  if (marks.length === 0 && spans.length > 0) return `has to stay as it is; found ${found}`;
  for (const mark of marks) {
    const left = lettersLeft(text, mark, spans);
    const value = text.slice(mark.start, mark.end);
    if (mark.kinds.length === 0 && left !== everyLetter(value)) return `“${value}” has to stay; found ${found}`;
    if (mark.kinds.length > 0 && left !== '') return `“${left}” of ${mark.kinds.join(' or ')} “${value}” is left; found ${found}`;
  }
  return undefined;
}

/** Letters and digits of a mark that no span of its kinds covers; of a mark without kinds, that no span covers at all. */
function lettersLeft(text: string, { kinds, start, end }: Mark, spans: readonly Span[]): string {
  const covering = spans.filter((span) => kinds.length === 0 || kinds.includes(span.kind));
  return text
    .slice(start, end)
    .split('')
    .filter((unit, at) => letters.test(unit) && !covering.some((span) => span.start <= start + at && start + at < span.end))
    .join('');
}

function everyLetter(value: string): string {
  return value
    .split('')
    .filter((unit) => letters.test(unit))
    .join('');
}
