import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Pairs of a bank line and an open item (or the two sides of an intercompany balance) that somebody linked or refused. Of the true
 * pairs four in five agree in the amount, three in five in a digit run of the reference; a false pair may agree in either by
 * chance (one in eight, one in ten). Days apart and names overlap. One decision in twelve is wrong.
 */
export function writeMatches(ledger: Ledger): void {
  const { chance, days } = ledger;
  const pairs = 3200;
  for (let n = 0; n < pairs; n += 1) {
    const day = ((n + chance.next()) * days) / pairs;
    const isTrue = chance.yes(0.35);
    const isEqual = chance.yes(isTrue ? 0.8 : 0.12);
    const ratio = isEqual ? 1 : Math.min(0.999, Math.max(0, isTrue ? 0.9 + 0.08 * chance.normal() : chance.next()));
    const hasReference = chance.yes(0.75);
    const digits = hasReference ? (chance.yes(isTrue ? 0.6 : 0.1) ? 1 : rounded(0.5 * chance.next(), 2)) : null;
    const name = rounded(Math.min(1, Math.max(0, (isTrue ? 0.86 : 0.55) + 0.15 * chance.normal())), 3);
    const pair = `pair:P${String(n + 1).padStart(6, '0')}`;
    ledger.note(
      pair,
      {
        amount_equal: isEqual ? 1 : 0,
        amount_ratio: rounded(ratio, 3),
        amount_remainder: rounded(1 - ratio, 3),
        currency_equal: isTrue || chance.yes(0.9) ? 1 : 0,
        days_apart: Math.round(isTrue ? 4 + 6 * chance.normal() : 40 * chance.normal()),
        reference_digits: digits,
        reference_trigrams: hasReference ? rounded(Math.min(1, Math.max(0, (isTrue ? 0.5 : 0.2) + 0.2 * chance.normal())), 3) : null,
        counterparty_name: name,
        counterparty_trigrams: rounded(Math.min(1, Math.max(0, name - 0.1 + 0.1 * chance.normal())), 3),
        kind: chance.pick(['bank', 'bank', 'bank', 'intercompany']),
      },
      day,
      { record: `bank/lines/P${String(n + 1).padStart(6, '0')}` },
    );
    ledger.ask(pair, day, day + 1 + chance.int(20), { matched: chance.yes(1 / 12) ? !isTrue : isTrue });
  }
}
