import type { Faker } from '@faker-js/faker';
import type { NoteLanguage } from './note-templates.ts';

/** The ways people write down somebody they know, and `as recorded` for whatever else of the record a note mentions. */
export const noteForms = [
  'full name',
  'lower case',
  'all capitals',
  'surname, first',
  'initials',
  'first name only',
  'surname only',
  'diacritics folded',
  'one typo',
  'possessive',
  'bare phone digits',
  'phone in another format',
  'e-mail in capitals',
  'local part of the e-mail',
  'street abbreviated',
  'organisation without legal form',
] as const;
export type VariedForm = (typeof noteForms)[number];
export type NoteForm = VariedForm | 'as recorded';

export type Somebody = {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly org: string;
};
export type Slot = 'person' | 'owner' | 'phone' | 'email' | 'street' | 'org';

export const slotOf: Readonly<Record<VariedForm, Slot>> = {
  'full name': 'person',
  'lower case': 'person',
  'all capitals': 'person',
  'surname, first': 'person',
  initials: 'person',
  'first name only': 'person',
  'surname only': 'person',
  'diacritics folded': 'person',
  'one typo': 'person',
  possessive: 'owner',
  'bare phone digits': 'phone',
  'phone in another format': 'phone',
  'e-mail in capitals': 'email',
  'local part of the e-mail': 'email',
  'street abbreviated': 'street',
  'organisation without legal form': 'org',
};

/** What stands in the note: `lead` is grammar in front, `name` is what identifies, `tail` the ending of a possessive. */
export type Written = { readonly lead: string; readonly name: string; readonly tail: string };

const legalForm =
  /[\s,]+(?:GmbH & Co\. ?KG|GmbH|AG|KG|OHG|UG|GbR|SARL|SAS|SA|EI|EURL|SCOP|GIE|SEM|SCA|SNC|S\.A\.|S\.L\.|s\.r\.l\.|SPA|s\.p\.a\.|Inc|LLC|Ltd|B\.?V\.?|N\.?V\.?|VOF)\.?$/iu;

const shortened: readonly (readonly [RegExp, string])[] = [
  [/stra(?:ß|ss)e\b/iu, 'str.'],
  [/\bstreet\b/iu, 'St.'],
  [/\bavenue\b/iu, 'Ave'],
  [/\broads?\b/iu, 'Rd.'],
  [/\bdrive\b/iu, 'Dr'],
  [/\blane\b/iu, 'Ln'],
  [/\bcourt\b/iu, 'Ct'],
  [/\bboulevard\b/iu, 'Bd'],
  [/\bplace\b/iu, 'Pl.'],
  [/\bplatz\b/iu, 'Pl.'],
  [/\bcalle\b/iu, 'C/'],
  [/\bavenida\b/iu, 'Avda.'],
  [/\bplaza\b/iu, 'Pza.'],
  [/\bpiazza\b/iu, 'P.za'],
  [/\bviale\b/iu, 'V.le'],
  [/\bcorso\b/iu, 'C.so'],
  [/straat\b/iu, 'str.'],
  [/plein\b/iu, 'pln.'],
];

export function asRecorded(somebody: Somebody, slot: Slot, language: NoteLanguage): Written {
  const full = `${somebody.first} ${somebody.last}`;
  if (slot === 'owner') return owned(full, language, false);
  return plain(slot === 'person' ? full : somebody[slot]);
}

export function written(somebody: Somebody, form: VariedForm, language: NoteLanguage, faker: Faker): Written {
  const { first, last, email, phone } = somebody;
  const full = `${first} ${last}`;
  switch (form) {
    case 'full name':
      return plain(full);
    case 'lower case':
      return plain(full.toLowerCase());
    case 'all capitals':
      return plain(full.toUpperCase());
    case 'surname, first':
      return plain(`${last}, ${first}`);
    case 'initials':
      return plain(
        faker.helpers.arrayElement([
          `${first[0]}. ${last}`,
          `${first[0]} ${last}`,
          `${first} ${capital(last)}.`,
          `${first[0]}.${capital(last)}.`,
        ]),
      );
    case 'first name only':
      return plain(first);
    case 'surname only':
      return plain(last);
    case 'diacritics folded':
      return plain(faker.datatype.boolean() ? unmarked(full) : unmarked(spelledOut(full)));
    case 'one typo':
      return plain(misspelled(full, faker));
    case 'possessive':
      return owned(faker.helpers.arrayElement([full, first, last]), language, faker.datatype.boolean());
    case 'bare phone digits':
      return plain(phone.replace(/\D/g, ''));
    case 'phone in another format':
      return plain(regrouped(phone, language, faker));
    case 'e-mail in capitals':
      return plain(email.toUpperCase());
    case 'local part of the e-mail':
      return plain(email.slice(0, email.indexOf('@')));
    case 'street abbreviated':
      return plain(shortened.reduce((street, [long, short]) => street.replace(long, short), somebody.street));
    case 'organisation without legal form':
      return plain(somebody.org.replace(legalForm, ''));
  }
}

