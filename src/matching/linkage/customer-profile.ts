import {
  cityName,
  companyName,
  companyDomain,
  countryCode,
  emailAddress,
  phoneNumber,
  postalCode,
  splitAddress,
  streetAddress,
  taxId,
  webDomain,
} from '../normalise/index.ts';
import type { EmailAddress, Phone, TaxId } from '../normalise/index.ts';
import { compareMail, comparePhones, comparePlace, compareStreets, compareTaxIds, type PreparedStreet } from './compare.ts';
import type { Field, Guard, Profile, ShareOf } from './profile.ts';
import { compareNames, mayBeAlike, soundOf, wordsFor, type Words } from './words.ts';

/** A customer, vendor or account as a system holds it. What is not known is left out or empty. */
export type PartyRecord = {
  readonly id: string;
  readonly name: string;
  /** One line or block; taken apart where the parts below are missing. */
  readonly address?: string | undefined;
  readonly street?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly city?: string | undefined;
  readonly country?: string | undefined;
  readonly taxId?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly website?: string | undefined;
};

export type PreparedParty = {
  readonly name: Words;
  readonly form: string | undefined;
  readonly country: string | undefined;
  readonly tax: TaxId | undefined;
  readonly phone: Phone | undefined;
  readonly email: EmailAddress | undefined;
  readonly domain: string | undefined;
  readonly street: PreparedStreet | undefined;
  readonly postal: string | undefined;
  readonly city: string | undefined;
};

const fields: readonly Field<PreparedParty>[] = [
  {
    id: 'name',
    odds: [
      { level: 'exact', m: 0.62, u: 0.0001 },
      { level: 'close', m: 0.2, u: 0.0003 },
      { level: 'far', m: 0.11, u: 0.002 },
      { level: 'weak', m: 0.05, u: 0.02 },
      { level: 'different', m: 0.02, u: 0.9776 },
    ],
    compare: (left, right) => (left.name.key === '' || right.name.key === '' ? 'missing' : compareNames(left.name, right.name)),
  },
  {
    id: 'legalForm',
    odds: [
      { level: 'exact', m: 0.85, u: 0.25 },
      { level: 'different', m: 0.15, u: 0.75 },
    ],
    compare: (left, right) =>
      left.form === undefined || right.form === undefined ? 'missing' : left.form === right.form ? 'exact' : 'different',
  },
  {
    id: 'taxId',
    odds: [
      { level: 'exact', m: 0.93, u: 0.00001 },
      { level: 'close', m: 0.04, u: 0.00003 },
      { level: 'different', m: 0.03, u: 0.99996 },
    ],
    compare: (left, right) => compareTaxIds(left.tax, right.tax),
  },
  {
    id: 'phone',
    group: 'site',
    odds: [
      { level: 'exact', m: 0.7, u: 0.0001 },
      { level: 'close', m: 0.08, u: 0.0003 },
      { level: 'different', m: 0.22, u: 0.9996 },
    ],
    compare: (left, right) => comparePhones(left.phone, right.phone),
  },
  {
    id: 'email',
    group: 'site',
    odds: [
      { level: 'exact', m: 0.4, u: 0.00002 },
      { level: 'close', m: 0.4, u: 0.0002 },
      { level: 'different', m: 0.2, u: 0.99978 },
    ],
    compare: compareMail,
  },
  {
    id: 'street',
    group: 'site',
    odds: [
      { level: 'exact', m: 0.68, u: 0.0001 },
      { level: 'close', m: 0.1, u: 0.0002 },
      { level: 'far', m: 0.04, u: 0.0005 },
      { level: 'different', m: 0.18, u: 0.9992 },
    ],
    compare: (left, right) => compareStreets(left.street, right.street),
  },
  {
    id: 'place',
    group: 'site',
    odds: [
      { level: 'exact', m: 0.76, u: 0.003 },
      { level: 'close', m: 0.14, u: 0.01 },
      { level: 'different', m: 0.1, u: 0.987 },
    ],
    compare: comparePlace,
  },
  {
    id: 'country',
    odds: [
      { level: 'exact', m: 0.985, u: 0.25 },
      { level: 'different', m: 0.015, u: 0.75 },
    ],
    compare: (left, right) =>
      left.country === undefined || right.country === undefined ? 'missing' : left.country === right.country ? 'exact' : 'different',
  },
];

const guards: readonly Guard[] = [
  {
    id: 'tax-ids-differ',
    says: 'both have a sound tax id and they are not the same',
    holds: (of, isSound) => of('taxId') === 'different' && isSound,
  },
  {
    id: 'names-differ',
    says: 'each name has words the other lacks: companies of one group share address, telephone and sometimes a tax id',
    holds: (of) => ['weak', 'different', 'missing'].includes(of('name')),
  },
  {
    id: 'name-is-longer',
    says: 'one name holds the other and more, and no tax id says that they are the same',
    // A tax id with one slip is the same one where the check digit of either side is wrong; sound neighbours may be two companies.
    holds: (of, isSound) => of('name') === 'far' && of('taxId') !== 'exact' && (of('taxId') !== 'close' || isSound),
  },
];

