import type { Draft } from './draft.ts';
import { DOCUMENT, LOGISTICS, ORIGIN, TRADE } from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_LOWER } from './tokens.ts';

/** `I am Cambodian`, `a Russian place`: an origin, but for German invoices, Swiss francs and other things of trade. */
export function findOrigins(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  if (!manner.isSpoken) return;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.says(at, ORIGIN) || !draft.isFree(at) || about[at] !== 0) continue;
    const next = tokens.flagsAt(at + 1);
    const isThing = (next & (DOCUMENT | TRADE | LOGISTICS)) !== 0 || things.has(draft.word(at + 1).toLowerCase());
    const isSmall = tokens.shape[at] === ALL_LOWER && !manner.isLower && !/^(?:am|is|are|was|m)$/.test(draft.word(at - 1));
    if (!isThing && !isSmall) draft.take('ORIGIN', at, at, 'list');
  }
}

const things = new Set(
  'market markets subsidiary language version translation law laws francs franc pound pounds crown crowns standard time text branch office site customers supplier wording speaking invoice tax edition label labels keyboard plug'.split(
    ' ',
  ),
);
