export type Language = 'en' | 'de' | 'fr' | 'es';

/** Units by what they measure: the codes systems use (ISO/SAP/UN) and the words per language, singular and plural. */
type Unit = { readonly codes: readonly string[] } & Readonly<Record<Language, readonly [string, string]>>;

const units: Readonly<Record<string, Unit>> = {
  piece: {
    codes: ['EA', 'PC', 'PCE', 'PCS', 'ST', 'STK', 'H87', 'C62'],
    en: ['pc', 'pcs'],
    de: ['Stück', 'Stück'],
    fr: ['pièce', 'pièces'],
    es: ['unidad', 'unidades'],
  },
  kilogram: { codes: ['KG', 'KGM'], en: ['kg', 'kg'], de: ['kg', 'kg'], fr: ['kg', 'kg'], es: ['kg', 'kg'] },
  gram: { codes: ['G', 'GRM'], en: ['g', 'g'], de: ['g', 'g'], fr: ['g', 'g'], es: ['g', 'g'] },
  tonne: { codes: ['T', 'TO', 'TON', 'TNE'], en: ['t', 't'], de: ['t', 't'], fr: ['t', 't'], es: ['t', 't'] },
  litre: { codes: ['L', 'LTR'], en: ['l', 'l'], de: ['l', 'l'], fr: ['l', 'l'], es: ['l', 'l'] },
  metre: { codes: ['M', 'MTR'], en: ['m', 'm'], de: ['m', 'm'], fr: ['m', 'm'], es: ['m', 'm'] },
  squareMetre: { codes: ['M2', 'MTK'], en: ['m²', 'm²'], de: ['m²', 'm²'], fr: ['m²', 'm²'], es: ['m²', 'm²'] },
  box: {
    codes: ['BX', 'BOX', 'CT', 'CAR', 'KAR'],
    en: ['box', 'boxes'],
    de: ['Karton', 'Kartons'],
    fr: ['carton', 'cartons'],
    es: ['caja', 'cajas'],
  },
  pallet: {
    codes: ['PAL', 'PF', 'PX'],
    en: ['pallet', 'pallets'],
    de: ['Palette', 'Paletten'],
    fr: ['palette', 'palettes'],
    es: ['palé', 'palés'],
  },
  set: { codes: ['SET', 'SA'], en: ['set', 'sets'], de: ['Satz', 'Sätze'], fr: ['jeu', 'jeux'], es: ['juego', 'juegos'] },
  pair: { codes: ['PAA', 'PR'], en: ['pair', 'pairs'], de: ['Paar', 'Paar'], fr: ['paire', 'paires'], es: ['par', 'pares'] },
  hour: {
    codes: ['H', 'HR', 'HUR', 'STD'],
    en: ['hour', 'hours'],
    de: ['Stunde', 'Stunden'],
    fr: ['heure', 'heures'],
    es: ['hora', 'horas'],
  },
  day: { codes: ['D', 'DAY', 'TAG'], en: ['day', 'days'], de: ['Tag', 'Tage'], fr: ['jour', 'jours'], es: ['día', 'días'] },
  week: {
    codes: ['WK', 'WEE', 'WCH'],
    en: ['week', 'weeks'],
    de: ['Woche', 'Wochen'],
    fr: ['semaine', 'semaines'],
    es: ['semana', 'semanas'],
  },
  month: { codes: ['MON'], en: ['month', 'months'], de: ['Monat', 'Monate'], fr: ['mois', 'mois'], es: ['mes', 'meses'] },
};

const further: Readonly<Record<string, string>> = {
  piece: 'piece pieces unit units each unité unités pieza piezas uds ud stk',
  kilogram: 'kilogram kilograms kilo kilos kilogramm',
  day: 'tagen workdays arbeitstage arbeitstagen werktage werktagen ouvrés',
  hour: 'h std min minutes minuten',
  week: 'kw',
  month: 'monaten',
};

const groupOfCode = new Map(Object.entries(units).flatMap(([group, unit]) => unit.codes.map((code) => [code, group] as const)));
const groupOfWord = new Map([
  ...Object.entries(units).flatMap(([group, unit]) =>
    [...unit.en, ...unit.de, ...unit.fr, ...unit.es].map((word) => [word.toLowerCase(), group] as const),
  ),
  ...Object.entries(further).flatMap(([group, words]) => words.split(' ').map((word) => [word, group] as const)),
]);

/** What a unit code measures, or undefined for a code that is not common. */
export function unitGroup(code: string): string | undefined {
  return groupOfCode.get(code.toUpperCase());
}

/** What a word after a number measures, or undefined where it is no unit. */
export function unitGroupOfWord(word: string): string | undefined {
  return groupOfWord.get(word.toLowerCase());
}

/** The word for a unit next to a number; a code nobody knows stays as it is. */
export function unitWord(code: string, language: Language, isOne: boolean): string {
  const unit = units[unitGroup(code) ?? ''];
  return unit ? unit[language][isOne ? 0 : 1] : code;
}
