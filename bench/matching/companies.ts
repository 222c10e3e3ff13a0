import { fakerDE, fakerEN_GB, fakerEN_US, fakerES, fakerFR, fakerIT, fakerNL, type Faker } from '@faker-js/faker';

/** Chance of this bench alone (mulberry32): what is measured shares no code with it. */
export type Dice = { next(): number; int(below: number): number; is(chance: number): boolean; of<T>(list: readonly T[]): T };

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const of = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(next() * list.length)];
    if (one === undefined) throw new Error('nothing to choose from');
    return one;
  };
  return { next, int: (below) => Math.floor(next() * below), is: (chance) => next() < chance, of };
}

/** A company as it is, before anybody types it. */
export type Company = {
  readonly entity: number;
  readonly land: Land;
  readonly words: readonly string[];
  readonly form: string;
  readonly street: string;
  readonly house: string;
  readonly postal: string;
  readonly city: string;
  readonly tax: string;
  /** National number without the trunk zero. */
  readonly phone: string;
  readonly domain: string;
};

export type Land = {
  readonly code: string;
  readonly names: readonly string[];
  readonly calling: string;
  readonly forms: readonly string[];
  readonly trades: readonly string[];
  readonly isHouseFirst: boolean;
  readonly ending: string;
  readonly towns: readonly Town[];
  readonly surnames: readonly string[];
  readonly streets: readonly string[];
  tax(dice: Dice): string;
};
export type Town = { readonly name: string; readonly postals: readonly string[]; readonly prefix: string };

type Sketch = Omit<Land, 'towns' | 'surnames' | 'streets'> & {
  readonly faker: Faker;
  readonly share: number;
  readonly postal: (dice: Dice) => string;
};

const digits = (dice: Dice, length: number): string =>
  String(1 + dice.int(9)) + Array.from({ length: length - 1 }, () => dice.int(10)).join('');

function germanVat(dice: Dice): string {
  const body = digits(dice, 8);
  let product = 10;
  for (const digit of body) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return `DE${body}${(11 - product) % 10}`;
}

function frenchVat(dice: Dice): string {
  const siren = digits(dice, 9);
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
}

