import { addDecimal, compareDecimal, money, subtractDecimal, sum, type InvoiceDetail, type LedgerTotal, type Money } from 'countersign';
import type { Mapping } from './mapping.ts';

/** What the ERP earned in a month in one currency, and how that comes about. */
export type Revenue = { readonly amount: Money; readonly word: 'billed' | 'recognised'; readonly reason: string };

/**
 * By the general ledger where its revenue accounts are known: what was deferred to later periods is not earned yet, what was accrued is
 * earned before it is billed. Otherwise what was billed less what was credited.
 */
export function revenueOf(
  { bills, ledger }: { readonly bills: readonly InvoiceDetail[]; readonly ledger: readonly LedgerTotal[] | undefined },
  currency: string,
  mapping: Mapping,
): Revenue {
  const billed = netOf(bills, currency, false);
  const credited = netOf(bills, currency, true);
  const invoiced = subtractDecimal(billed.amount, credited.amount);
  if (!ledger)
    return {
      amount: money(invoiced, currency),
      word: 'billed',
      reason: `${words(billed)} billed, ${words(credited)} credited in the month`,
    };
  const credit = (accounts: readonly string[]): string => subtractDecimal('0', totalOn(ledger, accounts, currency).amount);
  const recognised = credit(mapping.revenueAccounts);
  const deferred = credit(mapping.deferredAccounts);
  const accrued = totalOn(ledger, mapping.accruedAccounts, currency).amount;
  const explained = addDecimal(subtractDecimal(invoiced, deferred), accrued);
  const other = subtractDecimal(recognised, explained);
  const parts: readonly (readonly [label: string, amount: string])[] = [
    ['billed less credit notes', invoiced],
    [isBelow(deferred) ? 'recognised from earlier deferrals' : 'deferred to later periods', subtractDecimal('0', deferred)],
    [isBelow(accrued) ? 'accrued before and billed now' : 'accrued before billing', accrued],
    ['posted otherwise on the revenue accounts', other],
  ];
  return {
    amount: money(recognised, currency),
    word: 'recognised',
    reason: parts
      .filter(([, amount], at) => at === 0 || compareDecimal(amount, '0') !== 0)
      .map(([label, amount]) => `${words(money(amount, currency))} ${label}`)
      .join(', '),
  };
}

function netOf(bills: readonly InvoiceDetail[], currency: string, isCreditNote: boolean): Money {
  return sum(
    bills.filter((bill) => bill.isCreditNote === isCreditNote).map(({ net }) => net),
    currency,
  );
}

function totalOn(ledger: readonly LedgerTotal[], accounts: readonly string[], currency: string): Money {
  return sum(
    ledger.filter(({ account, amount }) => accounts.includes(account) && amount.currency === currency).map(({ amount }) => amount),
    currency,
  );
}

const isBelow = (amount: string): boolean => compareDecimal(amount, '0') < 0;
const words = ({ amount, currency }: Money): string => `${amount} ${currency}`;
