import { compactCode } from './fold.ts';

export type TaxId = {
  /** ISO country, where the id or the record says it. */
  readonly country: string | undefined;
  /** Letters and digits without the country in front. */
  readonly number: string;
  /** False where a check digit is known and wrong, or the shape of a VAT id of that country is not kept: a mistyped id proves no difference. */
  readonly isSound: boolean;
};

/** A VAT or national tax number as it is compared. `country` is the record's and used where the id does not say. */
export function taxId(text: string, country?: string): TaxId | undefined {
  const compact = compactCode(
    text.replace(/^\s*(?:ust\W*id\W*(?:nr)?|vat\W*(?:reg)?\W*(?:no|number|id)?|tva|p\W?iva|nif|cif|uid|btw)\b\W*/i, ''),
  );
  if (compact.replace(/\D/g, '').length < 5 || compact.length > 18 || /^[A-Z]{0,3}(\d)\1*$/.test(compact)) return undefined;
  const prefix = compact.startsWith('CHE') ? 'CH' : compact.slice(0, 2) === 'EL' ? 'GR' : compact.slice(0, 2);
  const shape = shapes[prefix];
  const rest = compact.startsWith('CHE') ? compact.slice(3).replace(/(?:MWST|TVA|IVA)$/, '') : compact.slice(2);
  if (shape?.test(rest) === true) return { country: prefix, number: rest, isSound: isChecked(prefix, rest) };
  const isPrefixed = shape !== undefined && prefix === country;
  const number = isPrefixed ? rest : compact;
  const own = country === undefined ? undefined : shapes[country];
  const isSound = own === undefined ? true : own.test(number) ? isChecked(country ?? '', number) : !isPrefixed;
  return { country, number, isSound };
}

/** VAT numbers behind the country code. Source: European Commission, VIES, "VAT identification number structure"; GB, CH and NO by their tax offices. */
const shapes: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CH: /^\d{9}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(?:\d{9}|\d{12})$/,
  GR: /^\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  NO: /^\d{9}(?:MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
};

function isChecked(country: string, number: string): boolean {
  return checks[country]?.(number) ?? true;
}

/** Check digits that are published and simple; other countries count by their shape alone. */
const checks: Readonly<Record<string, (number: string) => boolean>> = {
  BE: (number) => 97 - (Number(number.slice(0, 8)) % 97) === Number(number.slice(8)),
  CH: (number) => (11 - (weighted(number, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 === Number(number[8]),
  DE: isMod11And10,
  DK: (number) => weighted(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  FI: (number) => weighted(number, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0,
  FR: (number) => (/^\d{11}$/.test(number) ? (12 + 3 * (Number(number.slice(2)) % 97)) % 97 === Number(number.slice(0, 2)) : true),
  HR: isMod11And10,
  IT: isLuhn,
  LU: (number) => Number(number.slice(0, 6)) % 89 === Number(number.slice(6)),
  PL: (number) => weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(number[9]),
};

function weighted(number: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(number[at] ?? 0), 0);
}

/** ISO/IEC 7064 MOD 11,10. */
function isMod11And10(number: string): boolean {
  let product = 10;
  for (const digit of number.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(number.at(-1));
}

/** ISO/IEC 7812-1 annex B. */
function isLuhn(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < number.length; at += 1) {
    const digit = Number(number[number.length - 1 - at]) * (at % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
