import { isCapitalised, isSoftGap, readsAsName } from './context.ts';
import { isOrdinary, isOrdinaryName, particles, titles } from './everyday-words.ts';
import { likenessOf, type Likeness } from './likeness.ts';
import type { Candidate, Holder, Part, PartWeight, PersonValue, Reading, Strength, Whole } from './model.ts';
import { lettersOf, type Words } from './scan.ts';
import { compact, spellingsOf, wordsOf } from './spelling.ts';

const mostParts = 30;
const mostWords = 8;
const gluedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** First names first: `Smith, John` is turned round, titles in front are left out. */
function namesOf(value: string): readonly string[] {
  const [head = '', ...rest] = value.split(',');
  const turned = rest.length > 0 ? `${rest.join(' ')} ${head}` : head;
  const names = turned.split(/[\s\u00a0]+/).filter((name) => compact(name) !== '');
  const first = names.findIndex((name) => !titles.has(compact(name)));
  return first < 0 ? names : names.slice(first);
}

export function personValue(holder: Holder, value: string): PersonValue {
  const names = namesOf(value);
  const parts: Part[] = [];
  let joined = '';
  for (const [at, name] of names.entries()) {
    const words = wordsOf(name);
    for (const part of words.keys()) parts.push(partOf(name, part, words.length, at === 0 || at === names.length - 1));
    joined += name;
    // `O'Neil` is also written ONeil, `van der Berg` vanderberg.
    if (particles.has(compact(name)) && at > 0) continue;
    if (wordsOf(joined).length > 1) parts.push({ spellings: spelled(joined), weight: weightOf(compact(joined), false) });
    joined = '';
  }
  return { is: 'person', holder, parts: gluedScript.test(value) ? [] : parts.slice(0, mostParts) };
}

function spelled(name: string): Part['spellings'] {
  return spellingsOf(name).map(({ letters, needsMark }) => ({ letters: compact(letters), needsMark }));
}

function partOf(name: string, part: number, count: number, isOuter: boolean): Part {
  const spellings = spellingsOf(name).flatMap(({ letters, needsMark }) => {
    const words = wordsOf(letters);
    const word = words[part];
    return word !== undefined && words.length === count ? [{ letters: word, needsMark }] : [];
  });
  return { spellings, weight: weightOf(spellings[0]?.letters ?? '', isOuter) };
}

/** A particle stands between names: at the beginning or the end of them (Ben, Van) it is one. */
function weightOf(word: string, isOuter: boolean): PartWeight {
  if (word.length < 3) return particles.has(word) && !isOuter ? 'particle' : 'short';
  if (particles.has(word)) return isOuter ? 'ordinary' : 'particle';
  return isOrdinaryName(word) ? 'ordinary' : 'distinctive';
}

/** The full name in every order of its words, and the user names made of it. */
export function personWholes(holder: Holder, value: string): readonly Whole[] {
  const names = namesOf(value);
  // With its title, which the token brings back.
  const asRecorded = { letters: compact(value), needsMark: false, holder, strength: 3 as const, grouping: 'words' as const };
  const wholes: Whole[] = wordsOf(value).length > names.length ? [asRecorded] : [];
  for (const { letters, needsMark } of spellingsOf(names.join(' '))) {
    const words = letters.split(' ').map(compact);
    const isGlued = gluedScript.test(letters);
    const common = { needsMark, holder, strength: 3 as const, grouping: 'words' as const };
    for (let turn = 0; turn < Math.min(words.length, isGlued ? 1 : 6); turn += 1) {
      const turned = [...words.slice(turn), ...words.slice(0, turn)].join('');
      wholes.push({ ...common, letters: turned, isOrdinary: words.length === 1 && isOrdinaryName(turned) });
    }
    if (words.length < 2 || isGlued) continue;
    const [first = '', ...others] = words;
    const surname = others.join('');
    for (const name of [first.slice(0, 1) + surname, surname + first.slice(0, 1), first.slice(0, 1) + (others.at(-1) ?? '')])
      if (name.length >= 5 && !isOrdinary(name)) wholes.push({ ...common, letters: name, strength: 1, grouping: 'user name' });
  }
  return wholes;
}

/** Pairs of initials, `J.S.` of John Smith: the keys under which they are looked up. */
export function initialsOf({ parts }: PersonValue): readonly string[] {
  const firsts = parts.map(({ spellings }) => spellings[0]?.letters.slice(0, 1) ?? '');
  const pairs = firsts.slice(1).map((letter) => `${firsts[0]}${letter}`);
  return [...new Set(pairs)].filter((pair) => /^\p{L}{2}$/u.test(pair));
}

type Reach = { readonly value: PersonValue; first: number; last: number; used: number; read: Read[] };

