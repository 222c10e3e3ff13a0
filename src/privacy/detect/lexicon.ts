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

export const hashStart = 0x811c9dc5 | 0;
export const checkStart = 0x1b873593 | 0;

/** The two halves of a word's hash; 64 bits together, so that a word outside the lists is practically never taken for one inside. */
export const nextHash = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
export const nextCheck = (check: number, unit: number): number => Math.imul((check << 5) ^ (check >>> 27) ^ unit, 0x9e3779b1 | 0) | 0;

/** Half the hash of a word in plain small letters: enough to tell it from the words around before its text is looked at. */
export function hashOf(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
  return hash;
}

/**
 * All word lists in one open-addressed table of integers: a look-up takes no string and no garbage. A word is entered
 * by its folded letters; a phrase by its words with a space between.
 */
export class Lexicon {
  private size = 1 << 20;
  private checks = new Int32Array(this.size);
  readonly flags = new Int32Array(this.size);
  readonly cues = new Uint8Array(this.size);
  /** Languages in which a word is one of the small ones. */
  readonly functions = new Uint8Array(this.size);

  /** Flags of a hashed word, 0 when no list has it. */
  flagsOf(hash: number, check: number): number {
    const slot = this.slotOf(hash, check);
    return this.checks[slot] === 0 ? 0 : (this.flags[slot] ?? 0);
  }

  add(word: string, flag: number, cueId = 0): void {
    let hash = hashStart;
    let check = checkStart;
    for (let at = 0; at < word.length; at += 1) {
      const unit = word.charCodeAt(at);
      const first = foldOf[unit] ?? 0;
      if (unit === 32 && (flag & (PLACE | COUNTRY)) !== 0) this.put(hash, check, PLACE_START, 0);
      if (first === 0) continue;
      hash = nextHash(hash, first);
      check = nextCheck(check, first);
      const second = secondFoldOf[unit] ?? 0;
      if (second !== 0) {
        hash = nextHash(hash, second);
        check = nextCheck(check, second);
      }
    }
    this.put(hash, check, flag, cueId);
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
        if (!isEmpty) this.put(hash, check, flag, 0);
        hash = hashStart;
        check = checkStart;
        isEmpty = true;
        continue;
      }
      if (unit === 32 && isPlace) this.put(hash, check, PLACE_START, 0);
      hash = nextHash(hash, unit);
      check = nextCheck(check, unit);
      isEmpty = false;
    }
  }

  private put(hash: number, check: number, flag: number, cueId: number): void {
    const slot = this.slotOf(hash, check);
    this.checks[slot] = check === 0 ? 1 : check;
    this.flags[slot] = (this.flags[slot] ?? 0) | flag;
    if (cueId !== 0) this.cues[slot] = cueId;
    if ((flag & FUNCTION_WORD) !== 0) this.functions[slot] = (this.functions[slot] ?? 0) | (flag & ANY_LANGUAGE);
  }

  /** Where a word's flags and cue lie; an empty place, which holds zeros, when no list has it. */
  slotOf(hash: number, check: number): number {
    const wanted = check === 0 ? 1 : check;
    const mask = this.size - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const held = this.checks[slot];
      if (held === 0 || held === wanted) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** Reads the lists from their folder. Takes about a tenth of a second and 10 MB, so a process does it once. */
/** The lists as they lie beside this file. */
export function loadLexicon(folder: string): Lexicon {
  const lexicon = new Lexicon();
  for (const [name, flag] of files) {
    lexicon.addLines(readFileSync(join(folder, `${name}.txt`), 'latin1'), flag);
  }
  for (const { words, flag, cueId } of vocabulary) for (const word of words) lexicon.add(word, flag, cueId);
  return lexicon;
}
