import type { Faker } from '@faker-js/faker';
import type { SpanKind } from '../../src/contracts/detection.ts';
import type { Gold } from './corpus.ts';
import { locales, type Locale } from './locales.ts';
import { score, type Found, type Judged } from './score.ts';

/**
 * `all`: the kinds that point at a person or an account by themselves, so without ORG and PLACE. `spliced`: persons whose
 * surname is put together from halves of two, because the lists of the detector have the names that faker has.
 */
export type LanguageKind = SpanKind | 'all' | 'spliced';

/**
 * Shares are fractions. `recall`: labels that something found overlaps; `leak`: their letters and digits that nothing
 * found covers, whatever its kind; `falseAlarms`: harmless sentences in which this kind, for `all` any, was found.
 */
export type LanguageRow = {
  readonly language: string;
  readonly kind: LanguageKind;
  readonly labels: number;
  readonly recall: number;
  readonly leak: number;
  readonly falseAlarms: number;
};

type LanguageTexts = {
  readonly language: string;
  readonly personal: readonly { readonly text: string; readonly spans: readonly Gold[] }[];
  readonly harmless: readonly string[];
};

type Detect = (text: string) => readonly Found[];
const seed = 20_240;
const fillings = 10;
const harmlessFillings = 3;
const kinds = ['PERSON', 'ORG', 'ADDRESS', 'ZIP', 'PLACE', 'PHONE', 'EMAIL', 'IBAN'] as const satisfies readonly SpanKind[];

/** What a detector finds and leaves in business texts of each language; the same texts every time. */
export function languageTable(detect: Detect): readonly LanguageRow[] {
  const listed = languageTexts();
  const spliced = languageTexts(true);
  return listed.flatMap((texts, index) => {
    const { byKind, recall, leak, counts } = score(judge(texts.personal, detect));
    const made = score(judge(spliced[index]?.personal ?? [], detect)).byKind.get('PERSON');
    const alarms = texts.harmless.map((text) => new Set(detect(text).map(({ kind }) => kind)));
    const falseAlarms = (isOne: (kinds: ReadonlySet<string | undefined>) => boolean): number => alarms.filter(isOne).length / alarms.length;
    const row = (kind: LanguageKind, labels: number, figures: { recall: number; leak: number }, alarmsOf: number): LanguageRow => ({
      language: texts.language,
      kind,
      labels,
      recall: figures.recall,
      leak: figures.leak,
      falseAlarms: alarmsOf,
    });
    return [
      row(
        'all',
        counts.gold,
        { recall, leak },
        falseAlarms((found) => found.size > 0),
      ),
      ...kinds.flatMap((kind) => {
        const figures = byKind.get(kind);
        return figures
          ? [
              row(
                kind,
                figures.gold,
                figures,
                falseAlarms((found) => found.has(kind)),
              ),
            ]
          : [];
      }),
      ...(made
        ? [
            row(
              'spliced',
              made.gold,
              made,
              falseAlarms((found) => found.has('PERSON')),
            ),
          ]
        : []),
    ];
  });
}

function judge(texts: LanguageTexts['personal'], detect: Detect): Judged[] {
  return texts.map((sample) => ({ sample, found: detect(sample.text) }));
}

export function languageTexts(isSpliced = false): readonly LanguageTexts[] {
  return locales.map((locale, offset) => {
    const { faker, frames } = locale;
    faker.seed(seed + offset);
    return {
      language: locale.language,
      personal: frames.personal.flatMap((frame) => Array.from({ length: fillings }, () => filled(frame, locale, isSpliced))),
      harmless: frames.harmless.flatMap((frame) => Array.from({ length: harmlessFillings }, () => filled(frame, locale, false).text)),
    };
  });
}

