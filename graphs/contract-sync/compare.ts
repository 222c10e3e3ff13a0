import { compareDecimal, type CrmContract, type Money, type SalesContract } from 'countersign';
import { differsBy } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';
import { annualOf, wholeMonths } from './terms.ts';

export type Field = keyof Mapping['masters'];
export const fields = ['start', 'end', 'amount', 'currency', 'paymentTerms'] as const satisfies readonly Field[];

/** Something a person has to settle, in a sentence. */
export type OpenPoint = {
  readonly point: Field | 'ended';
  readonly reason: string;
  readonly amounts?: { readonly crm: Money; readonly erp: Money };
};

export type Terms = {
  readonly startOn?: string;
  readonly months?: number;
  readonly annual?: string;
  readonly currency?: string;
  readonly paymentTerms?: string;
};

/** What the CRM's contract is to say, what people have to settle, and how it ends where neither is anything. */
export type Comparison = {
  readonly contract: CrmContract;
  readonly terms: Terms;
  readonly open: readonly OpenPoint[];
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
  readonly otherwise: string;
};

/** How a contract's days read in a sentence that finds fault with them. */
export const spanOf = ({ id, startOn, endOn }: SalesContract): string =>
  startOn === undefined || endOn === undefined
    ? `Contract ${id} has no ${startOn === undefined ? 'start' : 'end'} in the ERP`
    : `Contract ${id} runs from ${startOn} to ${endOn}, which is no whole number of months`;

export function compare(contract: CrmContract, erp: SalesContract, mapping: Mapping): Comparison {
  const span = spanTerms(contract, erp, mapping);
  const value = valueTerms(contract, erp, mapping);
  const terms = paymentTermsOf(contract, erp, mapping);
  // Where the span cannot be told to the CRM nothing is changed: a part of new terms beside the old end would be no agreement at all.
  const parts = span.isUnclear ? [span] : [span, value, terms];
  const open = parts.flatMap((part) => part.open);
  const taken = parts.flatMap((part) => part.taken);
  const tags = parts.flatMap((part) => part.tags);
  return {
    contract,
    terms: Object.assign({}, ...parts.map((part) => part.terms)) as Terms,
    open,
    tags: ['in-line', ...tags, ...(open.length > 0 ? ['conflict'] : [])],
    reasons: [
      ...(taken.length > 0 ? [`the ERP is master of ${taken.map(word).join(', ')}`] : []),
      ...(tags.includes('large-change') ? [`the annual amount moves by more than ${mapping.reviewPercent} %`] : []),
      ...(tags.includes('shortened') ? ['it ends earlier than it did'] : []),
      ...open.map(({ reason }) => reason),
    ],
    otherwise: open.length > 0 ? 'somebody was told of it before' : 'both systems agree',
  };
}

const words: Readonly<Record<Field, string>> = {
  start: 'start',
  end: 'end',
  amount: 'annual amount',
  currency: 'currency',
  paymentTerms: 'payment terms',
};
const word = (field: Field): string => words[field];

type Part = {
  readonly terms: Terms;
  readonly taken: readonly Field[];
  readonly open: readonly OpenPoint[];
  readonly tags: readonly string[];
};
const same: Part = { terms: {}, taken: [], open: [], tags: [] };

const says = (field: Field, erp: string | undefined, crm: string | undefined): OpenPoint => ({
  point: field,
  reason: `${word(field)}: the ERP says ${erp ?? 'nothing'}, the CRM ${crm ?? 'nothing'}`,
});

