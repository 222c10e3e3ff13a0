import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANY_LANGUAGE, COUNTRY, DE, EN, ES, FAMILY, FR, FUNCTION_WORD, GIVEN, IT, NL, COMMON, PLACE, PLACE_START } from './flags.ts';
import { foldOf, secondFoldOf } from './letters.ts';
import { vocabulary } from './vocabulary.ts';

/** Lists of src/privacy/lists and the flag their words carry. */
const files: readonly (readonly [string, number])[] = [
  ['words-en', EN],
  ['words-common-en', COMMON],
  ['words-de', DE],
  ['words-fr', FR],
  ['words-es', ES],
  ['words-it', IT],
  ['words-nl', NL],
  ['given-names', GIVEN],
  ['family-names', FAMILY],
  ['places', PLACE],
  ['countries', COUNTRY],
];

const recentWords = 16_384;

export const hashStart = 0x811c9dc5 | 0;
export const checkStart = 0x1b873593 | 0;

/** The two halves of a word's hash; 64 bits together, so that a word outside the lists is practically never taken for one inside. */
export const nextHash = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
export const nextCheck = (check: number, unit: number): number => ((check << 5) - check + unit) | 0;

/** Half the hash of a word in plain small letters: enough to tell it from the words around before its text is looked at. */
export function hashOf(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
  return hash;
}

/**
 * All word lists in one open-addressed table of integers: a look-up takes no string and no garbage. A word is entered
 * by its folded letters; a phrase by its words with a space between. An entry is two integers side by side, its hash to
 * compare and its flags, so that most look-ups touch one line of memory; the lowest bit of the first tells whether the
 * word announces something or is one of the small ones, which stands in a second table few words need.
 */
export class Lexicon {
  private readonly size = 1 << 20;
  private readonly entries = new Int32Array(this.size * 2);
  private readonly extras = new Map<number, Extra>();

  /** The words met last, one a place: their hash, check, flags, and cue and languages together. Texts say few words often. */
  private readonly recent = new Int32Array(recentWords * 4);

  /** Where `recent` holds a word just looked up. */
  recall(hash: number, check: number): number {
    const { recent } = this;
    const place = ((hash ^ (hash >>> 12)) & (recentWords - 1)) << 2;
    if (recent[place] === hash && recent[place + 1] === check) return place;
    const slot = this.slotOf(hash, check);
    const extra = this.extraAt(slot);
    recent[place] = hash;
    recent[place + 1] = check;
    recent[place + 2] = this.flagsAt(slot);
    recent[place + 3] = extra ? (extra.cue << 8) | extra.functions : 0;
    return place;
  }

  /** Flags of a word by its place in `recent`. */
  flagsOfRecent(place: number): number {
    return this.recent[place + 2] ?? 0;
  }

  /** What a word by its place in `recent` announces, a number of cueKinds, above the languages it is a small word of. */
  extraOfRecent(place: number): number {
    return this.recent[place + 3] ?? 0;
  }

  /** Flags of a hashed word, 0 when no list has it. */
  flagsOf(hash: number, check: number): number {
    return this.entries[this.slotOf(hash, check) + 1] ?? 0;
  }

  /** Where a word's entry lies, or an empty place, which holds zeros, when no list has it. */
  slotOf(hash: number, check: number): number {
    const { entries } = this;
    const wanted = compared(check);
    const last = entries.length - 2;
    let slot = ((hash ^ (hash >>> 15)) << 1) & last;
    for (;;) {
      const held = entries[slot] ?? 0;
      if (held === 0 || (held & -2) === wanted) return slot;
      slot = (slot + 2) & last;
    }
  }

  flagsAt(slot: number): number {
    return this.entries[slot + 1] ?? 0;
  }

  extraAt(slot: number): Extra | undefined {
    return ((this.entries[slot] ?? 0) & 1) === 0 ? undefined : this.extras.get(slot);
  }

  /** One word of the vocabulary, with what it announces. */
  add(word: string, flag: number, cue = 0): void {
    const { hash, check } = hashed(word);
    const slot = this.put(hash, check, flag);
    const functions = (flag & FUNCTION_WORD) === 0 ? 0 : flag & ANY_LANGUAGE;
    if (cue !== 0 || functions !== 0) this.announce(slot, cue, functions);
  }

  private announce(slot: number, cue: number, functions: number): void {
    const known = this.extras.get(slot);
    this.extras.set(slot, { cue: cue === 0 ? (known?.cue ?? 0) : cue, functions: functions | (known?.functions ?? 0) });
    this.entries[slot] = (this.entries[slot] ?? 0) | 1;
  }

  /** A whole list: a word or phrase a line, in plain small letters; a line that begins with `#` is a remark. */
  addLines(list: string, flag: number): void {
    const isPlace = (flag & (PLACE | COUNTRY)) !== 0;
    let hash = hashStart;
    let check = checkStart;
    let isEmpty = true;
    for (let at = list.startsWith('#') ? list.indexOf('\n') + 1 : 0; at < list.length; at += 1) {
      const unit = list.charCodeAt(at);
      if (unit === 10) {
        if (!isEmpty) this.put(hash, check, flag);
        hash = hashStart;
        check = checkStart;
        isEmpty = true;
        continue;
      }
      if (unit === 32 && isPlace) this.put(hash, check, PLACE_START);
      hash = nextHash(hash, unit);
      check = nextCheck(check, unit);
      isEmpty = false;
    }
  }

  private put(hash: number, check: number, flag: number): number {
    const slot = this.slotOf(hash, check);
    this.entries[slot] = compared(check) | ((this.entries[slot] ?? 0) & 1);
    this.entries[slot + 1] = (this.entries[slot + 1] ?? 0) | flag;
    return slot;
  }
}

/** `cue` is a number of cueKinds; `functions` are flags of languages. */
export type Extra = { readonly cue: number; readonly functions: number };

function hashed(word: string): { readonly hash: number; readonly check: number } {
  let hash = hashStart;
  let check = checkStart;
  for (let at = 0; at < word.length; at += 1) {
    for (const folds of [foldOf, secondFoldOf]) {
      const unit = folds[word.charCodeAt(at)] ?? 0;
      if (unit === 0) continue;
      hash = nextHash(hash, unit);
      check = nextCheck(check, unit);
    }
  }
  return { hash, check };
}

/** The part of a hash that is compared: even, and never zero, which is an empty place. */
function compared(check: number): number {
  const even = check & -2;
  return even === 0 ? 2 : even;
}

/** Towns of several words that the list has under another name only; a line each. */
const towns = 'den haag\nden bosch\ns gravenhage\nla haya\nla haye\n';

/** Reads the lists from their folder. Takes about a tenth of a second and 10 MB, so a process does it once. */
export function loadLexicon(folder: string): Lexicon {
  const lexicon = new Lexicon();
  for (const [name, flag] of files) {
    lexicon.addLines(readFileSync(join(folder, `${name}.txt`), 'latin1'), flag);
  }
  lexicon.addLines(towns, PLACE);
  for (const { words, flag, cueId } of vocabulary) for (const word of words) lexicon.add(word, flag, cueId);
  return lexicon;
}
