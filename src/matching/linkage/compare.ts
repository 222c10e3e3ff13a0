import { editDistance } from '../edit-distance.ts';
import type { EmailAddress, Phone, TaxId } from '../normalise/index.ts';
import type { Agreement } from './profile.ts';
import { compareNames, wordAlike, type Words } from './words.ts';

/** Two ids of different countries are different kinds of numbers and say nothing about each other. */
export function compareTaxIds(left: TaxId | undefined, right: TaxId | undefined): Agreement {
  if (!left || !right) return 'missing';
  if (left.country !== undefined && right.country !== undefined && left.country !== right.country) return 'missing';
  if (left.number === right.number) return 'exact';
  // An id of another length is another kind of number (a VAT id and a tax office's number).
  if (Math.abs(left.number.length - right.number.length) > 1) return 'missing';
  return editDistance(left.number, right.number, 1) <= 1 ? 'close' : 'different';
}

/** close: one switchboard with two extensions, or one wrong digit. */
export function comparePhones(left: Phone | undefined, right: Phone | undefined): Agreement {
  if (!left || !right) return 'missing';
  if (isOtherwise(left.calling, right.calling)) return 'different';
  const [short, long] = left.national.length <= right.national.length ? [left.national, right.national] : [right.national, left.national];
  if (short === long) return 'exact';
  const isUnknown = left.calling === undefined || right.calling === undefined;
  if (isUnknown && short.length >= 7 && long.endsWith(short)) return 'exact';
  let shared = 0;
  while (shared < short.length && short[shared] === long[shared]) shared += 1;
  if (shared >= 6 && long.length - shared <= 3) return 'close';
  return short.length >= 8 && editDistance(short, long, 1) <= 1 ? 'close' : 'different';
}

/** Both are known and differ. */
function isOtherwise(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

type WithMail = { readonly email: EmailAddress | undefined; readonly domain: string | undefined };

/**
 * exact: one mailbox. close: one domain of a company. Two mailboxes at providers say little when they differ, and so do two domains that
 * are nearly the same: those follow from the name, which was compared already. Both are missing.
 */
export function compareMail(left: WithMail, right: WithMail): Agreement {
  if (left.email && right.email && left.email.address === right.email.address) return 'exact';
  if (left.domain === undefined || right.domain === undefined) return 'missing';
  if (left.domain === right.domain) return 'close';
  const [one, other] = [left.domain.slice(0, left.domain.indexOf('.')), right.domain.slice(0, right.domain.indexOf('.'))];
  return one === other || (one.length >= 4 && one[0] === other[0] && wordAlike(one, other) > 0.7) ? 'missing' : 'different';
}

/** A street ready to be compared. */
export type PreparedStreet = { readonly name: Words; readonly house: string | undefined };

/** exact: street and number. close: the number and nearly the street. far: the street alone. */
export function compareStreets(left: PreparedStreet | undefined, right: PreparedStreet | undefined): Agreement {
  if (!left || !right) return 'missing';
  const named = left.name.key === right.name.key ? 'exact' : compareNames(left.name, right.name);
  if (named === 'different' || named === 'weak') return 'different';
  if (left.house === undefined || right.house === undefined) return named === 'exact' ? 'close' : 'far';
  if (left.house === right.house) return named === 'exact' ? 'exact' : 'close';
  return Number.parseInt(left.house, 10) === Number.parseInt(right.house, 10) && named === 'exact' ? 'close' : 'far';
}

type WithPlace = { readonly postal: string | undefined; readonly city: string | undefined; readonly country: string | undefined };

/** exact: the postal code. close: the city, or a code with one slip. */
export function comparePlace(left: WithPlace, right: WithPlace): Agreement {
  if (isOtherwise(left.country, right.country)) return 'different';
  const hasCodes = left.postal !== undefined && right.postal !== undefined;
  const [one, other] = [left.city, right.city];
  if (!hasCodes && (one === undefined || other === undefined)) return 'missing';
  if (hasCodes && left.postal === right.postal) return 'exact';
  const isSameCity = one !== undefined && other !== undefined && (one === other || wordAlike(one, other) >= 0.75);
  if (isSameCity) return hasCodes ? 'close' : 'exact';
  return hasCodes && left.postal.length >= 4 && editDistance(left.postal, right.postal, 1) <= 1 ? 'close' : 'different';
}