/** Start and end go together: the CRM knows a start and months, and moves the end with either. */
function spanTerms(contract: CrmContract, erp: SalesContract, { masters }: Mapping): Part & { readonly isUnclear?: true } {
  const differs = (['start', 'end'] as const).filter((field) => contract[`${field}On`] !== erp[`${field}On`]);
  const taken = differs.filter((field) => masters[field] === 'erp');
  const reviewed = differs
    .filter((field) => masters[field] === 'review')
    .map((field) => says(field, erp[`${field}On`], contract[`${field}On`]));
  if (taken.length === 0) return { ...same, open: reviewed };
  const startOn = taken.includes('start') ? erp.startOn : contract.startOn;
  const endOn = taken.includes('end') ? erp.endOn : contract.endOn;
  const months = wholeMonths(startOn, endOn);
  const terms: Terms = {
    ...(startOn !== undefined && startOn !== contract.startOn ? { startOn } : {}),
    ...(months !== undefined && months !== contract.termMonths ? { months } : {}),
  };
  // The CRM has this start and these months already and still says another end: it counts otherwise, and we would write for ever.
  if (months === undefined || Object.keys(terms).length === 0)
    return {
      ...same,
      isUnclear: true,
      open: [...reviewed.filter(({ point }) => point !== 'end'), unclearEnd(contract, erp, { startOn, endOn })],
    };
  const isShorter = endOn !== undefined && contract.endOn !== undefined && endOn < contract.endOn;
  return { terms, taken, open: reviewed, tags: isShorter ? ['shortened'] : [] };
}

function unclearEnd(
  contract: CrmContract,
  erp: SalesContract,
  wanted: { startOn: string | undefined; endOn: string | undefined },
): OpenPoint {
  if (wholeMonths(erp.startOn, erp.endOn) === undefined) return { point: 'end', reason: spanOf(erp) };
  if (wholeMonths(wanted.startOn, wanted.endOn) !== undefined) return says('end', erp.endOn, contract.endOn);
  return { point: 'end', reason: `from ${wanted.startOn ?? 'no day'} to ${wanted.endOn ?? 'no day'} is no whole number of months` };
}

/** Amount and currency: one without the other is another agreement, so both are taken or both are open. */
function valueTerms(contract: CrmContract, erp: SalesContract, { masters, reviewPercent }: Mapping): Part {
  const isSameSpan = contract.startOn === erp.startOn && contract.endOn === erp.endOn;
  const months = wholeMonths(erp.startOn, erp.endOn) ?? (isSameSpan ? contract.termMonths : undefined);
  // Without months there is no year to reckon with; that the span is odd is told elsewhere.
  if (months === undefined || months < 1) return same;
  const annual = annualOf(erp.net, months);
  const { annual: held } = contract;
  const differs: Readonly<Record<'amount' | 'currency', boolean>> = {
    amount: !held || compareDecimal(held.amount, annual.amount) !== 0,
    currency: held?.currency !== annual.currency,
  };
  const found = (['amount', 'currency'] as const).filter((field) => differs[field]);
  if (found.length === 0) return same;
  if (found.some((field) => masters[field] === 'review')) return { ...same, open: found.map((field) => openValue(field, held, annual)) };
  const isLarge = held !== undefined && differs.amount && (differs.currency || differsBy(annual.amount, held.amount, reviewPercent));
  return {
    terms: { ...(differs.amount ? { annual: annual.amount } : {}), ...(differs.currency ? { currency: annual.currency } : {}) },
    taken: found,
    open: [],
    tags: isLarge ? ['large-change'] : [],
  };
}

/** Amounts stand in the record of the difference, not in its words. */
const openValue = (field: 'amount' | 'currency', held: Money | undefined, annual: Money): OpenPoint =>
  field === 'currency'
    ? says('currency', annual.currency, held?.currency)
    : {
        point: 'amount',
        reason: 'annual amount: the two systems do not say the same',
        ...(held?.currency === annual.currency ? { amounts: { crm: held, erp: annual } } : {}),
      };

/** Terms the ERP does not name are no terms to follow. */
function paymentTermsOf(contract: CrmContract, { paymentTerms }: SalesContract, { masters }: Mapping): Part {
  if (paymentTerms === undefined || paymentTerms === contract.paymentTerms) return same;
  if (masters.paymentTerms === 'review') return { ...same, open: [says('paymentTerms', paymentTerms, contract.paymentTerms)] };
  return { terms: { paymentTerms }, taken: ['paymentTerms'], open: [], tags: [] };
}
