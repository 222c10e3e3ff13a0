import { FREE, type Draft } from './draft.ts';
import { ALL_CAPS, CAPITAL, CODE, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** Letters and digits of a car's plate: four to eight, in at most four groups. */
const mostGroups = 4;

/** `licence plate B-KW 1234`, `Kennzeichen: HH AB 123`, `kenteken 12-ABC-3`. */
export function plate(draft: Draft, at: number): void {
  const { tokens } = draft;
  // A plate without `licence` or `number` in front is of steel.
  if (/^(?:plates?|targa)$/i.test(draft.word(at)) && !/^(?:licen[cs]e|number|registration|reg|numero)$/i.test(draft.word(at - 1))) return;
  let first = at + 1;
  while (first - at < 4 && (draft.isMark(first, 0x3a) || /^(?:is|ist|no|nr|number|est|es)$/i.test(draft.word(first)))) first += 1;
  if (tokens.gapAt(first) > SPACED || !isGroup(draft, first)) return;
  let last = first;
  let size = tokens.sizeAt(first);
  let groups = 1;
  for (let next = nextGroup(draft, last); next > 0 && groups < mostGroups; next = nextGroup(draft, last)) {
    if (size + tokens.sizeAt(next) > 8) break;
    last = next;
    size += tokens.sizeAt(next);
    groups += 1;
  }
  const text = tokens.text.slice(tokens.start[first], tokens.end[last]);
  if (size >= 4 && /\d/.test(text) && /[A-Z]/.test(text)) draft.take('LICENCE', first, last, 'cue');
}

function nextGroup(draft: Draft, last: number): number {
  const next = draft.isMark(last + 1, 0x2d) ? last + 2 : last + 1;
  return draft.tokens.gapAt(last + 1) <= SPACED && draft.tokens.gapAt(next) <= SPACED && isGroup(draft, next) ? next : -1;
}

function isGroup(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const kind = tokens.kindAt(at);
  if (kind === MARK || at >= tokens.count || draft.owner[at] !== FREE) return false;
  if (kind === NUMBER) return tokens.sizeAt(at) <= 5;
  const isCapitals = tokens.shape[at] === ALL_CAPS || (tokens.shape[at] === CAPITAL && tokens.size[at] === 1);
  return (kind === WORD ? tokens.sizeAt(at) <= 3 : kind === CODE && tokens.sizeAt(at) <= 8) && isCapitals;
}
