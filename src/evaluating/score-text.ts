import { CountersignError } from '../contracts/errors.ts';
import { canonicalJson, type Json } from '../contracts/json.ts';
import type { Scorer } from './evaluated.ts';
import { failed, forbiddenBy, passed } from './score-facts.ts';

type Options = { readonly [name: string]: Json };

/** A number of a scorer's options, or what counts without. Anything else is input.invalid, so that a misspelt limit is no limit. */
export function limit(options: Options, name: string, otherwise: number): number {
  const given = options[name];
  if (given === undefined) return otherwise;
  if (typeof given !== 'number' || !Number.isFinite(given))
    throw new CountersignError('input.invalid', `The option ${name} is no number`, { field: name });
  return given;
}

export function list(options: Options, name: string): readonly string[] {
  const given = options[name];
  if (given === undefined) return [];
  if (!Array.isArray(given) || !given.every((each): each is string => typeof each === 'string'))
    throw new CountersignError('input.invalid', `The option ${name} is no list of words`, { field: name });
  return given;
}

const folded = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ');

/** Sentences, roughly: a point between digits or after one letter ends none. A list's row is one. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?…]["»”’)]?)\s+(?=[\p{Lu}\p{N}<¿¡«„“])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’\-.,]*/gu) ?? [];

/** What must stand there, and what must not; of conversations turn by turn, of a workflow in its records and in what a person is told. */
const expected: Scorer = ({ case: one, observed }) => {
  const wrong: string[] = [];
  const look = (text: string, { contains, lacks }: { contains: readonly string[]; lacks: readonly string[] }, where: string): void => {
    const said = folded(text);
    wrong.push(...contains.filter((each) => !said.includes(folded(each))).map((each) => `${where}missing: ${each}`));
    wrong.push(...lacks.filter((each) => said.includes(folded(each))).map((each) => `${where}says: ${each}`));
  };
  if (one.kind === 'conversation') {
    const told = Array.isArray(observed.json) ? observed.json : [];
    for (const [at, turn] of one.turns.entries()) {
      const answer = told[at];
      const text = typeof answer === 'object' && answer !== null && 'text' in answer ? String(answer.text) : '';
      look(text, turn, `turn ${at + 1}: `);
    }
    if (told.length !== one.turns.length) wrong.push(`${one.turns.length} turns were asked, ${told.length} answered`);
  } else if (one.kind === 'workflow') {
    const records = Object.entries(observed.state).map(([place, value]) => `${place} ${canonicalJson(value)}`);
    look([...records, observed.told ?? ''].join('\n'), one.expect, '');
  } else look(observed.text, one.expect, '');
  return wrong.length === 0 ? passed : failed('the text does not say what it should', wrong);
};

const intents: Scorer = ({ case: one, observed }) => {
  if (one.kind !== 'conversation') return { score: 0, pass: false, error: true, detail: 'only a conversation has intents' };
  const told = Array.isArray(observed.json) ? observed.json : [];
  const wrong = one.turns.flatMap((turn, at) => {
    if (turn.intents.length === 0) return [];
    const answer = told[at];
    const found =
      typeof answer === 'object' && answer !== null && 'intents' in answer && Array.isArray(answer.intents) ? answer.intents : [];
    return found.join('+') === turn.intents.join('+') ? [] : [`turn ${at + 1}: ${turn.intents.join('+')}, understood ${found.join('+')}`];
  });
  return wrong.length === 0 ? passed : failed('a question was taken for another', wrong);
};

const forbidden: Scorer = (context, options) => {
  const said = folded(context.observed.text);
  const found = [...forbiddenBy(context), ...list(options, 'words').filter((each) => said.includes(folded(each)))];
  return found.length === 0 ? passed : failed('a promise, blame or other words that must not be said', found);
};

const length: Scorer = ({ observed }, options) => {
  const count = Array.from(observed.text).length;
  const [min, max] = [limit(options, 'min', 1), limit(options, 'max', 4000)];
  return count >= min && count <= max ? passed : failed(`${count} characters; from ${min} to ${max} are wanted`);
};

