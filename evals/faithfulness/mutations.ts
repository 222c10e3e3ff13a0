import type { Fact } from 'countersign';
import { dated, days, inWords, money, number, quantity, type Locale } from './forms.ts';
import type { Drawn } from './orders.ts';

/**
 * One thing made wrong in a true text. Works on the facts and on how people write them, and knows nothing of what checks it:
 * undefined where the text says nothing of the kind.
 */
export type Mutation = (text: string, drawn: Drawn, locale: Locale, random: () => number) => string | undefined;

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

const of = <T extends Fact['type']>({ sheet }: Drawn, type: T): readonly Of<T>[] =>
  sheet.facts.filter((fact): fact is Of<T> => fact.type === type);
const pick = <T>(list: readonly T[], random: () => number): T | undefined => list[Math.floor(random() * list.length)];
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** Blanks are blanks: a thin one and a wide one read the same. */
const patterns = new Map<string, RegExp>();
const loose = (text: string): RegExp => {
  const known = patterns.get(text);
  if (known) return known;
  const made = new RegExp(
    `(?<![\\p{L}\\p{N}])${escaped(text).replace(/[\s\u00a0\u202f]/g, '[\\s\\u00a0\\u202f]?')}(?![\\p{L}\\p{N}])`,
    'u',
  );
  patterns.set(text, made);
  return made;
};

/** Puts `wrong` in the place of the first of the ways to write something that the text holds. */
function swap(text: string, pairs: readonly (readonly [right: string, wrong: string])[]): string | undefined {
  for (const [right, wrong] of pairs) if (right !== wrong && loose(right).test(text)) return text.replace(loose(right), () => wrong);
  return undefined;
}

const dayForms = [days.day, days.long, days.short, days.iso, days.noyear] as const;
const americans = (day: string): string => dated(day, 'en-US', { dateStyle: 'long' });
const moved = (day: string, by: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

function otherDay(by: number): Mutation {
  return (text, drawn, locale, random) => {
    const taken = new Set(of(drawn, 'date').map(({ date }) => date));
    const wrong = (date: string): string => {
      let next = moved(date, by);
      // Another true day would be no mistake of the day.
      while (taken.has(next)) next = moved(next, by);
      return next;
    };
    const dates = of(drawn, 'date').toSorted(() => random() - 0.5);
    return swap(text, [
      ...dates.flatMap(({ date }) => dayForms.map((form) => [form(date, locale), form(wrong(date), locale)] as const)),
      ...dates.map(({ date }) => [americans(date), americans(wrong(date))] as const),
    ]);
  };
}

function otherDigit(value: string, random: () => number): string {
  const places = Array.from(value).flatMap((char, at) => (/\d/.test(char) && at > 0 ? [at] : []));
  const at = pick(places, random) ?? 0;
  return `${value.slice(0, at)}${(Number(value[at]) + 1 + Math.floor(random() * 8)) % 10}${value.slice(at + 1)}`;
}

const amountForms = (fact: Of<'money'>, locale: Locale): readonly string[] => [
  money(fact, locale),
  money(fact, locale, true),
  '<AMOUNT_1>',
];

function otherAmount(change: (amount: string, random: () => number) => string): Mutation {
  return (text, drawn, locale, random) => {
    const [fact] = of(drawn, 'money');
    if (!fact) return undefined;
    const wrong = { ...fact, amount: change(fact.amount, random) };
    return swap(
      text,
      amountForms(fact, locale).map(
        (right) =>
          [
            right,
            right.startsWith('<') ? money(wrong, locale) : (amountForms(wrong, locale)[amountForms(fact, locale).indexOf(right)] ?? ''),
          ] as const,
      ),
    );
  };
}

const sentences: Readonly<Record<'discount' | 'tracking' | 'fee' | 'mail', Readonly<Record<Locale, (value: string) => string>>>> = {
  discount: {
    en: () => 'You also get a 10 % discount.',
    de: () => 'Sie erhalten außerdem 10 % Rabatt.',
    fr: () => 'Vous bénéficiez aussi de 10 % de remise.',
    es: () => 'Además recibe un 10 % de descuento.',
  },
  tracking: {
    en: () => 'The tracking number is JD014600003RU.',
    de: () => 'Die Sendungsnummer lautet JD014600003RU.',
    fr: () => 'Le numéro de suivi est JD014600003RU.',
    es: () => 'El número de seguimiento es JD014600003RU.',
  },
  fee: {
    en: (value) => `A handling fee of ${value} applies.`,
    de: (value) => `Es fällt eine Gebühr von ${value} an.`,
    fr: (value) => `Des frais de ${value} s'appliquent.`,
    es: (value) => `Se aplica una tarifa de ${value}.`,
  },
  mail: {
    en: () => 'Write to anna.schmidt@example.com.',
    de: () => 'Schreiben Sie an anna.schmidt@example.com.',
    fr: () => 'Écrivez à anna.schmidt@example.com.',
    es: () => 'Escriba a anna.schmidt@example.com.',
  },
};
const added =
  (kind: keyof typeof sentences, value: (drawn: Drawn, locale: Locale) => string | undefined = () => ''): Mutation =>
  (text, drawn, locale) => {
    const given = value(drawn, locale);
    return given === undefined ? undefined : `${text} ${sentences[kind][locale](given)}`;
  };

const claims: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { delivered: 'It was delivered.', rejected: 'It is cancelled.', paid: 'It is paid.', in_production: 'It is in production.' },
  de: { delivered: 'Er wurde geliefert.', rejected: 'Er ist storniert.', paid: 'Er ist bezahlt.', in_production: 'Er ist in Fertigung.' },
  fr: { delivered: 'Elle est livrée.', rejected: 'Elle est annulée.', paid: 'Elle est payée.', in_production: 'Elle est en production.' },
  es: { delivered: 'Ha sido entregado.', rejected: 'Está cancelado.', paid: 'Está pagado.', in_production: 'Está en producción.' },
};
/** What may be true beside a state is left out: who has paid may have been delivered as well, and a delayed order may be anywhere. */
const excluded: Readonly<Record<string, readonly string[]>> = {
  delivered: ['open', 'confirmed', 'allocated', 'partially_allocated', 'in_production', 'picked', 'rejected'],
  rejected: ['open', 'confirmed', 'allocated', 'picked', 'shipped', 'delivered', 'paid'],
  paid: ['open', 'confirmed', 'allocated', 'in_production', 'rejected'],
  in_production: ['shipped', 'delivered', 'invoiced', 'paid', 'rejected'],
};
const not: Readonly<Record<Locale, string>> = { en: 'not', de: 'nicht', fr: 'pas', es: 'no' };
const wrongSeven: Readonly<Record<Locale, string>> = { en: 'seven', de: 'sieben', fr: 'sept', es: 'siete' };

