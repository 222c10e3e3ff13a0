import type { Part } from './address-tail.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_LOWER, CODE, NUMBER, SPACED, WORD } from './tokens.ts';

/** `Apt. 864`, `Suite 680`, `3. OG`, `Floor 2`. */
export function dwelling(draft: Draft, at: number): Part | undefined {
  const { tokens } = draft;
  const kind = tokens.kindAt(at);
  if (kind === WORD) return tokens.says(at, has.DWELLING) ? named(draft, at) : undefined;
  // `3º B`, `3ºB`, `2ª`: floor and door in Spain and Italy.
  if (kind === CODE && /^\d{1,2}[ºª][A-Za-z]?$/.test(draft.word(at))) {
    const hasDoor = /[ºª]$/.test(draft.word(at)) && tokens.size[at + 1] === 1 && tokens.kind[at + 1] === WORD;
    return { last: hasDoor ? at + 1 : at, score: 1, isCity: false };
  }
  return (kind === NUMBER || kind === CODE) && tokens.sizeAt(at) <= 3 ? floor(draft, at) : undefined;
}

function named(draft: Draft, at: number): Part | undefined {
  const { tokens } = draft;
  let next = at + 1;
  while (next - at < 3 && (draft.isMark(next, 0x2e) || draft.isMark(next, 0x23))) next += 1;
  const kind = tokens.kindAt(next);
  const isNumber = kind === NUMBER || kind === CODE || (kind === WORD && tokens.size[next] === 1);
  // `Halle 4` is a hall, `Halle 06108` the town.
  const isTown = tokens.says(at, has.PLACE) && tokens.sizeAt(next) > 3;
  return isNumber && !isTown && tokens.gapAt(next) <= SPACED ? { last: next, score: 2, isCity: false } : undefined;
}

const floors = new Set(
  'og eg dg ug stock stockwerk etage étage piso planta verdieping hoog floor fl em emelet kerros sal piętro'.split(' '),
);

/** `3. OG`, `2 étage`, `5.em 69 ajtó`, `1e verdieping`. */
function floor(draft: Draft, at: number): Part | undefined {
  const word = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  if (!floors.has(draft.word(word).toLowerCase()) || draft.tokens.gapAt(word) > SPACED) return undefined;
  const isDoor = draft.tokens.kind[word + 1] === NUMBER && /^(?:ajtó|ajto)$/.test(draft.word(word + 2));
  return { last: isDoor ? word + 2 : word, score: 1, isCity: false };
}

const estates = /^(?:industrial|business|trading|retail|science|technology|enterprise|office) (?:estate|park|centre|center)$/i;

/** `Brookside Industrial Estate`: up to three words with capitals before the two that say what it is. */
export function estate(draft: Draft, at: number): Part | undefined {
  const { tokens } = draft;
  for (let last = at + 1; last < at + 5; last += 1) {
    if (tokens.kind[last] !== WORD || tokens.shape[last - 1] === ALL_LOWER || tokens.gap[last] !== SPACED || !draft.isFree(last))
      return undefined;
    if (estates.test(`${draft.word(last - 1)} ${draft.word(last)}`)) return { last, score: 2, isCity: false };
  }
  return undefined;
}
