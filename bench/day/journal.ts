/** What was done in the day, as it happened: what the checker is given, and all it is given beside the sandbox's addresses. */
export type Journal = {
  readonly deals: Deal[];
  readonly cases: CaseEntry[];
  /** Accounts nobody has given an address: they cannot become customers. */
  readonly strangers: string[];
  readonly quotes: { readonly id: string }[];
  /** Orders somebody in the ERP did something to, with what. */
  readonly acts: { readonly order: string; readonly action: string }[];
  events: number;
  kills: number;
};

export type Deal = {
  readonly id: string;
  /** none: something about it is wrong, and `why` says what. */
  readonly expect: 'order' | 'none';
  readonly why?: string;
  lines: { readonly material: string; readonly quantity: number }[];
  isLost: boolean;
};

export type CaseEntry = {
  readonly id: string;
  readonly expect: 'return' | 'repair' | 'service' | 'none' | 'problem';
  isResolved: boolean;
};

export const emptyJournal = (): Journal => ({ deals: [], cases: [], strangers: [], quotes: [], acts: [], events: 0, kills: 0 });
