import { FREE, TAKEN, type Draft } from './draft.ts';
import { DOCUMENT, GENERIC, LOGISTICS, TRADE } from './flags.ts';
import { CODE, MARK, NUMBER, ONE_LINE, WORD, firstToken } from './tokens.ts';

/** Says of a sentence that it is about a document or a shipment: a place or a lone unknown word in it is business, not a person. */
export const ABOUT_DOCUMENT = 1;
export const ABOUT_LOGISTICS = 2;

let marks = new Uint8Array(1024);

/** What each token's sentence is about. One pass; the array is reused for the next text. */
export function sentencesOf(draft: Draft): Uint8Array {
  const { tokens } = draft;
  if (marks.length < tokens.count) marks = new Uint8Array(tokens.start.length);
  const { flags, kind, gap, count } = tokens;
  let from = 0;
  let about = 0;
  for (let at = firstToken; at < count; at += 1) {
    const flag = flags[at] ?? 0;
    if ((flag & (DOCUMENT | TRADE | LOGISTICS)) !== 0) about |= subjectOf(draft, at, flag);
    if (isRecord(draft, at)) about |= ABOUT_DOCUMENT;
    const isLast = (gap[at + 1] ?? 0) >= ONE_LINE || (kind[at] === MARK && endsSentence(draft, at));
    if (at + 1 < count && !isLast) continue;
    marks.fill(about, from, at + 1);
    from = at + 1;
    about = 0;
  }
  return marks;
}

function subjectOf(draft: Draft, at: number, flag: number): number {
  const isDocument = (flag & (DOCUMENT | TRADE)) !== 0 && isNumbered(draft, at);
  return (isDocument ? ABOUT_DOCUMENT : 0) | ((flag & LOGISTICS) === 0 ? 0 : ABOUT_LOGISTICS);
}

/** Announced by a document's word, or a long number or code that is nobody's: a sentence with one is about a record. */
function isRecord({ tokens, owner }: Draft, at: number): boolean {
  const held = owner[at];
  if (held !== FREE) return held !== TAKEN;
  const kind = tokens.kind[at];
  return (kind === NUMBER && tokens.sizeAt(at) >= 7) || (kind === CODE && tokens.sizeAt(at) >= 5);
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