/** From one known word as far as the neighbours belong to the same name, then: is it evidence enough? */
export function matchPerson(words: Words, word: number, value: PersonValue, part: number, reading: Reading): Candidate | undefined {
  const reach: Reach = { value, first: word, last: word, used: 1 << part, read: [{ part, reading, word }] };
  while (extendLeft(words, reach));
  while (extendRight(words, reach));
  while (reach.last > word && reach.read.at(-1)?.reading !== 'initial' && isParticle(value, reach.read.at(-1))) {
    reach.read.pop();
    reach.last = reach.read.at(-1)?.word ?? word;
  }
  const strength = strengthOf(words, reach);
  if (strength === undefined) return undefined;
  const endsInS = reach.read.at(-1)?.reading === 'genitive' ? 1 : 0;
  return { start: words.starts[reach.first] ?? 0, end: (words.ends[reach.last] ?? 0) - endsInS, holder: value.holder, strength };
}

function isParticle({ parts }: PersonValue, read: Likeness | undefined): boolean {
  return read !== undefined && parts[read.part]?.weight === 'particle';
}

function extendLeft(words: Words, reach: Reach): boolean {
  const word = reach.first - 1;
  if (word < 0 || reach.read.length >= mostWords || !isSoftGap(words, word)) return false;
  const found = likenessOf(words, word, reach.value.parts, reach.used);
  if (!found || found.reading === 'genitive') return false;
  // `de` is part of the name only in front of what it belongs to.
  if (isParticle(reach.value, found) && found.part + 1 !== reach.read[0]?.part) return false;
  reach.read.unshift({ ...found, word });
  reach.first = word;
  reach.used |= 1 << found.part;
  return true;
}

function extendRight(words: Words, reach: Reach): boolean {
  const before = reach.read.at(-1);
  const word = reach.last + 1;
  if (!before || word >= words.count || reach.read.length >= mostWords || before.reading === 'genitive') return false;
  if (!isSoftGap(words, reach.last)) return false;
  const found = likenessOf(words, word, reach.value.parts, reach.used);
  if (found && !(isParticle(reach.value, found) && found.part - 1 !== before.part)) return take(reach, found, word);
  return skipOne(words, reach, before.part, word);
}

/** What stands where a recorded part should be is that part, misspelt; a capital alone is the initial nobody recorded. */
function skipOne(words: Words, reach: Reach, before: number, word: number): boolean {
  const length = (words.from[word + 1] ?? 0) - (words.from[word] ?? 0);
  const isInitial = length === 1 && isCapitalised(words, word);
  if (length > 5 || word + 1 >= words.count || !isSoftGap(words, word)) return false;
  const beyond = likenessOf(words, word + 1, reach.value.parts, reach.used);
  if (!beyond || beyond.reading === 'initial') return false;
  const isInPlace = beyond.part === before + 2 && beyond.reading === 'exact';
  return (isInPlace || (isInitial && !isParticle(reach.value, beyond))) && take(reach, beyond, word + 1);
}

function take(reach: Reach, found: Likeness, word: number): true {
  reach.read.push({ ...found, word });
  reach.last = word;
  reach.used |= 1 << found.part;
  return true;
}

function strengthOf(words: Words, { value, read }: Reach): Strength | undefined {
  const full = read.filter(({ part, reading }) => reading !== 'initial' && value.parts[part]?.weight !== 'particle');
  const isLong = full.some(({ part }) => (value.parts[part]?.spellings[0]?.letters.length ?? 0) >= 3);
  const [only, second] = full;
  if (!only) return undefined;
  if (second) {
    const exact = full.filter(({ reading }) => reading !== 'typo').length;
    const isName = isLong && full.some(({ part, word }) => value.parts[part]?.weight === 'distinctive' || isCapitalised(words, word));
    return isName ? (exact >= 2 ? 2 : 1) : undefined;
  }
  return strengthOfOne(words, value, read, only, isLong);
}

type Read = Likeness & { readonly word: number };

/** One part, perhaps with initials or particles beside it. */
function strengthOfOne(words: Words, { parts }: PersonValue, read: readonly Read[], only: Read, isLong: boolean): Strength | undefined {
  const hasInitial = read.some(({ reading }) => reading === 'initial') && isCapitalised(words, only.word);
  if (hasInitial && isLong && only.reading !== 'typo') return 2;
  const [led = only] = read;
  const isLed = led !== only && readsAsName(words, led.word, only.word + 1);
  return stands(words, only, parts[only.part]?.weight ?? 'particle', hasInitial || isLed) ? 1 : undefined;
}

/** Whether one part may stand for the whole; `isHelped` by an initial or a particle beside it. */
function stands(words: Words, { word, reading }: Read, weight: PartWeight, isHelped: boolean): boolean {
  const length = (words.from[word + 1] ?? 0) - (words.from[word] ?? 0);
  if (weight === 'ordinary') return reading !== 'typo' && (isHelped || readsAsName(words, word, word + 1));
  if (weight !== 'distinctive') return false;
  if (reading === 'exact') return true;
  if (reading === 'genitive') return length > 4 || isCapitalised(words, word);
  // Short words without a telling capital differ from too many others in one letter.
  return (isHelped || length >= 7 || readsAsName(words, word, word + 1)) && !isOrdinary(lettersOf(words, word));
}
