import type { PartyRecord } from '../../src/matching/index.ts';
import { siteIn, type Company, type Dice } from './companies.ts';

/**
 * How people write down a company: the chances are guesses of what two systems that were kept apart for years look like, set before
 * anything was measured, and the same for all seeds.
 */
export type Care = {
  readonly typo: number;
  readonly noForm: number;
  readonly otherForm: number;
  readonly short: number;
  readonly swapped: number;
  readonly lostWord: number;
  readonly addedWord: number;
  readonly moved: number;
  readonly missing: {
    readonly tax: number;
    readonly phone: number;
    readonly mail: number;
    readonly street: number;
    readonly postal: number;
    readonly country: number;
  };
};

/** The ERP's master: typed from a form. */
export const careful: Care = {
  typo: 0.03,
  noForm: 0.02,
  otherForm: 0,
  short: 0.02,
  swapped: 0,
  lostWord: 0,
  addedWord: 0,
  moved: 0,
  missing: { tax: 0.15, phone: 0.1, mail: 0.25, street: 0.02, postal: 0.02, country: 0.02 },
};

/** The CRM: typed in a hurry. */
export const hasty: Care = {
  typo: 0.3,
  noForm: 0.25,
  otherForm: 0.05,
  short: 0.12,
  swapped: 0.04,
  lostWord: 0.02,
  addedWord: 0.02,
  moved: 0.05,
  missing: { tax: 0.55, phone: 0.15, mail: 0.2, street: 0.08, postal: 0.08, country: 0.1 },
};

export function writeDown(id: string, company: Company, care: Care, dice: Dice): PartyRecord {
  const { land } = company;
  const town = dice.of(land.towns);
  const site = dice.is(care.moved)
    ? { ...company, ...siteIn(land, town, dice), phone: dice.is(0.5) ? company.phone : siteIn(land, town, dice).phone }
    : company;
  const street = dice.is(0.12) ? misspelt(streetOf(site.street, dice), dice) : streetOf(site.street, dice);
  const postal = dice.is(0.03) ? misspelt(site.postal, dice) : site.postal;
  const missing = (chance: number): boolean => dice.is(chance);
  return {
    id,
    name: nameOf(company, care, dice),
    ...(missing(care.missing.street) ? {} : { street: land.isHouseFirst ? `${site.house} ${street}` : `${street} ${site.house}` }),
    ...(missing(care.missing.postal) ? {} : { postalCode: land.code !== 'US' && dice.is(0.05) ? `${land.code}-${postal}` : postal }),
    city: dice.is(0.06) ? misspelt(site.city, dice) : site.city,
    ...(missing(care.missing.country) ? {} : { country: dice.of(land.names) }),
    ...(missing(care.missing.tax) ? {} : { taxId: taxOf(company.tax, dice) }),
    ...(missing(care.missing.phone) ? {} : { phone: phoneOf(site, dice) }),
    ...mailOf(company, missing(care.missing.mail), dice),
  };
}

function nameOf({ words, form, land }: Company, care: Care, dice: Dice): string {
  let list = [...words];
  if (list.length > 1 && dice.is(care.lostWord)) list = list.slice(0, -1);
  if (dice.is(care.addedWord)) list.push(dice.of(['Group', 'International', 'Europe', land.names[1] ?? '']));
  if (list.length > 1 && dice.is(care.swapped)) list.reverse();
  if (dice.is(care.short)) list = list.map((word, at) => (at > 0 && word.length > 7 ? `${word.slice(0, 3 + dice.int(3))}.` : word));
  if (dice.is(care.typo)) {
    const at = dice.int(list.length);
    list[at] = misspelt(list[at] ?? '', dice);
    if (dice.is(0.15)) list[0] = misspelt(list[0] ?? '', dice);
  }
  if (list.length > 1 && dice.is(0.03)) list = [list.join(dice.is(0.5) ? '' : '-')];
  let text = list.join(' ');
  if (dice.is(0.25)) text = text.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
  if (dice.is(0.15)) text = text.normalize('NFD').replace(/\p{M}/gu, '');
  if (dice.is(0.3)) text = text.replace('&', dice.of(['und', 'and', '+']));
  const ownForm = dice.is(care.otherForm) ? dice.of(land.forms) : form;
  const ending = dice.is(care.noForm) ? '' : ` ${dice.is(0.1) ? ownForm.replaceAll('.', '') : ownForm}`;
  const whole = text + ending;
  return dice.is(0.08) ? whole.toUpperCase() : whole;
}

/** One slip of the fingers: a letter left out, doubled, swapped with its neighbour, or another one. */
export function misspelt(text: string, dice: Dice): string {
  if (text.length < 3) return text;
  const at = 1 + dice.int(text.length - 1);
  const kind = dice.int(4);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 1) return text.slice(0, at) + (text[at] ?? '') + text.slice(at);
  if (kind === 2) return text.slice(0, at - 1) + (text[at] ?? '') + (text[at - 1] ?? '') + text.slice(at + 1);
  const isDigit = /\d/.test(text[at] ?? '');
  return text.slice(0, at) + (isDigit ? String(dice.int(10)) : dice.of('abcdefghiklmnoprstuvw'.split(''))) + text.slice(at + 1);
}

function streetOf(street: string, dice: Dice): string {
  if (!dice.is(0.35)) return street;
  return street
    .replace(/straße\b/i, 'str.')
    .replace(/ Street$/, ' St')
    .replace(/ Avenue$/, ' Ave.')
    .replace(/ Road$/, ' Rd')
    .replace(/^Avenue /, 'Av. ')
    .replace(/^Calle /, 'C/ ')
    .replace(/straat$/, 'str.');
}

function taxOf(tax: string, dice: Dice): string {
  if (dice.is(0.02)) return misspelt(tax, dice);
  return dice.is(0.3) ? tax.replace(/^([A-Z]{2})(\w{3})/, '$1 $2 ') : tax;
}

function phoneOf({ phone, land }: Pick<Company, 'phone' | 'land'>, dice: Dice): string {
  let national = phone;
  if (dice.is(0.1)) national = national.slice(0, -2) + String(10 + dice.int(90));
  if (dice.is(0.03)) national = misspelt(national, dice);
  const [area, rest] = [national.slice(0, 3), national.slice(3)];
  const trunk = land.code === 'US' || land.code === 'ES' || land.code === 'IT' ? '' : '0';
  return dice.of([
    `+${land.calling} ${area} ${rest}`,
    `+${land.calling}${national}`,
    `00${land.calling} ${national}`,
    `${trunk}${area}/${rest}`,
    `(${trunk}${area}) ${rest.slice(0, 3)}-${rest.slice(3)}`,
  ]);
}

function mailOf({ domain }: Company, isMissing: boolean, dice: Dice): { email?: string; website?: string } {
  if (isMissing) return {};
  const local = dice.of(['info', 'kontakt', 'office', 'sales', 'einkauf', 'buchhaltung', 'contact', 'mail']);
  const address = dice.is(0.07)
    ? `${domain.split('.')[0]}${dice.int(99)}@${dice.of(['gmail.com', 'gmx.de', 'hotmail.com'])}`
    : `${local}@${domain}`;
  return {
    ...(dice.is(0.75) ? { email: address } : {}),
    ...(dice.is(0.4) ? { website: `${dice.is(0.5) ? 'https://' : ''}www.${domain}` } : {}),
  };
}
