import { rounded, season, type Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * One company's cash, asked about every week. About 14 receipts and 9 payments a week, most of them on order some hundred days
 * before they are due, one in seven only a month before. The law: a receipt comes when it is due plus the customer's habit (−2 to
 * 14 days, give or take 5), a payment two days late, give or take 2. Beside them a payroll every month and taxes every quarter, planned to
 * the day, and cash sales that rise before Christmas by a half.
 */
export function writeCashFlow(ledger: Ledger): void {
  const { note, ask, days } = ledger;
  note(company, { least_cash: 250_000 }, 0);
  const items = [...flowsOf(ledger, receipts), ...flowsOf(ledger, payments), ...plannedOf(ledger)].toSorted((a, b) => a.moved - b.moved);
  const rest = salesOf(ledger);
  for (const { day, amount } of rest) note(company, { other_flow: amount }, day, { record: 'erp/ledger' });
  const flows = [...items.map(({ moved, amount }) => ({ day: moved, amount })), ...rest];
  let before: readonly Open[] | undefined;
  for (let asked = days - 7 * 95; asked <= days; asked += 7) {
    const open = openOf(items, asked);
    const opening = rounded(900_000 + flows.reduce((sum, { day, amount }) => sum + (day <= asked ? amount : 0), 0), 2);
    note(company, { opening_balance: opening, open_items: open }, asked);
    if (before) note(company, { open_items_before: before }, asked);
    before = open;
    const weekly = Array.from({ length: 13 }, (_, week) =>
      rounded(
        flows.reduce((sum, { day, amount }) => sum + (day > asked + 7 * week && day <= asked + 7 * (week + 1) ? amount : 0), 0),
        2,
      ),
    );
    ask(company, asked, asked + 91, { flows: weekly });
  }
}

const company = 'company:1000';

type Open = Readonly<Record<string, number | string>>;
type Item = {
  readonly item: string;
  readonly kinds: readonly [ordered: string, invoiced: string];
  readonly amount: number;
  readonly known: number;
  readonly invoiced: number;
  readonly due: number;
  readonly moved: number;
  readonly late: readonly [number, number, number];
};
type Side = {
  readonly prefix: string;
  readonly kinds: Item['kinds'];
  readonly sign: 1 | -1;
  readonly aWeek: number;
  readonly usual: number;
  readonly habit: (chance: Chance) => [number, number];
};

const receipts: Side = {
  prefix: 'R',
  kinds: ['order', 'receivable'],
  sign: 1,
  aWeek: 14,
  usual: 7800,
  habit: (chance) => [chance.between(-2, 14), 5],
};
const payments: Side = { prefix: 'P', kinds: ['commitment', 'payable'], sign: -1, aWeek: 9, usual: 6900, habit: () => [2, 2] };

function flowsOf({ chance, days }: Ledger, { prefix, kinds, sign, aWeek, usual, habit }: Side): Item[] {
  const habits = Array.from({ length: 40 }, () => habit(chance));
  const found: Item[] = [];
  for (let due = 0; due < days + 130; due += 7 / aWeek) {
    const [middle, spread] = habits[chance.int(habits.length)] ?? [0, 3];
    const scale = 1 + 0.2 * season(due, 0.6);
    found.push({
      item: `${prefix}${String(found.length + 1).padStart(6, '0')}`,
      kinds,
      amount: rounded(sign * usual * scale * Math.exp(0.8 * chance.normal() - 0.3), 2),
      known: due - (chance.yes(1 / 7) ? chance.between(10, 40) : chance.between(90, 130)),
      invoiced: due - 30,
      due: Math.floor(due),
      moved: Math.floor(due) + middle + spread * chance.normal(),
      late: [middle - 1.28 * spread, middle, middle + 1.28 * spread],
    });
  }
  return found;
}

function openOf(items: readonly Item[], asked: number): readonly Open[] {
  return items
    .filter(({ known, moved }) => known <= asked && moved > asked)
    .map(({ item, kinds, amount, invoiced, due, late }) => ({
      item,
      kind: invoiced <= asked ? kinds[1] : kinds[0],
      amount,
      due_in_days: due - asked,
      late_p10: rounded(late[0], 1),
      late_p50: rounded(late[1], 1),
      late_p90: rounded(late[2], 1),
    }));
}

/** What is planned to the day: a payroll a month, taxes a quarter. */
function plannedOf({ chance, days }: Ledger): Item[] {
  const planned = (prefix: string, kind: string, every: number, first: number, usual: number): Item[] =>
    Array.from({ length: Math.floor((days + 91 - first) / every) }, (_, at): Item => {
      const due = Math.floor(first + at * every);
      return {
        item: `${prefix}${String(at + 1).padStart(3, '0')}`,
        kinds: [kind, kind],
        amount: rounded(usual * (1 + 0.03 * chance.normal()), 2),
        known: due - 120,
        invoiced: due - 120,
        due,
        moved: due + 0.5 * chance.normal(),
        late: [-0.6, 0, 0.6],
      };
    });
  return [...planned('W', 'payroll', 30.4, 20, -165_000), ...planned('T', 'tax', 91.3, 40, -70_000)];
}

function salesOf({ chance, days }: Ledger): { day: number; amount: number }[] {
  const found: { day: number; amount: number }[] = [];
  for (let day = days % 7; day < days + 91; day += 7)
    found.push({ day: day - 3, amount: rounded(21_000 * (1 + 0.5 * Math.max(0, season(day, 0.68))) + 2500 * chance.normal(), 2) });
  return found;
}
