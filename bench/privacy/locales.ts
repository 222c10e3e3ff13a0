import { fakerDE, fakerEN_GB, fakerEN_US, fakerES, fakerFR, fakerIT, fakerNL, type Faker } from '@faker-js/faker';
import { dutch } from './frames/dutch.ts';
import { english } from './frames/english.ts';
import type { Frames } from './frames/frames.ts';
import { french } from './frames/french.ts';
import { german } from './frames/german.ts';
import { italian } from './frames/italian.ts';
import { spanish } from './frames/spanish.ts';

/**
 * How people of a place write what is asked for in a frame.
 * - `phones`: forms of telephone numbers, `#` a digit, of ranges kept for fiction where the country has some
 * - `address`: one line; `{street}`, `{zip}`, `{town}`, and what belongs to none of them
 * - `amount`, `date`: of the digits given
 */
export type Locale = {
  readonly language: string;
  readonly faker: Faker;
  readonly frames: Frames;
  readonly ibanCountry: string;
  readonly phones: readonly string[];
  readonly zip: RegExp;
  readonly towns: readonly string[];
  readonly address: readonly string[];
  readonly amount: (whole: number, cents: string) => string;
  readonly date: (year: string, month: string, day: string) => string;
};

/** Thousands apart by `mark`. */
const grouped = (whole: number, mark: string): string => String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, mark);
const dotted = (whole: number, cents: string): string => `${grouped(whole, '.')},${cents}`;
const towns = (names: string): readonly string[] => names.split(', ');

export const locales: readonly Locale[] = [
  {
    language: 'en-US',
    faker: fakerEN_US,
    frames: english,
    // The United States have no IBAN; their people pay into British accounts here.
    ibanCountry: 'GB',
    phones: ['(2#8) 555-01##', '4#5-555-01##', '6#2.555.01##', '+1 3#4 555 01##'],
    zip: /[0-9]{5}/,
    towns: towns('Columbus, Boise, Fort Wayne, Tulsa, Grand Rapids, Chattanooga, Eau Claire, Des Moines, Akron, Spokane, Macon, Duluth'),
    address: ['{street}, {town}, OH {zip}', '{street}, {town} TX {zip}', '{street}, {town}, WI'],
    amount: (whole, cents) => `$${grouped(whole, ',')}.${cents}`,
    date: (year, month, day) => `${month}/${day}/${year}`,
  },
  {
    language: 'en-GB',
    faker: fakerEN_GB,
    frames: english,
    ibanCountry: 'GB',
    phones: ['020 7946 0###', '0161 496 0###', '07700 900###', '+44 20 7946 0###', '+44 (0)113 496 0###'],
    zip: /[BLMS][ADELNPRSTW][1-9] [1-9][ABDEFGHJLNP]{2}/,
    towns: towns('Leeds, Norwich, Carlisle, Swindon, Kidderminster, Ipswich, Dundee, Wrexham, Milton Keynes, Barnsley, Exeter, Hull'),
    address: ['{street}, {town} {zip}', '{street}, {town}, {zip}'],
    amount: (whole, cents) => `£${grouped(whole, ',')}.${cents}`,
    date: (year, month, day) => `${day}/${month}/${year}`,
  },
  {
    language: 'de',
    faker: fakerDE,
    frames: german,
    ibanCountry: 'DE',
    phones: ['030 23125###', '0221 / 4710 ###', '(089) 99998-###', '0171 39200##', '+49 40 66969 ###', '+49 (0)69 90009-###'],
    zip: /[1-9][0-9]{4}/,
    towns: towns('Kassel, Bielefeld, Ulm, Rostock, Heilbronn, Siegen, Bad Hersfeld, Zwickau, Passau, Gütersloh, Cottbus, Trier'),
    address: ['{street}, {zip} {town}', '{street} in {zip} {town}'],
    amount: (whole, cents) => `${dotted(whole, cents)} EUR`,
    date: (year, month, day) => `${day}.${month}.${year}`,
  },
  {
    language: 'fr',
    faker: fakerFR,
    frames: french,
    ibanCountry: 'FR',
    phones: ['01 99 00 ## ##', '06.39.98.##.##', '04 65 71 ## ##', '+33 6 39 98 ## ##'],
    zip: /[1-9][1-5][0-9]{2}0/,
    towns: towns('Limoges, Angers, Besançon, Valence, Saint-Étienne, Le Mans, Colmar, Niort, Pau, Quimper, Troyes, Bourg-en-Bresse'),
    address: ['{street}, {zip} {town}', '{street} à {town}'],
    amount: (whole, cents) => `${grouped(whole, ' ')},${cents} €`,
    date: (year, month, day) => `${day}/${month}/${year}`,
  },
  {
    language: 'es',
    faker: fakerES,
    frames: spanish,
    ibanCountry: 'ES',
    phones: ['91# 555 ###', '95# 55 ## ##', '61# 555 ###', '+34 62# 555 ###'],
    zip: /[1-4][0-9]{4}/,
    towns: towns('Albacete, Lugo, Burgos, Cáceres, Gijón, Castellón de la Plana, Huesca, Logroño, Almería, Elche, Vigo, Palencia'),
    address: ['{street}, {zip} {town}', '{street} ({town})'],
    amount: (whole, cents) => `${dotted(whole, cents)} EUR`,
    date: (year, month, day) => `${day}/${month}/${year}`,
  },
  {
    language: 'it',
    faker: fakerIT,
    frames: italian,
    ibanCountry: 'IT',
    phones: ['02 5550####', '011 555 ####', '34# 555####', '+39 33# 555 ####', '+39 051 555###'],
    zip: /[1-9][0-9]{2}[0-9]{2}/,
    towns: towns('Bergamo, Forlì, Caserta, Lecce, Reggio Emilia, Sassari, Treviso, Pescara, Cuneo, Ragusa, Terni, La Spezia'),
    address: ['{street}, {zip} {town}', '{street} - {zip} {town}'],
    amount: (whole, cents) => `${dotted(whole, cents)} EUR`,
    date: (year, month, day) => `${day}/${month}/${year}`,
  },
  {
    language: 'nl',
    faker: fakerNL,
    frames: dutch,
    ibanCountry: 'NL',
    phones: ['020-555####', '010 555 ## ##', '06-5550####', '06 55 50 ## ##', '+31 6 5550 ####'],
    zip: /[1-9][0-9]{3} [A-HJ-NPR-TV-Z]{2}/,
    towns: towns('Apeldoorn, Zwolle, Den Bosch, Breda, Assen, Venlo, Hoorn, Deventer, Roosendaal, Leeuwarden, Gouda, Terneuzen'),
    address: ['{street}, {zip} {town}', '{street} te {town}'],
    amount: (whole, cents) => `€ ${dotted(whole, cents)}`,
    date: (year, month, day) => `${day}-${month}-${year}`,
  },
];