/** The frame with its slots filled in, and where what identifies somebody stands. */
function filled(frame: string, locale: Locale, isSpliced: boolean): { text: string; spans: readonly Gold[] } {
  const spans: Gold[] = [];
  let text = '';
  for (const piece of frame.split(/(\{[a-z]+\})/)) {
    for (const { value, kind } of written(piece, locale, isSpliced)) {
      if (kind) spans.push({ type: kind, start: text.length, end: text.length + value.length });
      text += value;
    }
  }
  return { text, spans };
}

type Part = { readonly value: string; readonly kind?: SpanKind };

function written(piece: string, locale: Locale, isSpliced: boolean): readonly Part[] {
  const { faker } = locale;
  const surname = (): string => (isSpliced ? madeSurname(faker) : faker.person.lastName());
  switch (piece) {
    case '{full}':
      return [{ value: `${faker.person.firstName()} ${surname()}`, kind: 'PERSON' }];
    case '{first}':
      return [{ value: faker.person.firstName(), kind: 'PERSON' }];
    case '{last}':
      return [{ value: surname(), kind: 'PERSON' }];
    case '{company}':
      return [{ value: faker.company.name(), kind: 'ORG' }];
    case '{street}':
      return [{ value: faker.location.streetAddress(), kind: 'ADDRESS' }];
    case '{zip}':
      return [{ value: faker.helpers.fromRegExp(locale.zip), kind: 'ZIP' }];
    case '{town}':
      return [{ value: faker.helpers.arrayElement(locale.towns), kind: 'PLACE' }];
    case '{address}':
      return faker.helpers
        .arrayElement(locale.address)
        .split(/(\{[a-z]+\})/)
        .flatMap((part) => written(part, locale, isSpliced));
    case '{phone}':
      return [{ value: faker.helpers.replaceSymbols(faker.helpers.arrayElement(locale.phones)), kind: 'PHONE' }];
    case '{email}':
      return [
        { value: faker.internet.email({ provider: faker.helpers.arrayElement(['example.com', 'mail.example.org']) }), kind: 'EMAIL' },
      ];
    case '{iban}':
      return [{ value: faker.finance.iban({ formatted: faker.datatype.boolean(), countryCode: locale.ibanCountry }), kind: 'IBAN' }];
    default:
      return [{ value: harmlessValue(piece, locale) }];
  }
}

/** The first half of one surname and the second of another. */
function madeSurname(faker: Faker): string {
  for (;;) {
    const [front, back] = [faker.person.lastName(), faker.person.lastName()];
    const made = `${front.slice(0, Math.ceil(front.length / 2))}${back.slice(Math.floor(back.length / 2)).toLowerCase()}`;
    if (/^\p{Lu}\p{Ll}{4,}$/u.test(made) && made !== front && made !== back) return made;
  }
}

function harmlessValue(piece: string, { faker, amount, date }: Locale): string {
  const one = (...forms: readonly RegExp[]): string => faker.helpers.fromRegExp(faker.helpers.arrayElement(forms));
  switch (piece) {
    case '{order}':
      return one(/45000[0-9]{5}/, /SO-2024-0[0-9]{4}/, /00000[1-9][0-9]{4}/);
    case '{delivery}':
      return one(/800[0-9]{5}/, /0080[0-9]{6}/);
    case '{invoice}':
      return one(/900[0-9]{5}/, /INV-2024-[0-9]{6}/, /19000[0-9]{5}/);
    case '{quote}':
      return one(/200[0-9]{5}/, /Q-[0-9]{6}/);
    case '{material}':
      return one(/0000000000100[0-9]{5}/, /10-9[0-9]{3}-4[0-9]/, /ABX-[0-9]{4}-BLK/);
    case '{batch}':
      return one(/0000[0-9]{6}/, /CH2[0-9]{5}A/);
    case '{amount}':
      return amount(faker.number.int({ min: 40, max: 240_000 }), one(/[0-9]{2}/));
    case '{date}':
      return date('2024', one(/0[1-9]/), one(/[12][0-9]/));
    default:
      return piece;
  }
}
