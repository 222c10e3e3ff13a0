import { factFor } from './claims-in-digits.ts';
import {
  conceptOf,
  countedThings,
  forbiddenFirstWords,
  forbiddenWords,
  isNegation,
  isNumberWord,
  labelFirstWords,
  labelWords,
  numberWords,
  valueOfNumberWord,
} from './lexicon.ts';
import type { Reading } from './reading.ts';

/** What a text claims without digits: states, negations of them, numbers in words, things nobody mentioned, promises. */
export function checkWords(reading: Reading): void {
  // Looking words up is cheap, searching for phrases is not; most texts hold none of them.
  const words = reading.rest.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.some((word) => isNumberWord(word, reading.language))) checkNumberWords(reading);
  if (words.some((word) => labelFirstWords.has(word))) checkLabels(reading);
  if (words.some((word) => forbiddenFirstWords.has(word))) {
    reading.take(forbiddenWords, (match) => {
      reading.fail('forbidden', match[0]);
      return true;
    });
  }
  checkStates(reading);
}

function checkNumberWords(reading: Reading): void {
  reading.take(numberWords(reading.language), (match) => {
    const value = valueOfNumberWord(match[0], reading.language);
    if (value !== undefined && countsItsSentence(reading, match.index, match[0].length, Number(value))) return true;
    const next = /^[\s\u00a0]+(\p{L}+)/u.exec(reading.rest.slice(match.index + match[0].length))?.[1] ?? '';
    const fact = value === undefined ? undefined : factFor(reading, value, next, match.index);
    if (fact === undefined) reading.fail('number-word', match[0]);
    else reading.tell(fact, match.index, match[0].length);
    return true;
  });
}

/** Whether a number in words is how many things its sentence names. */
function countsItsSentence({ rest, told, facts }: Reading, at: number, length: number, value: number): boolean {
  if (!countedThings.test(rest.slice(at + length))) return false;
  const from = Math.max(rest.lastIndexOf('\n', at), rest.lastIndexOf('. ', at)) + 1;
  const ends = ['\n', '. '].map((mark) => rest.indexOf(mark, at)).filter((end) => end >= 0);
  const to = ends.length === 0 ? rest.length : Math.min(...ends);
  const terms = new Set(facts.flatMap((fact) => (fact.type === 'term' ? [fact.id] : [])));
  return told.filter(({ fact, start }) => terms.has(fact) && start >= from && start < to).length === value;
}

function checkLabels(reading: Reading): void {
  const labels = reading.facts.map((fact) => fact.label.toLowerCase());
  reading.take(labelWords, (match) => {
    const concept = conceptOf(match[0]);
    if (concept !== undefined && !labels.some((label) => label.includes(concept))) reading.fail('label', match[0]);
    return true;
  });
}

type Phrase = { readonly text: string; readonly facts: readonly string[] };

function checkStates(reading: Reading): void {
  const states = reading.facts.flatMap((fact) => (fact.type === 'enum' ? [fact] : []));
  if (states.length === 0) return;
  const lower = reading.rest.toLowerCase();
  const phrases = new Map<string, string[]>();
  const spoken = (words: readonly string[]) => words.map((word) => word.toLowerCase()).filter((word) => lower.includes(word));
  for (const { others } of states) for (const word of spoken(others)) phrases.set(word, []);
  // What one state's words allow, another's list of others does not forbid.
  for (const { id, words } of states) for (const word of spoken(words)) phrases.set(word, [...(phrases.get(word) ?? []), id]);
  const found: readonly Phrase[] = [...phrases].map(([text, facts]) => ({ text, facts }));
  // Longest first, so that "partially shipped" is not taken for "shipped".
  let rest = lower;
  for (const phrase of found.toSorted((a, b) => b.text.length - a.text.length)) rest = checkPhrase(reading, phrase, rest, lower);
}

function checkPhrase(reading: Reading, { text, facts }: Phrase, start: string, whole: string): string {
  let rest = start;
  for (let at = rest.indexOf(text); at >= 0; at = rest.indexOf(text, at + text.length)) {
    const ending = /^\p{L}*/u.exec(rest.slice(at + text.length))?.[0] ?? '';
    // Up to two letters of inflection; more is another word.
    if (/\p{L}$/u.test(rest.slice(0, at)) || ending.length > 2) continue;
    const said = reading.rest.slice(at, at + text.length);
    if (facts.length === 0) reading.fail('status', said);
    else if (isNegated(whole, at, at + text.length + ending.length, reading.language === 'de')) reading.fail('negation', said);
    else for (const id of facts) reading.tell(id, at, text.length);
    rest = rest.slice(0, at) + '\u0000'.repeat(text.length) + rest.slice(at + text.length);
  }
  return rest;
}

/** A negation among the three words before, within the clause; in German also in the two words behind. */
function isNegated(text: string, start: number, end: number, looksBehind: boolean): boolean {
  const before =
    text
      .slice(Math.max(0, start - 40), start)
      .split(/[.,;:!?\n()]/)
      .at(-1) ?? '';
  const after = text.slice(end, end + 24).split(/[.,;:!?\n()]/)[0] ?? '';
  const words = [...wordsIn(before).slice(-3), ...(looksBehind ? wordsIn(after).slice(0, 2) : [])];
  return words.some(isNegation);
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}'’]+/gu) ?? [];
}
