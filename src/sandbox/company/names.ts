/** Invented names; any likeness to a real company or person is chance. E-mail hosts end in .example, which nobody can own. */
const languages = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

export const firstNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Emma', 'Oliver', 'Grace', 'Henry', 'Chloe', 'Marcus', 'Abigail', 'Trevor', 'Naomi', 'Callum'],
  de: ['Anja', 'Jürgen', 'Katrin', 'Matthias', 'Sabine', 'Holger', 'Birgit', 'Tobias', 'Ulrike', 'Stefan'],
  fr: ['Camille', 'Étienne', 'Margaux', 'Thibault', 'Élodie', 'Bastien', 'Hélène', 'Quentin', 'Solène', 'Rémi'],
  es: ['Lucía', 'Álvaro', 'Inés', 'Rodrigo', 'Pilar', 'Ignacio', 'Begoña', 'Joaquín', 'Marisol', 'Gonzalo'],
};

export const lastNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Ashworth', 'Whitlock', 'Pemberton', 'Hargrove', 'Lindsey', 'Calloway', 'Thornbury', 'Maddox', 'Ellery', 'Winslow'],
  de: ['Brückner', 'Hoffmeister', 'Schreiner', 'Weidlich', 'Kästner', 'Rademacher', 'Vogelsang', 'Lindemann', 'Oberhauser', 'Dreyer'],
  fr: ['Beaumont', 'Delacroix', 'Fontanel', 'Garnier', 'Lefèvre', 'Marchand', 'Rousselle', 'Vasseur', 'Charpentier', 'Aubry'],
  es: ['Carrasco', 'Escudero', 'Fuentes', 'Ibáñez', 'Maldonado', 'Quintana', 'Saavedra', 'Villalobos', 'Zamora', 'Peñalver'],
};

export const companyStems = [
  'Norwick',
  'Halvorsen',
  'Brightwater',
  'Castellan',
  'Ferrocor',
  'Granitex',
  'Lumenfeld',
  'Maris',
  'Orvanta',
  'Pellworm',
  'Quillon',
  'Ridgeway',
  'Solvanto',
  'Tamarisk',
  'Ullmark',
  'Veltra',
  'Westergate',
  'Yarrow',
  'Zephyrine',
  'Ardenne',
  'Bellmonte',
  'Corvane',
  'Dunmore',
  'Estrella',
  'Falkenau',
] as const;

export const companyForms: Readonly<Record<Language, readonly string[]>> = {
  en: ['Industries Ltd', 'Manufacturing Inc.', 'Supply Co.', 'Engineering plc'],
  de: ['Maschinenbau GmbH', 'Technik AG', 'Werke GmbH & Co. KG', 'Antriebe GmbH'],
  fr: ['Mécanique SA', 'Industrie SARL', 'Équipements SAS', 'Outillage SA'],
  es: ['Industrial S.A.', 'Suministros S.L.', 'Maquinaria S.A.', 'Ingeniería S.L.'],
};

export type Place = {
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
  readonly street: string;
  readonly dial: string;
  readonly currency: string;
  readonly language: Language;
};

export const places: readonly Place[] = [
  {
    city: 'Columbus',
    region: 'OH',
    postalCode: '43215',
    country: 'US',
    street: 'Spring Street',
    dial: '+1 614 555',
    currency: 'USD',
    language: 'en',
  },
  {
    city: 'Hamburg',
    region: 'HH',
    postalCode: '20457',
    country: 'DE',
    street: 'Brooktorkai',
    dial: '+49 40 5550',
    currency: 'EUR',
    language: 'de',
  },
  {
    city: 'Leeds',
    region: 'YKS',
    postalCode: 'LS1 4AP',
    country: 'GB',
    street: 'Wellington Street',
    dial: '+44 113 496',
    currency: 'GBP',
    language: 'en',
  },
  {
    city: 'Lyon',
    region: 'ARA',
    postalCode: '69002',
    country: 'FR',
    street: 'Rue de la Charité',
    dial: '+33 4 99 00',
    currency: 'EUR',
    language: 'fr',
  },
  {
    city: 'Zaragoza',
    region: 'AR',
    postalCode: '50001',
    country: 'ES',
    street: 'Calle de Alfonso I',
    dial: '+34 976 55',
    currency: 'EUR',
    language: 'es',
  },
  {
    city: 'Osaka',
    region: '27',
    postalCode: '530-0001',
    country: 'JP',
    street: 'Umeda 2-chome',
    dial: '+81 6 5550',
    currency: 'JPY',
    language: 'en',
  },
  {
    city: 'Graz',
    region: 'ST',
    postalCode: '8010',
    country: 'AT',
    street: 'Herrengasse',
    dial: '+43 316 555',
    currency: 'EUR',
    language: 'de',
  },
  {
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
    country: 'US',
    street: 'Congress Avenue',
    dial: '+1 512 555',
    currency: 'USD',
    language: 'en',
  },
];

/** What it is, its price and its material group. */
export const materialNames: readonly (readonly [string, string, string])[] = [
  ['Gear reducer GR-40', '412.50', 'DRIVE'],
  ['Servo motor SM-2', '689.00', 'DRIVE'],
  ['Hydraulic pump HP-16', '1240.00', 'FLUID'],
  ['Control valve CV-25', '186.40', 'FLUID'],
  ['Linear guide LG-800', '318.75', 'MOTION'],
  ['Spindle bearing SB-60', '94.20', 'MOTION'],
  ['Coupling CP-35', '57.90', 'DRIVE'],
  ['Drive belt DB-1200', '23.15', 'DRIVE'],
  ['Sensor head SH-10', '148.00', 'ELECTRIC'],
  ['Cable harness CH-4', '36.80', 'ELECTRIC'],
  ['Control cabinet CC-600', '2280.00', 'ELECTRIC'],
  ['Frequency inverter FI-7', '845.60', 'ELECTRIC'],
  ['Filter cartridge FC-5', '18.35', 'FLUID'],
  ['Pressure gauge PG-100', '42.75', 'FLUID'],
  ['Conveyor roller CR-50', '61.30', 'MOTION'],
  ['Cylinder block CB-3', '1520.00', 'FLUID'],
  ['Heat exchanger HX-9', '3040.00', 'FLUID'],
  ['Planetary gear PG-12', '960.00', 'DRIVE'],
  ['Seal kit SK-22', '27.60', 'FLUID'],
  ['Brake disc BD-180', '112.45', 'DRIVE'],
  ['Light barrier LB-2', '204.90', 'ELECTRIC'],
  ['Mounting frame MF-1', '378.00', 'MOTION'],
  ['Torque arm TA-6', '133.20', 'DRIVE'],
  ['Vacuum gripper VG-4', '266.10', 'MOTION'],
];

export const jobTitles = [
  'Head of Procurement',
  'Plant Manager',
  'Logistics Coordinator',
  'Chief Financial Officer',
  'Maintenance Lead',
] as const;

/** Letters a mail box name can hold: accents and umlauts become their plain letters. */
export function mailName(name: string): string {
  return name
    .replaceAll('ü', 'ue')
    .replaceAll('ö', 'oe')
    .replaceAll('ä', 'ae')
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9]+/g, '')
    .toLowerCase();
}