/** Customers, vendors and accounts. */
export const customerProfile: Profile<PartyRecord, PreparedParty> = {
  name: 'customer',
  fields,
  guards,
  prepare(record) {
    const { street, postal, city, country } = addressOf(record);
    const email = emailAddress(record.email ?? '');
    const { words, form } = companyName(record.name);
    return {
      name: wordsFor(words),
      form,
      country,
      tax: taxId(record.taxId ?? '', country),
      phone: phoneNumber(record.phone ?? '', country),
      email,
      domain: companyDomain(webDomain(record.website ?? '')) ?? email?.domain,
      street,
      postal,
      city,
    };
  },
  terms: (party) => [
    ...party.name.texts.map((word) => `w ${word}`),
    `n ${party.name.key}`,
    ...(party.tax ? [`t ${party.tax.number}`] : []),
    ...(party.phone ? [`p ${party.phone.national}`] : []),
    ...(party.email ? [`e ${party.email.address}`] : []),
    ...(party.domain === undefined ? [] : [`d ${party.domain}`]),
    ...(party.street ? [streetTerm(party)] : []),
    ...(party.postal === undefined ? [] : [`z ${party.postal}`]),
    ...(party.country === undefined ? [] : [`c ${party.country}`]),
    ...(party.form === undefined ? [] : [`f ${party.form}`]),
  ],
  weigh,
  keys: keysOf,
  isHopeless,
  isSound: (left, right) => left.tax?.isSound === true && right.tax?.isSound === true,
};

function addressOf(record: PartyRecord): Pick<PreparedParty, 'street' | 'postal' | 'city' | 'country'> {
  const parts = record.street === undefined && record.address !== undefined ? splitAddress(record.address) : {};
  return {
    street: streetOf(record.street ?? parts.street ?? ''),
    postal: postalCode(record.postalCode ?? parts.postalCode ?? ''),
    city: cityName(record.city ?? parts.city ?? ''),
    country: countryCode(record.country ?? parts.country ?? ''),
  };
}

function streetOf(text: string): PreparedStreet | undefined {
  const street = text.trim() === '' ? undefined : streetAddress(text);
  return street && { name: wordsFor(street.words), house: street.house };
}

function streetTerm({ street, postal, city }: PreparedParty): string {
  return `s ${street?.name.key} ${street?.house ?? ''} ${postal ?? city ?? ''}`;
}

function weigh(party: PreparedParty, shareOf: ShareOf): Float64Array {
  let likely = 1;
  for (const [at, word] of party.name.texts.entries()) {
    const share = shareOf(`w ${word}`, 0.001);
    likely *= share;
    party.name.weights[at] = Math.min(12, Math.max(0.5, -Math.log2(share)));
  }
  const name = shareOf(`n ${party.name.key}`, Math.min(0.0005, Math.max(0.000002, likely)));
  const of = (term: string | undefined, assumed: number): number => (term === undefined ? 0 : shareOf(term, assumed));
  // A mailbox that is equal is as rare as its domain at most; the level says which of the two agrees.
  const mail = of(party.domain === undefined ? party.email && `e ${party.email.address}` : `d ${party.domain}`, 0.00005);
  return Float64Array.from([
    name,
    of(party.form && `f ${party.form}`, 0.15),
    of(party.tax && `t ${party.tax.number}`, 0.00001),
    of(party.phone && `p ${party.phone.national}`, 0.00005),
    mail,
    of(party.street && streetTerm(party), 0.0001),
    of(party.postal === undefined ? undefined : `z ${party.postal}`, 0.002),
    of(party.country === undefined ? undefined : `c ${party.country}`, 0.2),
  ]);
}

function isHopeless(left: PreparedParty, right: PreparedParty): boolean {
  if (shareIdentifier(left, right)) return false;
  if (!mayBeAlike(left.name, right.name)) return true;
  const named = compareNames(left.name, right.name);
  if (named === 'exact' || named === 'close') return false;
  if (named === 'far' && left.postal === right.postal) return false;
  return named === 'different' || !isSameHouse(left.street, right.street);
}

function shareIdentifier(left: PreparedParty, right: PreparedParty): boolean {
  if (left.domain !== undefined && left.domain === right.domain) return true;
  if (left.tax && right.tax && compareTaxIds(left.tax, right.tax) !== 'different') return true;
  if (left.phone && left.phone.national === right.phone?.national) return true;
  return left.email !== undefined && left.email.address === right.email?.address;
}

function isSameHouse(left: PreparedStreet | undefined, right: PreparedStreet | undefined): boolean {
  return left !== undefined && left.house === right?.house && left.name.key === right?.name.key;
}

function keysOf(party: PreparedParty): string[] {
  const { tax, phone, email, domain } = party;
  const found: string[] = [];
  if (tax) found.push(`t ${tax.number}`, `t ${tax.number.slice(0, -1)}`, `t ${tax.number.slice(1)}`);
  if (phone) found.push(`p ${phone.national.slice(-8)}`, `p ${phone.national.slice(0, -2)}`);
  if (email) found.push(`e ${email.address}`);
  if (domain !== undefined) found.push(`d ${domain}`);
  return [...new Set([...found, ...nameKeys(party)])];
}

function nameKeys({ name, street, postal, city }: PreparedParty): string[] {
  const { sounds } = name;
  const found: string[] = [];
  const place = postal?.slice(0, 2) ?? city?.slice(0, 3) ?? '';
  if (street?.house !== undefined) found.push(`s ${street.house} ${street.name.key.slice(0, 4) ?? ''} ${place}`);
  if (postal !== undefined) for (const sound of sounds) found.push(`z ${postal} ${sound.slice(0, 3)}`);
  if (city !== undefined) for (const sound of sounds) found.push(`o ${soundOf(city)} ${sound}`);
  found.push(`n ${name.key}`, `j ${name.joined.slice(0, 7)}`, `k ${name.joined.slice(-7)}`);
  for (const [at, sound] of sounds.entries()) {
    found.push(`w ${sound}`);
    for (const next of sounds.slice(at + 1, at + 5)) found.push(`x ${sound} ${next}`);
  }
  return found;
}
