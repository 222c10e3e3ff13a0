/** What is compared, in the order Direct+ grades it. */
export type Asked = {
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly registrationNumber: string;
};

export type Grade = { readonly componentType: string; readonly componentRating: string };

/** A confidence of 1 to 10 and the grades behind it; undefined where the names have nothing in common. A like-minded stand-in for D&B's own scoring, which is secret. */
export function score(asked: Asked, known: Asked): { readonly confidence: number; readonly grades: readonly Grade[] } | undefined {
  const name = gradeOf(words(asked.name, true), words(known.name, true));
  if (name === 'F' || name === 'Z') return undefined;
  const street = gradeOf(words(asked.street), words(known.street));
  const city = gradeOf(words(asked.city), words(known.city));
  const postalCode = gradeOf(words(asked.postalCode), words(known.postalCode));
  const number = gradeOf(words(asked.registrationNumber), words(known.registrationNumber));
  const points =
    (name === 'A' ? 6 : 4) +
    (street === 'A' ? 1 : 0) +
    (city === 'A' || postalCode === 'A' ? 2 : 0) +
    (number === 'A' ? 2 : 0) -
    ([city, postalCode].includes('F') ? 2 : 0) -
    (number === 'F' ? 1 : 0);
  return {
    confidence: Math.max(1, Math.min(10, points)),
    grades: [
      { componentType: 'Name', componentRating: name },
      { componentType: 'Street Name', componentRating: street },
      { componentType: 'City', componentRating: city },
      { componentType: 'Postal Code', componentRating: postalCode },
      { componentType: 'Registration Number', componentRating: number },
    ],
  };
}

/** A: the same words. B: one side's words are among the other's. F: they differ. Z: one side is silent. */
function gradeOf(left: readonly string[], right: readonly string[]): 'A' | 'B' | 'F' | 'Z' {
  if (left.length === 0 || right.length === 0) return 'Z';
  const shared = left.filter((word) => right.includes(word)).length;
  if (shared === left.length && shared === right.length) return 'A';
  return shared === Math.min(left.length, right.length) ? 'B' : 'F';
}

const legalForms = new Set([
  'gmbh',
  'ag',
  'kg',
  'ltd',
  'limited',
  'inc',
  'llc',
  'plc',
  'sarl',
  'sas',
  'bv',
  'spa',
  'srl',
  'co',
  'corp',
  'oy',
  'ab',
]);

function words(text: string, isName = false): string[] {
  const found = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const meant = isName ? found.filter((word) => !legalForms.has(word)) : found;
  return [...new Set(meant.length > 0 ? meant : found)];
}
