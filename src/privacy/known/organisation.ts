import { commonWords, legalForms } from '../common-words.ts';
import { isCapitalised, isSoftGap, readsAsName } from './context.ts';
import { isOrdinary, isOrdinaryName } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import type { Candidate, Holder, OrgValue, Reading, Whole } from './model.ts';
import { lengthOf, lettersOf, type Words } from './scan.ts';
import { spellingsOf, wordsOf } from './spelling.ts';

const conjunctions = ['and', 'und', 'et', 'y', 'e', 'en'];
/** Endings that are words of some language and end no name by themselves. */
const spokenForms: ReadonlySet<string> = new Set([...conjunctions, 'as', 'se', 'es', 'co']);
const moreForms: ReadonlySet<string> = new Set('vof eurl scop sem gie ei sarlu gmbhcokg sl sa sas spa srl'.split(' '));

function isLegalForm(word: string): boolean {
  return legalForms.has(word) || moreForms.has(word);
}

/** `Meyer Pumpen` of `Meyer Pumpen GmbH & Co. KG`; `Rossi` of `Rossi s.r.l.`. */
function withoutLegalForm(words: readonly string[]): readonly string[] {
  let end = words.length;
  for (let start = end - 1; start > 0 && end - start <= 4; start -= 1) {
    if (!isLegalForm(words.slice(start, end).join(''))) continue;
    end = start;
  }
  while (end > 1 && spokenForms.has(words[end - 1] ?? '') && end < words.length) end -= 1;
  return words.slice(0, end);
}

export function orgWholes(holder: Holder, value: string): readonly Whole[] {
  const found: Whole[] = [];
  for (const { letters, needsMark } of spellingsOf(value)) {
    const common = { needsMark, holder, strength: 3 as const, grouping: 'words' as const, isOrg: true };
    for (const joint of [letters, ...(/[&+]/.test(letters) ? conjunctions.map((word) => letters.replace(/[&+]/g, ` ${word} `)) : [])]) {
      const words = wordsOf(joint);
      const name = withoutLegalForm(words);
      const isGeneral = name.length === 1 && isOrdinaryName(name.join(''));
      found.push({ ...common, letters: words.join(''), isOrdinary: words.length === 1 && isGeneral });
      if (name.length < words.length) found.push({ ...common, letters: name.join(''), isOrdinary: isGeneral });
      const isJoint = name.some((word) => conjunctions.includes(word));
      if (isJoint && name.length > 2)
        found.push({ ...common, letters: name.filter((word) => !conjunctions.includes(word)).join(''), isOrdinary: false });
    }
  }
  // Two or three letters are a name in capitals only; the words of a text know nothing of that, the parts do.
  return found.filter(({ letters }) => letters.length >= 4 || /[\u0250-\uffff]/.test(letters));
}

/** The word people use for the firm: the first that is no ordinary one. */
export function orgValue(holder: Holder, value: string): { readonly value: OrgValue; readonly words: readonly string[] } | undefined {
  const name = withoutLegalForm(wordsOf(value));
  const distinctive = name.filter(
    (word) => word.length >= 3 && !isOrdinary(word) && !conjunctions.includes(word) && /^\p{L}+$/u.test(word),
  );
  const [word] = distinctive.length > 0 ? distinctive : name.length === 1 ? name : [];
  if (word === undefined || word.length < 2) return undefined;
  const words = spellingsOf(value)
    .filter(({ needsMark }) => !needsMark)
    .map(({ letters }) => wordsOf(letters)[wordsOf(value).indexOf(word)] ?? word);
  const anyCase = distinctive.length === 1 && word.length >= 4;
  return {
    value: { is: 'org', holder, anyCase, isOrdinary: distinctive.length === 0 || commonWords.has(word) },
    words: [...new Set(words)],
  };
}

export function matchOrg(words: Words, word: number, value: OrgValue, reading: Reading): Candidate | undefined {
  if (!isFirm(words, word, value, reading)) return undefined;
  const end = reading === 'genitive' ? (words.ends[word] ?? 0) - 1 : legalFormEnd(words, word);
  return { start: words.starts[word] ?? 0, end, holder: value.holder, strength: 1 };
}

function isFirm(words: Words, word: number, value: OrgValue, reading: Reading): boolean {
  const isShort = (words.from[word + 1] ?? 0) - (words.from[word] ?? 0) < 4;
  if (isShort && ((words.has[word] ?? 0) & wordHas.lower) !== 0) return false;
  if (value.isOrdinary) return reading === 'exact' && readsAsName(words, word, word + 1);
  if (reading === 'typo') return readsAsName(words, word, word + 1) && !isOrdinary(lettersOf(words, word));
  return value.anyCase || isCapitalised(words, word);
}

/** The end of a legal form behind the name, whichever way it is written; the name's own end if there is none. */
export function legalFormEnd(words: Words, word: number): number {
  let last = word;
  for (
    let next = word + 1;
    next < words.count && next - word <= 4 && lengthOf(words, next) <= 12 && isSoftGap(words, next - 1);
    next += 1
  ) {
    let written = '';
    for (let part = last + 1; part <= next; part += 1) written += lettersOf(words, part);
    if (written.length > 14) break;
    if (isLegalForm(written) && !spokenForms.has(written) && isCapitalised(words, next)) last = next;
  }
  return words.ends[last] ?? 0;
}