function italianVat(dice: Dice): string {
  const body = digits(dice, 10);
  let sum = 0;
  for (let at = 0; at < 10; at += 1) {
    const digit = Number(body[at]) * (at % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `IT${body}${(10 - (sum % 10)) % 10}`;
}

const trades = {
  de: 'Maschinenbau Logistik Elektrotechnik Bau Metallbau Spedition Getränke Lebensmittel Handel Consulting Software Systeme Immobilien Energie Medizintechnik Verpackungen Druck Textil Möbel Automation Werkzeugbau Kunststofftechnik Feinkost Gartenbau Sanitär Optik Chemie Pharma Anlagenbau Industrieservice',
  en: 'Engineering Logistics Electrical Construction Metals Freight Beverages Foods Trading Consulting Software Systems Properties Energy Medical Packaging Printing Textiles Furniture Automation Tooling Plastics Supplies Gardens Plumbing Optics Chemicals Pharma Industries Services',
  fr: 'Mécanique Logistique Électricité Bâtiment Métallerie Transports Boissons Alimentation Négoce Conseil Logiciels Systèmes Immobilier Énergie Médical Emballages Imprimerie Textiles Meubles Automatismes Outillage Plastiques Fournitures Jardins Plomberie Optique Chimie Pharma Industries Services',
  es: 'Mecánica Logística Electricidad Construcciones Metales Transportes Bebidas Alimentos Comercio Consultores Software Sistemas Inmuebles Energía Médica Envases Imprenta Textiles Muebles Automatización Herramientas Plásticos Suministros Jardines Fontanería Óptica Química Farma Industrias Servicios',
  it: 'Meccanica Logistica Elettrica Costruzioni Metalli Trasporti Bevande Alimentari Commercio Consulenza Software Sistemi Immobili Energia Medicale Imballaggi Stampa Tessuti Mobili Automazione Utensili Plastica Forniture Giardini Idraulica Ottica Chimica Farma Industrie Servizi',
  nl: 'Machinebouw Logistiek Elektro Bouw Metaal Transport Dranken Voeding Handel Advies Software Systemen Vastgoed Energie Medisch Verpakkingen Drukwerk Textiel Meubelen Automatisering Gereedschap Kunststof Benodigdheden Tuinen Sanitair Optiek Chemie Pharma Industrie Diensten',
};

const five = (dice: Dice): string => digits(dice, 5);
const sketches: readonly Sketch[] = [
  {
    code: 'DE',
    names: ['DE', 'Germany', 'Deutschland'],
    calling: '49',
    forms: ['GmbH', 'GmbH', 'GmbH', 'AG', 'GmbH & Co. KG', 'KG', 'OHG', 'UG'],
    trades: trades.de.split(' '),
    isHouseFirst: false,
    ending: '.de',
    faker: fakerDE,
    share: 0.36,
    tax: germanVat,
    postal: five,
  },
  {
    code: 'US',
    names: ['US', 'USA', 'United States'],
    calling: '1',
    forms: ['Inc.', 'Inc', 'LLC', 'Corp.', 'Co.'],
    trades: trades.en.split(' '),
    isHouseFirst: true,
    ending: '.com',
    faker: fakerEN_US,
    share: 0.18,
    tax: (dice) => `${digits(dice, 2)}-${digits(dice, 7)}`,
    postal: five,
  },
  {
    code: 'GB',
    names: ['GB', 'UK', 'United Kingdom'],
    calling: '44',
    forms: ['Ltd', 'Limited', 'Ltd.', 'PLC', 'LLP'],
    trades: trades.en.split(' '),
    isHouseFirst: true,
    ending: '.co.uk',
    faker: fakerEN_GB,
    share: 0.14,
    tax: (dice) => `GB${digits(dice, 9)}`,
    postal: (dice) =>
      `${dice.of(['M', 'B', 'LS', 'SW', 'EC', 'G', 'NE', 'BS'])}${1 + dice.int(30)} ${dice.int(10)}${dice.of(['AB', 'DQ', 'HN', 'LP', 'RT', 'WX'])}`,
  },
  {
    code: 'FR',
    names: ['FR', 'France', 'Frankreich'],
    calling: '33',
    forms: ['SARL', 'SAS', 'S.A.', 'SA'],
    trades: trades.fr.split(' '),
    isHouseFirst: true,
    ending: '.fr',
    faker: fakerFR,
    share: 0.11,
    tax: frenchVat,
    postal: five,
  },
  {
    code: 'ES',
    names: ['ES', 'Spain', 'España'],
    calling: '34',
    forms: ['S.L.', 'SL', 'S.A.'],
    trades: trades.es.split(' '),
    isHouseFirst: false,
    ending: '.es',
    faker: fakerES,
    share: 0.07,
    tax: (dice) => `ESB${digits(dice, 8)}`,
    postal: five,
  },
  {
    code: 'IT',
    names: ['IT', 'Italy', 'Italia'],
    calling: '39',
    forms: ['S.r.l.', 'SRL', 'S.p.A.'],
    trades: trades.it.split(' '),
    isHouseFirst: false,
    ending: '.it',
    faker: fakerIT,
    share: 0.07,
    tax: italianVat,
    postal: five,
  },
  {
    code: 'NL',
    names: ['NL', 'Netherlands', 'Nederland'],
    calling: '31',
    forms: ['B.V.', 'BV', 'N.V.'],
    trades: trades.nl.split(' '),
    isHouseFirst: false,
    ending: '.nl',
    faker: fakerNL,
    share: 0.07,
    tax: (dice) => `NL${digits(dice, 9)}B${String(1 + dice.int(9)).padStart(2, '0')}`,
    postal: (dice) => `${digits(dice, 4)} ${dice.of(['AB', 'CD', 'EH', 'KL', 'NP'])}`,
  },
];

/** Each country with a few hundred towns, streets and surnames, so that records share them as they do in life. */
export function landsFor(seed: number, dice: Dice): { readonly land: Land; readonly share: number }[] {
  return sketches.map(({ faker, share, postal, ...rest }) => {
    faker.seed(seed);
    const distinct = (length: number, make: () => string): string[] =>
      [...new Set(Array.from({ length: length * 2 }, make))].slice(0, length);
    const towns = distinct(250, () => faker.location.city()).map((name) => ({
      name,
      postals: Array.from({ length: 1 + dice.int(6) }, () => postal(dice)),
      prefix: digits(dice, 2 + dice.int(2)),
    }));
    return {
      share,
      land: {
        ...rest,
        towns,
        surnames: distinct(900, () => faker.person.lastName()),
        streets: distinct(600, () => faker.location.street()),
      },
    };
  });
}

const syllables =
  'no va tek bri xon lu mi dra ko ser pan tor vel qua zen ar mo fi ri tal eu dy na cor um bel sta gra phi lex on ix ora nit'.split(' ');
const coined = (dice: Dice): string => {
  const word = Array.from({ length: 2 + dice.int(2) }, () => dice.of(syllables)).join('');
  return word[0]?.toUpperCase() + word.slice(1);
};

export function inventCompany(entity: number, lands: readonly { readonly land: Land; readonly share: number }[], dice: Dice): Company {
  let roll = dice.next();
  const land = (lands.find(({ share }) => (roll -= share) < 0) ?? lands[0])?.land;
  if (!land) throw new Error('no country');
  const town = dice.of(land.towns);
  const kind = dice.next();
  const words =
    kind < 0.34
      ? [dice.of(land.surnames), dice.of(land.trades)]
      : kind < 0.44
        ? [dice.of(land.surnames), '&', dice.of(land.surnames)]
        : kind < 0.5
          ? [town.name, dice.of(land.trades)]
          : kind < 0.72
            ? [coined(dice), dice.of(land.trades)]
            : kind < 0.82
              ? [coined(dice)]
              : kind < 0.9
                ? [dice.of(land.surnames), dice.of(land.trades), dice.of(land.trades)]
                : [Array.from({ length: 3 }, () => String.fromCharCode(65 + dice.int(26))).join(''), dice.of(land.trades)];
  return {
    entity,
    land,
    words,
    form: dice.of(land.forms),
    ...siteIn(land, town, dice),
    tax: land.tax(dice),
    domain: plain(words.filter((word) => word !== '&').join(dice.is(0.5) ? '-' : '')) + (dice.is(0.8) ? land.ending : '.com'),
  };
}

export function siteIn(land: Land, town: Town, dice: Dice): Pick<Company, 'street' | 'house' | 'postal' | 'city' | 'phone'> {
  return {
    street: dice.of(land.streets),
    house: `${1 + dice.int(dice.is(0.7) ? 60 : 900)}${dice.is(0.08) ? dice.of(['a', 'b', 'c']) : ''}`,
    postal: dice.of(town.postals),
    city: town.name,
    phone:
      land.code === 'US' ? `${town.prefix.padEnd(3, '2').slice(0, 3)}${digits(dice, 7)}` : `${town.prefix}${digits(dice, 5 + dice.int(3))}`,
  };
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '');
