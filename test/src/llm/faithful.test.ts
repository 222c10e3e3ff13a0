import { describe, expect, it } from 'vitest';
import { factSheet } from '../../../src/contracts/facts.ts';
import { wordsOfOrderStatus } from '../../../src/contracts/order-words.ts';
import { checkFaithful, fillAmounts } from '../../../src/llm/index.ts';
import { narrate } from './narration.ts';
import { drawOrder, type Drawn } from '../../../evals/faithfulness/orders.ts';
import { seededRandom } from '../../../src/sandbox/core/ids.ts';

const locales = ['en', 'de', 'fr', 'es'] as const;
type Locale = (typeof locales)[number];
const promptIds = ['order-status.summary', 'order-status.customer-update'];

describe('texts that say only what is true', () => {
  it('no narrator text in four languages over 500 orders is ever refused, with slots or with amounts', { timeout: 120_000 }, async () => {
    let checked = 0;
    for (let seed = 1; seed <= 500; seed += 1) {
      const { sheet } = drawOrder(seed);
      for (const locale of locales) {
        for (const prompt of promptIds) {
          const text = await narrate(prompt, locale, sheet);
          const failures = [text, fillAmounts(text, sheet, locale)].flatMap(
            (each) => checkFaithful(each, sheet, { locale, required: [] }).failures,
          );
          expect({ seed, locale, failures, text }).toEqual({ seed, locale, failures: [], text });
          checked += 1;
        }
      }
    }
    expect(checked).toBe(4000);
  });

  it('what the narrator leaves out is noticed when it is required', async () => {
    const { sheet } = drawOrder(4);
    const text = await narrate('order-status.summary', 'en', sheet);
    const told = sheet.facts.filter((fact) => fact.type === 'money' || fact.label === 'order number').map((fact) => fact.id);
    expect(checkFaithful(text, sheet, { locale: 'en', required: told }).ok).toBe(true);
    expect(checkFaithful('Hello.', sheet, { locale: 'en', required: told }).failures.map((failure) => failure.check)).toEqual([
      'required',
      'required',
    ]);
  });
});

const builder = factSheet();
const line = (description: string, ordered: string) => ({
  description: builder.term('description', description),
  ordered: builder.quantity('ordered', { value: ordered, unit: 'PCE' }),
});
builder.date('expected on', '2026-05-12');
builder.id('tracking number', '1Z999AA10123456784');
builder.count('parcels', 3);
builder.percent('share', '62.5');
builder.money('total', { amount: '182400.50', currency: 'EUR' });
builder.quantity('weight', { value: '1250.5', unit: 'KG' });
builder.token('contact', '<PERSON_1>');
builder.enumeration('status', 'shipped', wordsOfOrderStatus('shipped').words, wordsOfOrderStatus('shipped').others);
const known = builder.build({ lines: [line('Pump A 300', '20'), line('Valve B', '14')] });

