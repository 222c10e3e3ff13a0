import { rounded, type Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Journal entries before posting; one in 33 is odd and an auditor said so. The law of what is usual: seven pairs of accounts, each
 * with an amount of its own (spread 0.5 in logarithms), posted by day on working days, by somebody who posts to the pair often. What is
 * odd, in equal parts: an amount four to twenty times the usual; a pair that nobody uses; a posting at night or on a Sunday by
 * hand; a large round amount by hand; somebody who never posted to the pair, at the end of a period. Odd things happen by chance as well: one usual
 * entry in 30 is posted late in the evening, one in 40 is round, one in 20 comes from somebody new to the pair.
 */
export function writeJournal(ledger: Ledger): void {
  const { chance, note, ask, days, weekday } = ledger;
  const entries = 3300;
  for (let n = 0; n < entries; n += 1) {
    let day = Math.floor(((n + chance.next()) * days) / entries);
    while (weekday(day) === 0 || weekday(day) === 6) day = Math.max(0, day - 1) === 0 ? day + 2 : day - 1;
    const isOdd = chance.yes(1 / 33);
    const usual = usualEntry(chance);
    const { entry, isSunday } = isOdd ? oddEntry(usual, chance) : { entry: usual, isSunday: false };
    // To the Sunday that follows.
    if (isSunday) day += (7 - weekday(day)) % 7;
    const name = `entry:J${String(n + 1).padStart(7, '0')}`;
    // What is at hand when the entry waits to be posted.
    note(name, { ...entry, weekday: String(weekday(day)), days_to_period_end: chance.int(30) }, day, { record: `erp/journal/J${n + 1}` });
    ask(name, day, day + 5 + chance.int(25), { odd: isOdd });
  }
}

type Entry = {
  readonly account: string;
  readonly account_pair: string;
  readonly amount: number;
  readonly source: string;
  readonly posted_hour: number;
  readonly poster_pair_entries: number;
};

type Pair = readonly [debit: string, credit: string, usual: number, source: string];
const pairs: readonly [Pair, ...Pair[]] = [
  ['6100', '1600', 4200, 'payables'],
  ['6300', '1600', 900, 'payables'],
  ['6500', '1600', 350, 'travel'],
  ['1400', '4000', 7000, 'billing'],
  ['1200', '1400', 6500, 'bank'],
  ['6000', '1750', 48_000, 'payroll'],
  ['6990', '0990', 1500, 'manual'],
];

function usualEntry(chance: Chance): Entry {
  const [debit, credit, usual, source] = chance.pick(pairs);
  const amount = usual * Math.exp(0.5 * chance.normal());
  return {
    account: debit,
    account_pair: `${debit}-${credit}`,
    amount: chance.yes(1 / 40) ? Math.max(100, rounded(amount, -2)) : rounded(amount, 2),
    source: chance.yes(0.05) ? 'manual' : source,
    posted_hour: chance.yes(1 / 30) ? 20 + chance.int(3) : 8 + chance.int(10),
    poster_pair_entries: chance.yes(1 / 20) ? chance.int(3) : 3 + chance.count(14),
  };
}

function oddEntry(usual: Entry, chance: Chance): { readonly entry: Entry; readonly isSunday: boolean } {
  switch (chance.int(5)) {
    case 0:
      return { entry: { ...usual, amount: rounded(usual.amount * chance.between(4, 20), 2) }, isSunday: false };
    case 1:
      return {
        entry: { ...usual, account_pair: `${usual.account}-${1000 + chance.int(900)}`, poster_pair_entries: 0, source: 'manual' },
        isSunday: false,
      };
    case 2:
      return {
        entry: { ...usual, source: 'manual', posted_hour: chance.pick([0, 1, 2, 3, 23]), poster_pair_entries: chance.int(3) },
        isSunday: chance.yes(0.6),
      };
    case 3:
      return { entry: { ...usual, source: 'manual', amount: rounded(usual.amount * chance.between(3, 8) + 1000, -3) }, isSunday: false };
    default:
      return {
        entry: { ...usual, source: 'manual', poster_pair_entries: 0, amount: rounded(usual.amount * chance.between(2, 6), 2) },
        isSunday: false,
      };
  }
}
