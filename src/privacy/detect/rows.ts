import { FREE, type Draft } from './draft.ts';
import * as has from './flags.ts';
import { endOfForm, isTie } from './legal-forms.ts';
import type { Manner } from './manner.ts';
import { ALL_LOWER, CAPITAL, JOINED, MARK, NO_CASE, SPACED, WORD } from './tokens.ts';
import * as is from './words.ts';

/** Words in a row that could make a name: token indices of the words, and what each can be. */
export type Row = { readonly at: number[]; readonly sorts: number[] };

/** A text while names are looked for in it, and what each token's sentence is about. */
export type Scene = { readonly draft: Draft; readonly manner: Manner; readonly about: Uint8Array };

const point = 0x2e;
const hyphen = 0x2d;
/** A blank in the address of a page. */
const plus = 0x2b;
const apostrophes = new Set([0x27, 0x2019, 0x2018, 0x60]);
const longestRow = 12;
const longestPhrase = 4;
const longestAbbreviation = 4;

/** One row is under work at a time, so there is one. */
const row: Row = { at: [], sorts: [] };

/** The words that stand in a row with a word, small ones only between others. The next call writes over what this one gives. */
export function rowFrom({ draft, manner }: Scene, from: number): Row {
  while (row.at.length > 0) drop();
  add(from, is.sortOf(draft, from, manner));
  let last = from;
  while (row.at.length < longestRow) {
    const next = nextOfRow(draft, last);
    const form = endOfForm(draft, last + 1);
    if (form >= 0) add(form, is.FORM);
    else if (next < 0) break;
    else add(next, sortInRow(draft, next, manner));
    last = form >= 0 ? form : next;
  }
  while (row.at.length > 0 && isLoose(draft)) drop();
  if (row.at.length > 1) markPhrases(draft);
  return row;
}

function drop(): void {
  row.at.pop();
  row.sorts.pop();
}

function add(at: number, sort: number): void {
  row.at.push(at);
  row.sorts.push(sort);
}

/** A tie of a firm's name stands between names; other small words are none. */
function sortInRow(draft: Draft, at: number, manner: Manner): number {
  const { tokens } = draft;
  if (tokens.shape[at] !== ALL_LOWER && tokens.kind[at] === WORD) return is.sortOf(draft, at, manner);
  return isTie(draft, at) ? is.ORDINARY : is.NONE;
}

/** Small words and ties hold a row together only between its names. */
function isLoose({ tokens }: Draft): boolean {
  const last = row.at.at(-1) ?? 0;
  return row.sorts.at(-1) !== is.FORM && (tokens.shape[last] === ALL_LOWER || tokens.kind[last] === MARK);
}

export function isApostrophe(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === MARK && apostrophes.has(draft.tokens.sizeAt(at));
}

/** The next word of the row: behind a space, a hyphen, an apostrophe, an initial's point, or a particle. */
function nextOfRow(draft: Draft, last: number): number {
  if (isTie(draft, last + 1) && draft.isFree(last + 1) && draft.isFree(last + 2)) return last + 1;
  return draft.tokens.kind[last + 1] === MARK ? nextOverMark(draft, last) : nextWord(draft, last + 1);
}

function nextOverMark(draft: Draft, last: number): number {
  const { tokens } = draft;
  const mark = last + 1;
  const next = mark + 1;
  if (!isFreeWord(draft, next)) return -1;
  if (endsAbbreviation(draft, last)) return nextWord(draft, next);
  if (!isJoint(draft, mark)) return -1;
  // What follows an apostrophe is a name's second half, not the `s` of a possessive.
  if (isApostrophe(draft, mark) && tokens.sizeAt(next) < 2) return -1;
  return tokens.shape[next] === ALL_LOWER && !draft.isMark(mark, hyphen) ? -1 : next;
}

/** `J.`, `Dr.`: a point that ends no sentence. */
function endsAbbreviation(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const isForm = tokens.says(last, has.LEGAL_FORM) && tokens.says(last + 2, has.LEGAL_FORM);
  const isShort = isForm || tokens.sizeAt(last) === 1 || (tokens.says(last, has.TITLE) && tokens.sizeAt(last) <= longestAbbreviation);
  return isShort && draft.isMark(last + 1, point) && tokens.gap[last + 1] === JOINED;
}

function isJoint(draft: Draft, mark: number): boolean {
  const { tokens } = draft;
  const unit = tokens.sizeAt(mark);
  const isLink = unit === hyphen || unit === 0x2010 || unit === 0x2011 || unit === plus || apostrophes.has(unit);
  return isLink && tokens.gap[mark] === JOINED && tokens.gap[mark + 1] === JOINED;
}

function nextWord(draft: Draft, next: number): number {
  const { tokens } = draft;
  if (!isFreeWord(draft, next) || tokens.gapAt(next) > SPACED) return -1;
  if (tokens.shape[next] !== ALL_LOWER) return tokens.shape[next] === NO_CASE ? -1 : next;
  return tokens.says(next, has.PARTICLE) && leadsToName(draft, next) ? next : -1;
}

/** A particle counts when a name goes on behind it, or behind a second one. */
function leadsToName(draft: Draft, particle: number): boolean {
  const { tokens } = draft;
  const after = particle + 1;
  // `d'Aubigny`
  if (isApostrophe(draft, after)) return isJoint(draft, after) && tokens.shape[after + 1] === CAPITAL;
  const name = tokens.says(after, has.PARTICLE) && tokens.shape[after] === ALL_LOWER ? after + 1 : after;
  const isNear = tokens.gapAt(name) <= SPACED && tokens.gapAt(after) <= SPACED;
  return isNear && tokens.kind[name] === WORD && tokens.shape[name] !== ALL_LOWER;
}

function isFreeWord(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD && draft.owner[at] === FREE;
}

/** Places of several words (New York, Bad Homburg, Clermont-Ferrand) are found as a whole. */
function markPhrases(draft: Draft): void {
  const { tokens } = draft;
  for (let from = 0; from < row.at.length; from += 1) {
    const first = row.at[from] ?? 0;
    if (row.sorts[from + 1] === is.AREA && row.sorts[from] !== is.NAME && articles.has(draft.word(first))) row.sorts[from] = is.AREA;
    if (!tokens.says(first, has.PLACE_START)) continue;
    for (let to = Math.min(row.at.length, from + longestPhrase) - 1; to > from; to -= 1) {
      const last = row.at[to] ?? 0;
      if (!isClose(draft, from, to) || (tokens.phraseFlags(first, last) & (has.PLACE | has.COUNTRY)) === 0) continue;
      row.sorts.fill(is.AREA, from, to + 1);
      from = to;
      break;
    }
  }
}

/** What towns begin with: Bad Homburg, Den Haag. */
const articles = new Set(['Bad', 'Den', 'Sankt', 'Le', 'La', 'Los', 'Las', 'El']);

/** Nothing between the words but hyphens. */
function isClose(draft: Draft, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const word = row.at[at] ?? 0;
    const distance = (row.at[at + 1] ?? 0) - word;
    if (distance > 2 || (distance === 2 && !draft.isMark(word + 1, hyphen))) return false;
  }
  return true;
}
