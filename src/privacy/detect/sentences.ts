import { FREE, TAKEN, type Draft } from './draft.ts';
import { DOCUMENT, GENERIC, LOGISTICS, TRADE } from './flags.ts';
import { CODE, MARK, NUMBER, ONE_LINE, WORD } from './tokens.ts';

/** Says of a sentence that it is about a document or a shipment: a place or a lone unknown word in it is business, not a person. */
export const ABOUT_DOCUMENT = 1;
export const ABOUT_LOGISTICS = 2;

let marks = new Uint8Array(1024);

/** What each token's sentence is about. One pass; the array is reused for the next text. */
export function sentencesOf(draft: Draft): Uint8Array {
  const { tokens } = draft;
  if (marks.length < tokens.count) marks = new Uint8Array(tokens.start.length);
  let from = 0;
  let about = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const flag = tokens.flagsAt(at);
    if ((flag & (DOCUMENT | TRADE)) !== 0 && isNumbered(draft, at)) about |= ABOUT_DOCUMENT;
    if (draft.owner[at] !== FREE && draft.owner[at] !== TAKEN) about |= ABOUT_DOCUMENT;
    if ((flag & LOGISTICS) !== 0) about |= ABOUT_LOGISTICS;
    if (isReference(draft, at)) about |= ABOUT_DOCUMENT;
    if (at + 1 < tokens.count && !endsSentence(draft, at)) continue;
    marks.fill(about, from, at + 1);
    from = at + 1;
    about = 0;
  }
  return marks;
}

/** A long number or code that is nobody's: a sentence with one is about a record. */
function isReference(draft: Draft, at: number): boolean {
  const { kind, size } = draft.tokens;
  return draft.owner[at] === FREE && ((kind[at] === CODE && (size[at] ?? 0) >= 5) || (kind[at] === NUMBER && (size[at] ?? 0) >= 7));
}

/** A number or a code follows, at once or behind one mark or one word that says number; a year is none. */
function isNumbered(draft: Draft, at: number): boolean {
  const { kind, flags } = draft.tokens;
  const next = kind[at + 1] === MARK || ((flags[at + 1] ?? 0) & GENERIC) !== 0 ? at + 2 : at + 1;
  if (kind[next] === CODE) return true;
  return kind[next] === NUMBER && draft.tokens.sizeAt(next) > 1 && !/^(?:19|20)\d\d$/.test(draft.word(next));
}

export function endsSentence(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const gap = tokens.gapAt(at + 1);
  if (gap >= ONE_LINE) return true;
  if (tokens.kind[at] !== MARK || gap === 0) return false;
  const unit = tokens.size[at];
  if (unit === 0x3f || unit === 0x21) return true;
  return unit === 0x2e && !(tokens.kind[at - 1] === WORD && tokens.sizeAt(at - 1) <= 2);
}
