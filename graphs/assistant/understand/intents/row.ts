import type { Concept } from '../lexicon.ts';

/** What a sentence can name, beside concepts: `@order` and the like say that one is there. */
export const signs = [
  '@order',
  '@customer',
  '@material',
  '@deal',
  '@day',
  '@quantity',
  '@money',
  '@top',
  '@stage',
  '@quote',
  '@it',
] as const;
export type Sign = Concept | (typeof signs)[number];

export const slots = ['order', 'customer', 'material', 'deal', 'day', 'stage', 'text', 'quantity', 'money'] as const;
export type Slot = (typeof slots)[number];

/** How a question is known, in words with spaces between them; `|` stands between signs of which one is enough. */
export type Row = {
  readonly id: string;
  /** Each has to be there. */
  readonly needs: string;
  /** Speaks for it, and is explained by it. */
  readonly likes?: string;
  /** Speaks against it. */
  readonly not?: string;
  /** What it cannot do without; asked for when neither the sentence nor the conversation tells. */
  readonly slots?: string;
  /** Added to the score, for what is asked more often or said in few words. */
  readonly bonus?: number;
};
