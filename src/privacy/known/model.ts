import type { SpanKind } from '../../contracts/detection.ts';

/**
 * How much a match proves. 0: only beside another match (a town); 1: a part or a misspelling, business ids win over it;
 * 2: several parts; 3: the whole value, wins over business ids.
 */
export type Strength = 0 | 1 | 2 | 3;

export type Holder = { readonly token: string; readonly kind: SpanKind };
export type Candidate = { readonly start: number; readonly end: number; readonly holder: Holder; readonly strength: Strength };

/** A spelling of a word. `needsMark`: it counts only where the text itself has diacritics (`Müller` for a recorded `Mueller`). */
export type Spelling = { readonly letters: string; readonly needsMark: boolean };

/** `particle`: van, de la: belongs to a name and proves nothing. `ordinary`: a name that is a word too. */
export type PartWeight = 'distinctive' | 'ordinary' | 'short' | 'particle';
export type Part = { readonly spellings: readonly Spelling[]; readonly weight: PartWeight };

export type PersonValue = { readonly is: 'person'; readonly holder: Holder; readonly parts: readonly Part[] };
export type OrgValue = { readonly is: 'org'; readonly holder: Holder; readonly anyCase: boolean; readonly isOrdinary: boolean };
export type StreetPart = Part & { readonly isType: boolean };
export type StreetValue = {
  readonly is: 'street';
  readonly holder: Holder;
  readonly parts: readonly StreetPart[];
  /** `12`, `80b`. */
  readonly house: string;
};
export type PartOf = PersonValue | OrgValue | StreetValue;
/** `others`: hashes of the words and initials of all parts that tell something. */
export type Reference = { readonly value: PartOf; readonly part: number; readonly others: ReadonlySet<number> };

/** Of a word many values share: the values by the hash of another of their words. */
export type Beside = ReadonlyMap<number, readonly Reference[]>;

/** A word of the index with all the values it is part of. */
export type KnownWord = {
  readonly letters: string;
  readonly needsMark: boolean;
  readonly references: readonly Reference[];
  readonly beside: Beside;
};
export type Reading = 'exact' | 'genitive' | 'typo';

/** A value found as a whole, whatever groups or spaces its letters are written in. */
export type Whole = {
  readonly letters: string;
  readonly needsMark: boolean;
  readonly holder: Holder;
  readonly strength: Strength;
  /** `words`: any soft gap; `digits`: a space or dash between groups; `user name`: one word, perhaps with digits behind. */
  readonly grouping: 'words' | 'digits' | 'user name';
  /** Words of the mail domain that may follow a local part. */
  readonly domain?: readonly string[];
  /** Nothing without its domain: too short or too general. */
  readonly needsDomain?: boolean;
  /** An organisation, whose legal form may follow. */
  readonly isOrg?: boolean;
  readonly isOrdinary?: boolean;
};