function plain(name: string): Written {
  return { lead: '', name, tail: '' };
}

function capital(name: string): string {
  return /\p{Lu}/u.exec(name)?.[0] ?? name.slice(0, 1).toUpperCase();
}

/** English, German and Dutch put an ending to the name; French, Spanish and Italian put a word in front. */
function owned(name: string, language: NoteLanguage, curly: boolean): Written {
  const apostrophe = curly ? '’' : "'";
  const hisses = /[sxzß]$/iu.test(name);
  switch (language) {
    case 'en':
      return { lead: '', name, tail: /s$/iu.test(name) ? apostrophe : `${apostrophe}s` };
    case 'de':
      return { lead: '', name, tail: hisses ? apostrophe : 's' };
    case 'nl':
      return { lead: '', name, tail: hisses ? apostrophe : /[aiouy]$/iu.test(name) ? `${apostrophe}s` : 's' };
    case 'fr':
      return { lead: /^[aeiouyâéèêëîïôöûü]/iu.test(name) ? `d${apostrophe}` : 'de ', name, tail: '' };
    case 'es':
      return { lead: 'de ', name, tail: '' };
    case 'it':
      return { lead: 'di ', name, tail: '' };
  }
}

function unmarked(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l');
}

function spelledOut(name: string): string {
  const spelling: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };
  return name.replace(/[äöüÄÖÜ]/g, (letter) => spelling[letter] ?? letter);
}

/** A letter left out, doubled up with another, exchanged, or swapped with its neighbour, anywhere in the name. */
function misspelled(name: string, faker: Faker): string {
  const letters = Array.from(name);
  const places = letters.flatMap((letter, at) => (/\p{L}/u.test(letter) ? [at] : []));
  const at = faker.helpers.arrayElement(places);
  const next = letters[at + 1] ?? '';
  const other = faker.string.alpha({ length: 1, casing: 'lower' });
  switch (faker.number.int({ min: 0, max: 3 })) {
    case 0:
      return letters.toSpliced(at, 1).join('');
    case 1:
      return letters.toSpliced(at + 1, 0, other).join('');
    case 2:
      return letters.toSpliced(at, 1, other).join('');
    default:
      return /\p{L}/u.test(next) ? letters.toSpliced(at, 2, next, letters[at] ?? '').join('') : letters.toSpliced(at, 1).join('');
  }
}

const countryCodes: Readonly<Record<NoteLanguage, string>> = { en: '1', de: '49', fr: '33', es: '34', it: '39', nl: '31' };

/** The same number as another person would type it: with the country or without, grouped by other signs. */
function regrouped(phone: string, language: NoteLanguage, faker: Faker): string {
  const [main = '', extension] = phone.split(/\s*x/);
  const country = countryCodes[language];
  const digits = main.replace(/\D/g, '');
  const bare = (main.trim().startsWith('+') && digits.startsWith(country) ? digits.slice(country.length) : digits).replace(/^0+/, '');
  const groups = [bare.slice(0, 3), ...(bare.slice(3).match(/\d{2,4}(?!\d$)|\d+/g) ?? [])];
  const separator = faker.helpers.arrayElement([' ', '.', '-', '/', ' - ', '\u00a0']);
  const body = groups.join(separator);
  const front = faker.helpers.arrayElement([
    `+${country} `,
    `00${country} `,
    `+${country} (0)`,
    language === 'en' ? '' : '0',
    `(+${country}) `,
  ]);
  return `${front}${body}${extension === undefined ? '' : faker.helpers.arrayElement([` ext. ${extension}`, ` x${extension}`, `-${extension}`])}`;
}