const honest: [Locale, string][] = [
  ['en', 'Three parcels, 1,250.5 kg, 62.5 % done, €182,400.50, on Tuesday, May 12, 2026.'],
  ['en', 'It comes on 12 May, the 12th of May or 2026-05-12 or 5/12/2026.'],
  ['en', 'The value is about EUR 182,401 or <AMOUNT_1> EUR, dear <PERSON_1>.'],
  ['de', 'Am Dienstag, 12. Mai 2026 kommen drei Pakete mit 1.250,5 kg (62,5 %) für 182.400,50 €; am 12.05.2026.'],
  ['fr', 'Le mardi 12 mai 2026, trois colis de 1\u202f250,5 kg pour 182\u202f400,50 €, 62,5 %. Poids : 1 250,5 kg.'],
  ['es', 'El martes, 12 de mayo de 2026, tres bultos de 1250,5 kg por 182.400,50 €, un 62,5 %.'],
  ['en', 'Pump A 300: 20 pcs\nValve B: 14 pieces'],
  ['en', 'Your order has been shipped with tracking number 1Z999AA10123456784.'],
];
const wrong: [string, Locale, string][] = [
  ['number', 'en', 'There are 4 parcels.'],
  ['number', 'en', 'There are 12 parcels.'],
  ['number', 'en', 'It takes 3 weeks.'],
  ['number', 'en', 'The weight is 1,251.5 kg.'],
  ['number', 'en', 'The weight is 3 kg.'],
  ['number', 'en', 'Pump A 300: 14 pcs\nValve B: 20 pcs'],
  ['number-word', 'en', 'There are four parcels.'],
  ['number-word', 'de', 'Es sind vier Pakete.'],
  ['number-word', 'fr', 'Il y a quatre colis.'],
  ['number-word', 'es', 'Hay cuatro bultos.'],
  ['date', 'en', 'It comes on May 13, 2026.'],
  ['date', 'en', 'It comes on Wednesday, May 12, 2026.'],
  ['date', 'en', 'It comes on Friday.'],
  ['date', 'de', 'Sie kommt am 13.05.2026.'],
  ['date', 'fr', 'Elle arrive le 12 juin.'],
  ['date', 'es', 'Llega mañana.'],
  ['money', 'en', 'The value is €182,500.50.'],
  ['currency', 'en', 'The value is $182,400.50.'],
  ['currency', 'en', 'The value is <AMOUNT_1> USD.'],
  ['id', 'en', 'Tracking number 1Z999AA10123456785.'],
  ['id', 'en', 'Your code is TRK-20.'],
  ['percent', 'en', 'It is 63.5% done.'],
  ['percent', 'de', 'Es sind 20 Prozent.'],
  ['status', 'en', 'Your order has been delivered.'],
  ['status', 'de', 'Ihre Bestellung wurde storniert.'],
  ['status', 'fr', 'Votre commande est livrée.'],
  ['status', 'es', 'Su pedido está pagado.'],
  ['negation', 'en', 'Your order has not been shipped.'],
  ['negation', 'en', "Your order hasn't been shipped yet."],
  ['negation', 'de', 'Ihre Bestellung wurde noch nicht versandt.'],
  ['negation', 'fr', 'Votre commande n’a pas été expédiée.'],
  ['negation', 'es', 'Su pedido todavía no ha sido enviado.'],
  ['label', 'en', 'You get a discount.'],
  ['label', 'de', 'Sie erhalten eine Gutschrift.'],
  ['label', 'fr', 'Un remboursement est prévu.'],
  ['label', 'es', 'Sin cargo para usted.'],
  ['forbidden', 'en', 'We guarantee the date.'],
  ['forbidden', 'de', 'Das war unser Fehler.'],
  ['token', 'en', 'Dear <PERSON_2>,'],
  ['token', 'en', 'Dear PERSON_1,'],
  ['token', 'en', 'It costs <AMOUNT_2>.'],
  ['link', 'en', 'See http://tracking.example/x'],
  ['empty', 'en', ' '],
];

describe('claims one by one', () => {
  it.each(honest)('%s: "%s" passes', (locale, text) => {
    expect(checkFaithful(text, known, { locale, required: [] }).failures).toEqual([]);
  });

  it.each(wrong)('%s (%s): "%s" is caught', (check, locale, text) => {
    expect(checkFaithful(text, known, { locale, required: [] }).failures.map((failure) => failure.check)).toContain(check);
  });
});

type Mutation = (text: string, drawn: Drawn, locale: Locale, random: () => number) => string | undefined;

function changeDigit(value: string, random: () => number): string {
  const places = Array.from(value).flatMap((char, at) => (/\d/.test(char) ? [at] : []));
  const at = places[Math.floor(random() * places.length)] ?? 0;
  return `${value.slice(0, at)}${(Number(value[at]) + 1 + Math.floor(random() * 8)) % 10}${value.slice(at + 1)}`;
}
const replaceMatch = (text: string, pattern: RegExp, change: (match: string) => string): string | undefined =>
  pattern.test(text) ? text.replace(pattern, change) : undefined;
const words: Readonly<Record<Locale, { discount: string; tracking: string; seven: string; not: [RegExp, string]; other: string }>> = {
  en: {
    discount: 'You get a 10 % discount.',
    tracking: 'Tracking number: JD014600003RU.',
    seven: 'seven',
    not: [/(has been|is|been) (?=picked|partially shipped|shipped|delivered|invoiced|paid|delayed|confirmed|rejected|declined)/, '$1 not '],
    other: 'It has been ',
  },
  de: {
    discount: 'Sie erhalten 10 % Rabatt.',
    tracking: 'Sendungsnummer: JD014600003RU.',
    seven: 'sieben',
    not: [
      /(ist|wurde) (?=kommissioniert|teilweise versandt|versandt|geliefert|fakturiert|bezahlt|abgelehnt|bestätigt|reserviert)/,
      '$1 nicht ',
    ],
    other: 'Sie ist ',
  },
  fr: {
    discount: 'Vous recevez 10 % de remise.',
    tracking: 'Numéro de suivi : JD014600003RU.',
    seven: 'sept',
    not: [/(est|a été) (?=préparée|expédiée|livrée|facturée|réglée|refusée|confirmée|réservé)/, '$1 pas '],
    other: 'Elle est ',
  },
  es: {
    discount: 'Recibe un 10 % de descuento.',
    tracking: 'Número de seguimiento: JD014600003RU.',
    seven: 'siete',
    not: [/(ha sido|está) (?=preparado|enviad|entregado|facturado|pagado|rechazado|confirmado)/, 'no $1 '],
    other: 'Está ',
  },
};
const statusWords: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { delivered: 'delivered', rejected: 'cancelled', in_production: 'in production' },
  de: { delivered: 'geliefert', rejected: 'storniert', in_production: 'in Fertigung' },
  fr: { delivered: 'livrée', rejected: 'annulée', in_production: 'en production' },
  es: { delivered: 'entregado', rejected: 'cancelado', in_production: 'en producción' },
};