const sentenceLength: Scorer = ({ observed }, options) => {
  const max = limit(options, 'max', 40);
  const long = sentencesOf(observed.text).filter((sentence) => wordsOf(sentence).length > max);
  return long.length === 0 ? passed : failed(`a sentence has more than ${max} words`, long);
};

/** Words a sentence and letters a word; what counts as much differs by language. */
const usual: Readonly<Record<string, { readonly words: number; readonly letters: number }>> = {
  en: { words: 22, letters: 6.5 },
  de: { words: 22, letters: 8.5 },
  fr: { words: 26, letters: 7 },
  es: { words: 26, letters: 7 },
};
const readability: Scorer = ({ observed }, options) => {
  const most = usual[observed.locale.slice(0, 2)] ?? { words: 24, letters: 7.5 };
  const sentences = sentencesOf(observed.text);
  const found = wordsOf(observed.text).filter((word) => /\p{L}/u.test(word) && !/\d/.test(word));
  if (sentences.length === 0 || found.length === 0) return failed('there is nothing to read');
  const words = wordsOf(observed.text).length / sentences.length;
  const letters = found.join('').length / found.length;
  const [maxWords, maxLetters] = [limit(options, 'words', most.words), limit(options, 'letters', most.letters)];
  if (words <= maxWords && letters <= maxLetters) return passed;
  return failed(`${words.toFixed(1)} words a sentence and ${letters.toFixed(1)} letters a word; at most ${maxWords} and ${maxLetters}`);
};

/** Small words that are common in one of the four languages and rare in the others. */
const small: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set('the is are was has have been your you we it of for with and to on not this there from'.split(' ')),
  de: new Set(
    'der die das ist sind wurde hat haben ihr ihre sie wir es von für mit und zu am nicht ein eine im bei den dem auf'.split(' '),
  ),
  fr: new Set('le la les est sont été votre vous nous il elle de du des pour avec et à pas un une au sur ne'.split(' ')),
  es: new Set('el la los las es son ha sido su usted nosotros lo de del para con y no un una al está por se'.split(' ')),
};
/** The language whose small words stand out by `margin`; undefined where none does. */
export function languageOf(text: string, margin = 1): string | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = Object.entries(small).map(([name, set]) => [name, words.filter((word) => set.has(word)).length] as const);
  const [first, second] = counts.toSorted((a, b) => b[1] - a[1]);
  return first && second && first[1] >= second[1] + margin ? first[0] : undefined;
}
const language: Scorer = ({ observed }, options) => {
  const isShort = wordsOf(observed.text).length < limit(options, 'fewWords', 12);
  // A text of a few words, names and numbers may look like any language; only a clear other one counts.
  const found = languageOf(observed.text, isShort ? 4 : 1);
  const wanted = observed.locale.slice(0, 2);
  if (found === wanted || (found === undefined && isShort)) return passed;
  return failed(`it reads like ${found ?? 'no language in particular'}, not ${wanted}`);
};

const salutation =
  /^(?:dear|hello|hi|good (?:morning|day)|guten tag|sehr geehrte|hallo|bonjour|madame|monsieur|buenos días|hola|estimad)/iu;
const closing = /(?:kind regards|best regards|sincerely|grüße\w*|grüßen|cordialement|salutations|saludos?)/iu;
const shouting = /\p{Lu}{4,}\s+\p{Lu}{4,}|!{2,}|\p{Emoji_Presentation}/u;
const tone: Scorer = ({ observed }, options) => {
  const text = observed.text.trim();
  const wrong = [
    ...(options['letter'] === true && !salutation.test(text) ? ['no salutation'] : []),
    ...(options['letter'] === true && !closing.test(text) ? ['no closing'] : []),
    ...(options['letter'] === false && (salutation.test(text) || closing.test(text)) ? ['written like a letter'] : []),
    ...(shouting.test(text) ? ['shouting or pictures'] : []),
  ];
  return wrong.length === 0 ? passed : failed('the tone is off', wrong);
};

export const textScorers = {
  'text.expected': expected,
  'text.intents': intents,
  'text.forbidden': forbidden,
  'text.length': length,
  'text.sentenceLength': sentenceLength,
  'text.readability': readability,
  'text.language': language,
  'text.tone': tone,
} satisfies Record<string, Scorer>;
