import type { Draft } from './draft.ts';
import { JOINED, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';

/** A postal code beside a town that was found: `Boston, MA 02101`, `80331 München`; an age behind a name: `Ann Lee, 34,`. */
export function findBesidePlaces(draft: Draft): void {
  const found = draft.spans.length;
  for (let index = 0; index < found; index += 1) {
    const span = draft.spans[index];
    if (!span || (span.kind !== 'PLACE' && span.kind !== 'PERSON')) continue;
    const behind = draft.tokenAt(span.end - 1) + 1;
    const next = draft.isMark(behind, 0x2c) || draft.isMark(behind, 0x28) ? behind + 1 : behind;
    if (span.kind === 'PLACE') postalCode(draft, draft.tokenAt(span.start), next);
    else if (next > behind) age(draft, next);
  }
}

/** Two digits between a name and a comma or bracket. */
function age(draft: Draft, at: number): void {
  const { tokens } = draft;
  if (tokens.kind[at] !== NUMBER || tokens.size[at] !== 2 || !draft.isFree(at)) return;
  const isApart = (draft.isMark(at + 1, 0x2c) || draft.isMark(at + 1, 0x29)) && tokens.gap[at + 1] === JOINED;
  if (isApart) draft.take('AGE', at, at, 'shape');
}

function postalCode(draft: Draft, first: number, next: number): void {
  const { tokens } = draft;
  const isState = tokens.kind[next] === WORD && tokens.size[next] === 2 && /^[A-Z]{2}$/.test(draft.word(next));
  const code = isState ? next + 1 : next;
  if (isPostal(draft, code) && tokens.gapAt(code) <= ONE_LINE) draft.take('ZIP', next, code, 'shape');
  else if (isPostal(draft, first - 1) && tokens.gap[first] === SPACED) draft.take('ZIP', first - 1, first - 1, 'shape');
}

function isPostal(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isFree(at) || tokens.kind[at] !== NUMBER || tokens.gap[at + 1] === JOINED) return false;
  return tokens.sizeAt(at) >= 4 && tokens.sizeAt(at) <= 6 && !/^(?:19|20)\d\d$/.test(draft.word(at));
}
