import type { Asset, ServiceCase } from 'countersign';
import type { Problem } from './problem.ts';

/** What a case says of the product it is about. */
export type CaseReading = {
  /** Serial numbers its text names, in the form the mapping describes, each once. */
  readonly serials: readonly string[];
  /** Material numbers its text names. */
  readonly materials: readonly string[];
  /** What kind of problem it tells of, by the words of the mapping; the first that fits. */
  readonly problem: string | undefined;
};

export type ReadingRules = {
  readonly serialPattern: string;
  readonly materialPattern: string;
  /** Kind of problem → words that tell of it, in any language. */
  readonly problems: Readonly<Record<string, readonly string[]>>;
};

/** Reads numbers and words out of subject and text. What it finds is looked up afterwards; it decides nothing. */
export function readCase(one: Pick<ServiceCase, 'subject' | 'text'>, rules: ReadingRules): CaseReading {
  const text = `${one.subject}\n${one.text ?? ''}`.slice(0, 20_000);
  const all = (pattern: string): string[] => [
    ...new Set([...text.matchAll(new RegExp(pattern, 'gi'))].map(([found]) => found.toUpperCase())),
  ];
  // At the start of a word: "prototype" tells of nothing "roto", "unbeschädigt" is the opposite of damaged.
  const lower = ` ${text.toLowerCase()}`;
  const tells = (word: string): boolean =>
    lower
      .split(word.toLowerCase())
      .slice(0, -1)
      .some((before) => !/\p{L}$/u.test(before));
  return {
    serials: all(rules.serialPattern).slice(0, 20),
    materials: all(rules.materialPattern).slice(0, 20),
    problem: Object.keys(rules.problems).find((kind) => rules.problems[kind]?.some(tells)),
  };
}

export type FoundProduct = { readonly kind: 'asset'; readonly asset: Asset } | { readonly kind: 'problem'; readonly problem: Problem };

/** The one installed product a case is about. Of another customer, of several or of none it is a person's to say. */
export function productOf(one: ServiceCase, reading: CaseReading, found: readonly Asset[]): FoundProduct {
  const bad = (code: Problem['code'], message: string): FoundProduct => ({ kind: 'problem', problem: { code, field: 'AssetId', message } });
  const own = found.filter((asset) => asset.accountId === one.accountId);
  const [asset] = own;
  if (!asset) {
    if (found.length > 0)
      return bad('link.ambiguous', 'The serial number in the case belongs to another customer; check it with the sender');
    return reading.serials.length === 0
      ? bad('data.missing', 'The case names no product and no serial number; ask the customer, set the asset, and retry')
      : bad('link.missing', `No installed product has serial number ${reading.serials[0] ?? ''}; correct it or create the asset`);
  }
  if (own.length > 1) return bad('link.ambiguous', `The case names ${own.length} installed products; set the one it is about`);
  return { kind: 'asset', asset };
}
