/** What the word lists say of a word. One bit each, so that a word's whole meaning is one integer. */
export const EN = 1;
export const DE = 1 << 1;
export const FR = 1 << 2;
export const ES = 1 << 3;
export const IT = 1 << 4;
export const NL = 1 << 5;
export const ANY_LANGUAGE = EN | DE | FR | ES | IT | NL;
/** One of the four thousand most used English words. */
export const COMMON = 1 << 6;
export const GIVEN = 1 << 7;
export const FAMILY = 1 << 8;
export const PLACE = 1 << 9;
/** Begins a place of several words; the phrase's own entry says which. */
export const PLACE_START = 1 << 10;
export const COUNTRY = 1 << 11;
/** Street, Straße, Road: names a kind of way, after its name or before it. */
export const STREET = 1 << 12;
export const STREET_FIRST = 1 << 13;
/** Apt, Suite, Floor, Box. */
export const DWELLING = 1 << 14;
export const TITLE = 1 << 15;
export const LEGAL_FORM = 1 << 16;
/** Bank, University, Group: part of an organisation's name. */
export const ORG_WORD = 1 << 17;
export const CALENDAR = 1 << 18;
export const STATE = 1 << 19;
export const ORIGIN = 1 << 20;
export const PARTICLE = 1 << 21;
/** Announces a document or a thing with a number: order, invoice, batch. */
export const DOCUMENT = 1 << 22;
/** Stands beside persons: by, from, contact, called, asked. */
export const PERSON_CUE = 1 << 23;
/** Words of the trade, systems and brands that no dictionary has. */
export const TRADE = 1 << 24;
/** Small words by which a text's language is told. */
export const FUNCTION_WORD = 1 << 25;
export const PLACE_CUE = 1 << 26;
/** A given name so common that it is one even where the word has another meaning. */
export const STRONG_GIVEN = 1 << 27;
export const LOGISTICS = 1 << 28;
/** Announces a number without saying of what: number, no, id, code, account. */
export const GENERIC = 1 << 29;
/** Names a kind of way too, but is an ordinary word first: Ridge, Valley, Camp. Counts only beside a number and more. */
export const STREET_WEAK = 1 << 30;
/** Begins an address without a street: PO Box, Unit, Apt, corner. */
export const ADDRESS_START = 1 << 31;

/** Words that announce a value: what stands behind them is of that kind. */
export const cueKinds = [
  'none',
  'phone',
  'card',
  'iban',
  'ssn',
  'licence',
  'passport',
  'account',
  'taxId',
  'secret',
  'birth',
  'age',
  'zip',
  'ip',
  'user',
  'nationalId',
  'email',
  'name',
  'address',
  'version',
  'sortCode',
  'securityCode',
  'plate',
  'dot',
] as const;
export type CueKind = (typeof cueKinds)[number];
export const cue: Readonly<Record<CueKind, number>> = Object.fromEntries(cueKinds.map((kind, at) => [kind, at])) as Record<CueKind, number>;
