import type { KnownValues, Span, SpanKind } from '../../contracts/detection.ts';
import type { TokenEntry } from '../../contracts/privacy.ts';
import { chosenFrom } from './choose.ts';
import { findInitials, findParts, createPartIndex } from './parts.ts';
import { createPhoneIndex, findPhones } from './phone.ts';
import type { Candidate, Whole } from './model.ts';
import { mailWholes } from './mail.ts';
import { orgWholes } from './organisation.ts';
import { personWholes } from './person.ts';
import { createSafeValues } from './safe-values.ts';
import { wordHas } from './glyph.ts';
import { scan, type Words } from './scan.ts';
import { compact } from './spelling.ts';
import { isOrdinaryName } from './everyday-words.ts';
import { linesOf, neighbourWholes } from './street.ts';
import { createWholeIndex, findWholes } from './whole.ts';

type Entry = TokenEntry & { readonly kind: SpanKind };

/**
 * A finder of a thread's known values in its free text. Built once per list; a text is read in one pass over its words,
 * each looked up by hash, so the time grows with the text and hardly with the list. A span covers the name; the ending of
 * a possessive (`'s`, the German `s`) stays outside, so that the sentence stays one.
 */
export function createKnownValues(values: { readonly personal: readonly TokenEntry[]; readonly safe: readonly string[] }): KnownValues {
  const entries = values.personal.filter((entry): entry is Entry => entry.kind !== 'TEXT' && entry.kind !== 'AMOUNT');
  const parts = createPartIndex(entries);
  const wholes = createWholeIndex(entries.flatMap(wholesOf));
  const phones = createPhoneIndex(entries.filter(({ kind }) => numberKinds.has(kind)));
  const findSafe = createSafeValues(values.safe);
  return {
    find(text) {
      const words = scan(text);
      const found: Candidate[] = [];
      for (let word = 0; word < words.count; word += 1) {
        findWholes(wholes, words, word, found);
        const skipped = countryLetters(words, word);
        if (skipped > 0) findWholes(wholes, words, word, found, skipped);
        findParts(parts, words, word, found);
      }
      findInitials(parts, words, found);
      findPhones(phones, words, found);
      if (found.length === 0) return [];
      const isUnsure = found.some(({ strength }) => strength < 2);
      return chosenFrom(text, found, isUnsure ? findSafe(words) : []).map(({ start, end, holder }): Span => ({
        kind: holder.kind,
        start,
        end,
        by: 'known',
        token: holder.token,
      }));
    },
    findSafe: (text) => findSafe(scan(text)),
  };
}

/** How many letters stand before the digits of `DE123456789`, where the record may have the digits alone. */
function countryLetters({ has, from, letters }: Words, word: number): number {
  if (((has[word] ?? 0) & wordHas.digit) === 0 || ((has[word] ?? 0) & wordHas.letter) === 0) return 0;
  const start = from[word] ?? 0;
  const isDigit = (at: number) => (letters[at] ?? 0) >= 48 && (letters[at] ?? 0) <= 57;
  if ((from[word + 1] ?? 0) - start < 8 || isDigit(start)) return 0;
  return isDigit(start + 1) ? 1 : isDigit(start + 2) ? 2 : 0;
}

const numberKinds: ReadonlySet<SpanKind> = new Set([
  'PHONE',
  'IBAN',
  'CARD',
  'ACCOUNT',
  'SSN',
  'NATIONALID',
  'TAXID',
  'LICENCE',
  'PASSPORT',
]);

function wholesOf(entry: Entry): readonly Whole[] {
  const { kind, value } = entry;
  if (kind === 'PERSON') return personWholes(entry, value);
  if (kind === 'ORG') return orgWholes(entry, value);
  if (kind === 'EMAIL') return mailWholes(entry, value);
  // A place of its own is personal wherever it stands; digits alone are a zip only beside a town.
  if (kind === 'ZIP' && /^\d{1,5}$/.test(compact(value))) return neighbourWholes(entry, [value]);
  if (kind === 'PLACE') return [{ ...whole(entry, value, 'words'), strength: 1, isOrdinary: isOrdinaryName(compact(value)) }];
  if (kind === 'ADDRESS') {
    const { street, rest } = linesOf(value);
    const lines = street === undefined ? [] : [whole(entry, street, 'words')];
    return [whole(entry, value, 'words'), ...lines, ...neighbourWholes(entry, rest), ...firstLine(entry)];
  }
  if (numberKinds.has(kind)) return numberWholes(entry);
  if (kind === 'BIRTHDATE') return dateWholes(entry);
  return compact(value).length >= 4 ? [whole(entry, value, 'words')] : [];
}

/** A day as it is written in other countries: day, month and year in any order, with zeros in front or without. */
function dateWholes(entry: Entry): readonly Whole[] {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(entry.value.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return [whole(entry, entry.value, 'words')];
  const [shortMonth, shortDay] = [String(Number(month)), String(Number(day))];
  const orders = [
    entry.value,
    `${day}.${month}.${year}`,
    `${month}/${day}/${year}`,
    `${shortDay}.${shortMonth}.${year}`,
    `${shortMonth}/${shortDay}/${year}`,
  ];
  return orders.map((written) => whole(entry, written, 'digits'));
}

/** The first line is what people write of an address, even if it is a town. */
function firstLine(entry: Entry): readonly Whole[] {
  const [line = ''] = entry.value.split(/[\n,;]/);
  const letters = compact(line);
  const isTelling = /\p{L}/u.test(letters) && letters.length >= 4;
  return isTelling ? [{ ...whole(entry, line, 'words'), strength: 1, isOrdinary: isOrdinaryName(letters) }] : [];
}

function whole(holder: Entry, value: string, grouping: Whole['grouping']): Whole {
  return { letters: compact(value), needsMark: false, holder, strength: 3, grouping };
}

/** In any groups; the digits of a tax id also without the country in front. */
function numberWholes(entry: Entry): readonly Whole[] {
  const letters = compact(entry.value);
  if (letters.length < (entry.kind === 'PHONE' ? 6 : 5)) return [];
  const digits = /^[a-z]{1,3}(\d{7,})$/.exec(letters)?.[1];
  const alone: Whole[] = digits === undefined ? [] : [{ ...whole(entry, digits, 'digits'), strength: 2 }];
  return [whole(entry, entry.value, 'digits'), ...alone];
}