const mutations: Readonly<Record<string, Mutation>> = {
  'a quantity is one more': (text) =>
    replaceMatch(text, /\d+(?= (?:pcs|Stück|pièces|unidades|ROL|boxes|cartons|Kartons|cajas|m)\b)/, (value) => String(Number(value) + 1)),
  'a date is a day later': (text) =>
    replaceMatch(text, /(?<![\d.,])\d{1,2}(?=(?:\.|er)? (?:de )?\p{L}+ (?:de )?\d{4})|(?<=[A-Z][a-z]+ )\d{1,2}(?=, \d{4})/u, (value) =>
      String((Number(value) % 28) + 1),
    ),
  'an amount has another digit': (text, { sheet }, locale, random) => {
    const money = sheet.facts.find((fact) => fact.type === 'money');
    const filled = money && fillAmounts('<AMOUNT_1>', sheet, locale);
    return filled && text.includes('<AMOUNT_1>') ? text.replace('<AMOUNT_1>', () => changeDigit(filled, random)) : undefined;
  },
  'a document number has another digit': (text, _, __, random) => replaceMatch(text, /45\d{8}/, (value) => changeDigit(value, random)),
  'a currency is another': (text, { sheet }, locale) => {
    const other = {
      ...sheet,
      facts: sheet.facts.map((fact) => (fact.type === 'money' ? { ...fact, currency: fact.currency === 'USD' ? 'EUR' : 'USD' } : fact)),
    };
    return text.includes('<AMOUNT_1>') ? fillAmounts(text, other, locale) : undefined;
  },
  'a tracking number is invented': (text, _, locale) => `${text}\n${words[locale].tracking}`,
  'a discount is invented': (text, _, locale) => `${text}\n${words[locale].discount}`,
  'a number becomes a wrong word': (text, _, locale) =>
    replaceMatch(text, /\d+(?= (?:pcs|Stück|pièces|unidades|ROL|boxes|cartons|Kartons|cajas|m)\b)/, () => words[locale].seven),
  'the state is negated': (text, _, locale) => text.replace(words[locale].not[0], words[locale].not[1]),
  'another state is claimed': (text, { sheet }, locale) => {
    const status = sheet.facts.find((fact) => fact.type === 'enum');
    const other = Object.entries(statusWords[locale]).find(
      ([, word]) => status?.type === 'enum' && status.others.some((each) => word.toLowerCase().startsWith(each)),
    );
    return other && `${text}\n${words[locale].other}${other[1]}.`;
  },
};

describe('one wrong word in a true text', () => {
  it.each(Object.entries(mutations))('%s: at least 95 of 100 are caught', async (_, mutate) => {
    const random = seededRandom(7);
    let mutants = 0;
    const missed: string[] = [];
    for (let seed = 1; seed <= 120; seed += 1) {
      const drawn = drawOrder(seed);
      for (const locale of locales) {
        for (const prompt of promptIds) {
          const text = await narrate(prompt, locale, drawn.sheet);
          const mutant = mutate(text, drawn, locale, random);
          if (mutant === undefined || mutant === text) continue;
          mutants += 1;
          if (checkFaithful(mutant, drawn.sheet, { locale, required: [] }).ok) missed.push(`${seed} ${locale}: ${mutant}`);
        }
      }
    }
    expect(mutants).toBeGreaterThan(100);
    expect({ caught: (mutants - missed.length) / mutants >= 0.95, missed: missed.slice(0, 2) }).toMatchObject({ caught: true });
  });
});
