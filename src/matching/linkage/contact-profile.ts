import { companyName, countryCode, emailAddress, givenName, personName, personOf, phoneNumber } from '../normalise/index.ts';
import type { EmailAddress, PersonName, Phone } from '../normalise/index.ts';
import { compareMail, comparePhones } from './compare.ts';
import type { Agreement, Field, Guard, Profile } from './profile.ts';
import { compareNames, soundOf, wordAlike, wordsFor, type Words } from './words.ts';

/** A person at a business partner as a system holds them. */
export type ContactRecord = {
  readonly id: string;
  /** The whole name, where first and last name are not apart. */
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** The employer's name; `employerId` where both lists know the companies by one id (linked before). */
  readonly employer?: string | undefined;
  readonly employerId?: string | undefined;
  readonly country?: string | undefined;
};

export type PreparedContact = {
  readonly name: PersonName | undefined;
  readonly family: string;
  readonly email: EmailAddress | undefined;
  readonly domain: string | undefined;
  readonly phone: Phone | undefined;
  readonly employer: Words;
  readonly employerId: string | undefined;
};

const fields: readonly Field<PreparedContact>[] = [
  {
    id: 'name',
    odds: [
      { level: 'exact', m: 0.75, u: 0.0001 },
      { level: 'close', m: 0.15, u: 0.0003 },
      { level: 'far', m: 0.05, u: 0.001 },
      { level: 'weak', m: 0.03, u: 0.003 },
      { level: 'different', m: 0.02, u: 0.9956 },
    ],
    compare: (left, right) => comparePersons(left.name, right.name),
  },
  {
    id: 'email',
    odds: [
      { level: 'exact', m: 0.7, u: 0.00001 },
      { level: 'close', m: 0.15, u: 0.001 },
      { level: 'different', m: 0.15, u: 0.99899 },
    ],
    compare: compareMail,
  },
  {
    id: 'phone',
    odds: [
      { level: 'exact', m: 0.6, u: 0.0002 },
      { level: 'close', m: 0.15, u: 0.001 },
      { level: 'different', m: 0.25, u: 0.9988 },
    ],
    compare: (left, right) => comparePhones(left.phone, right.phone),
  },
  {
    id: 'employer',
    odds: [
      { level: 'exact', m: 0.75, u: 0.001 },
      { level: 'close', m: 0.1, u: 0.001 },
      { level: 'far', m: 0.05, u: 0.002 },
      { level: 'different', m: 0.1, u: 0.996 },
    ],
    compare: compareEmployers,
  },
];

const guards: readonly Guard[] = [
  {
    id: 'names-differ',
    says: 'the names are those of two people: colleagues share mailboxes and telephones',
    holds: (of) => ['weak', 'different', 'missing'].includes(of('name')),
  },
];

/** People at business partners. */
export const contactProfile: Profile<ContactRecord, PreparedContact> = {
  name: 'contact',
  fields,
  guards,
  prepare(record) {
    const country = countryCode(record.country ?? '');
    const email = emailAddress(record.email ?? '');
    const isApart = (record.lastName ?? '') !== '';
    const name = isApart ? personOf(record.firstName ?? '', record.lastName ?? '') : personName(record.name ?? '');
    return {
      name,
      family: name?.family.join(' ') ?? '',
      email,
      domain: email?.domain,
      phone: phoneNumber(record.phone ?? '', country),
      employer: wordsFor(companyName(record.employer ?? '').words),
      employerId: record.employerId === '' ? undefined : record.employerId,
    };
  },
  terms: (contact) => [
    ...(contact.name ? [`f ${contact.family}`, `n ${fullName(contact.name)}`] : []),
    ...(contact.email ? [`e ${contact.email.address}`] : []),
    ...(contact.phone ? [`p ${contact.phone.national}`] : []),
    ...(contact.employer.key === '' ? [] : [`c ${contact.employer.key}`]),
  ],
  weigh(contact, shareOf) {
    const name = contact.name
      ? shareOf(`n ${fullName(contact.name)}`, Math.max(0.000005, shareOf(`f ${contact.family}`, 0.0005) * 0.02))
      : 0;
    return Float64Array.from([
      name,
      contact.email ? shareOf(`e ${contact.email.address}`, 0.00001) : 0,
      contact.phone ? shareOf(`p ${contact.phone.national}`, 0.0001) : 0,
      contact.employer.key === '' ? 0 : shareOf(`c ${contact.employer.key}`, 0.0005),
    ]);
  },
  keys(contact) {
    const { name, email, phone, employer, employerId, domain } = contact;
    const found: string[] = [];
    if (email) found.push(`e ${email.address}`, `l ${email.local}`);
    if (phone) found.push(`p ${phone.national.slice(-8)}`);
    if (name) {
      const family = soundOf(name.family.at(-1) ?? '');
      const given = name.given.map((word) => givenName(word)[0] ?? '');
      found.push(`n ${family} ${given[0] ?? ''}`, `f ${family}`);
      if (employer.joined !== '') found.push(`c ${family} ${employer.joined.slice(0, 5)}`);
      if (employerId !== undefined) found.push(`i ${employerId} ${name.family.at(-1)?.[0] ?? ''}`, `i ${employerId} ${given[0] ?? ''}`);
      if (domain !== undefined) found.push(`d ${domain} ${family}`);
      // First and last name in the wrong fields.
      for (const word of name.given) found.push(`n ${soundOf(word)} ${name.family[0]?.[0] ?? ''}`);
    }
    return [...new Set(found)];
  },
  isHopeless(left, right) {
    if (left.email && left.email.address === right.email?.address) return false;
    if (left.phone && left.phone.national === right.phone?.national) return false;
    return comparePersons(left.name, right.name) === 'different';
  },
  isSound: () => true,
};

function fullName({ given, family }: PersonName): string {
  return [...given.map(givenName), ...family].toSorted().join(' ');
}

/** exact: the same names, nicknames and swapped fields included. close: slips and initials. far: one has no first name. weak: the family alone. */
export function comparePersons(left: PersonName | undefined, right: PersonName | undefined): Agreement {
  if (!left || !right) return 'missing';
  if (fullName(left) === fullName(right)) return 'exact';
  const family = wordAlike(left.family.join(''), right.family.join(''));
  const given = compareGiven(left.given, right.given);
  if (family < 0.7) return isTurned(left, right) ? 'close' : 'different';
  if (given === undefined) return family === 1 ? 'far' : 'weak';
  return given >= 0.7 ? 'close' : given > 0 && family === 1 ? 'far' : family === 1 ? 'weak' : 'different';
}

function compareGiven(left: readonly string[], right: readonly string[]): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  let best = 0;
  for (const one of left)
    for (const other of right) {
      const isInitial = (one.length === 1 || other.length === 1) && one[0] === other[0];
      best = Math.max(best, isInitial ? 0.8 : wordAlike(givenName(one), givenName(other)));
    }
  return best;
}

function isTurned(left: PersonName, right: PersonName): boolean {
  return wordAlike(left.family.join(''), right.given.join('')) >= 0.8 && wordAlike(left.given.join(''), right.family.join('')) >= 0.8;
}

function compareEmployers(left: PreparedContact, right: PreparedContact): Agreement {
  if (left.employerId !== undefined && right.employerId !== undefined) return left.employerId === right.employerId ? 'exact' : 'different';
  if (left.employer.key === '' || right.employer.key === '') return 'missing';
  const agreement = compareNames(left.employer, right.employer);
  return agreement === 'weak' ? 'different' : agreement;
}