export const mutations: Readonly<Record<string, Mutation>> = {
  'a quantity is one more': (text, drawn, locale) =>
    swap(
      text,
      of(drawn, 'quantity')
        .filter(({ value }) => !of(drawn, 'quantity').some((each) => Number(each.value) === Number(value) + 1))
        .map((fact) => [quantity(fact, locale), quantity({ ...fact, value: String(Number(fact.value) + 1) }, locale)] as const),
    ),
  'a delay is two days longer': (text, drawn, locale) =>
    swap(
      text,
      of(drawn, 'count').flatMap(({ value }) => [
        [`${value} days`, `${value + 2} days`] as const,
        [`${value} Tage`, `${value + 2} Tage`] as const,
        [`${value} Tagen`, `${value + 2} Tagen`] as const,
        [`${value} jours`, `${value + 2} jours`] as const,
        [`${value} días`, `${value + 2} días`] as const,
        ...(inWords(value + 2, locale) === undefined ? [] : [[inWords(value, locale) ?? '-', inWords(value + 2, locale) ?? ''] as const]),
      ]),
    ),
  'an amount has another digit': otherAmount(otherDigit),
  'an amount is ten times as much': otherAmount((amount) => `${amount.split('.')[0]}0.${amount.split('.')[1] ?? '00'}`),
  'a day is the next': otherDay(1),
  'a day is weeks off': otherDay(-23),
  'an order number has another digit': (text, drawn, _, random) =>
    swap(
      text,
      of(drawn, 'id')
        .filter(({ label }) => label === 'order number')
        .map(({ value }) => [value, otherDigit(value, random)] as const),
    ),
  'another document number has another digit': (text, drawn, _, random) =>
    swap(
      text,
      of(drawn, 'id')
        .filter(({ label }) => /tracking|delivery|invoice/.test(label))
        .map(({ value }) => [value, otherDigit(value, random)] as const),
    ),
  'a currency is another': (text, drawn, locale) => {
    const [fact] = of(drawn, 'money');
    if (!fact) return undefined;
    const wrong = { ...fact, currency: fact.currency === 'USD' ? 'EUR' : 'USD' };
    return swap(text, [
      [money(fact, locale), money(wrong, locale)],
      [money(fact, locale, true), money(wrong, locale, true)],
      ['<AMOUNT_1>', money(wrong, locale)],
    ]);
  },
  'another state is claimed': (text, { status }, locale, random) => {
    const wrong = pick(
      Object.keys(excluded).filter((each) => excluded[each]?.includes(status)),
      random,
    );
    return wrong === undefined ? undefined : `${text} ${claims[locale][wrong]}`;
  },
  'the state is negated': (text, drawn, locale) => {
    const [state] = of(drawn, 'enum');
    for (const word of state?.words ?? []) {
      const found = new RegExp(`(?<![\\p{L}])(${escaped(word)}\\p{L}{0,2})(?![\\p{L}])`, 'iu');
      if (found.test(text)) return text.replace(found, `${not[locale]} $1`);
    }
    return undefined;
  },
  'a number becomes a wrong word': (text, drawn, locale) =>
    of(drawn, 'quantity').some(({ value }) => Number(value) === 7) || of(drawn, 'count').some(({ value }) => value === 7)
      ? undefined
      : swap(
          text,
          of(drawn, 'quantity').map(
            (fact) => [quantity(fact, locale), quantity(fact, locale).replace(number(fact.value, locale), wrongSeven[locale])] as const,
          ),
        ),
  'a discount is invented': added('discount'),
  'a tracking number is invented': added('tracking'),
  'a true amount is called a fee': added('fee', (drawn, locale) => {
    const [fact] = of(drawn, 'money');
    return fact && money(fact, locale);
  }),
  'an address of somebody appears': added('mail'),
  'the quantities of two lines change places': (text, drawn, locale) => {
    // Two lines of the same product cannot be told apart, and nothing false is said.
    const products = of(drawn, 'term').filter(({ label }) => label === 'description');
    if (new Set(products.map(({ value }) => value)).size < 2) return undefined;
    const [a, b] = of(drawn, 'quantity')
      .filter(({ label }) => label === 'ordered')
      .map((fact) => quantity(fact, locale));
    if (a === undefined || b === undefined || a === b || !loose(a).test(text) || !loose(b).test(text)) return undefined;
    return text
      .replace(loose(a), '\u0000')
      .replace(loose(b), () => a)
      .replace('\u0000', () => b);
  },
};
