import type { Figures } from '../claim.ts';
import { amountHead, wape } from '../../src/learning/index.ts';
import type { Example, ModelFeature } from '../../src/contracts/models.ts';
import { columnsOf } from './data.ts';

type Invoice = {
  readonly customer: string;
  readonly at: number;
  readonly due: number;
  readonly settled: number;
  readonly amount: number;
  readonly country: string;
  readonly paper: string;
};

const dayMs = 86_400_000;
const day = (text: string): number => {
  const [month = 0, date = 0, year = 0] = text.split('/').map(Number);
  return Date.UTC(year, month - 1, date) / dayMs;
};

function invoices(): Invoice[] {
  const columns = columnsOf('ibm_accounts_receivable.csv');
  const cell = (name: string, row: number): string => columns.get(name)?.[row] ?? '';
  const count = columns.get('customerID')?.length ?? 0;
  return Array.from({ length: count }, (_, row) => ({
    customer: cell('customerID', row),
    at: day(cell('InvoiceDate', row)),
    due: day(cell('DueDate', row)),
    settled: day(cell('SettledDate', row)),
    amount: Number(cell('InvoiceAmount', row)),
    country: cell('countryCode', row),
    paper: cell('PaperlessBill', row),
  })).toSorted((a, b) => a.at - b.at);
}

const feature = (name: string, kind: 'number' | 'category'): ModelFeature => ({
  name,
  kind,
  description: name,
  class: 'public',
  source: 'erp.invoices',
  from: { of: 'self', observation: name, take: 'latest' },
});
const features = [
  feature('own_mean', 'number'),
  feature('own_count', 'number'),
  feature('amount', 'number'),
  feature('paper', 'category'),
  feature('country', 'category'),
];

/** What was known of a customer on the day of the invoice: only what had been settled by then. */
function asKnown(all: readonly Invoice[], invoice: Invoice, overall: number): Example {
  const own = all.filter(({ customer, settled }) => customer === invoice.customer && settled <= invoice.at);
  const sum = own.reduce((total, { settled, at }) => total + settled - at, 0);
  return {
    entity: 'invoice:0',
    asOf: new Date(invoice.at * dayMs).toISOString(),
    outcomeAt: new Date(invoice.settled * dayMs).toISOString(),
    values: {
      own_mean: (sum + 3 * overall) / (own.length + 3),
      own_count: own.length,
      amount: invoice.amount,
      paper: invoice.paper,
      country: invoice.country,
    },
    targets: { days: invoice.settled - invoice.at },
  };
}

/**
 * Money that comes in by week, for the last fifth of the invoices: each predicted on its own day from what was known then, spread
 * over the days it may take by the errors on rows not trained on.
 */
export async function collections(tell: (line: string) => void): Promise<Figures> {
  const all = invoices();
  const origin = all[Math.floor(all.length * 0.8)]?.at ?? 0;
  const past = all.filter(({ at, settled }) => at < origin && settled < origin);
  const overall = past.reduce((sum, { settled, at }) => sum + settled - at, 0) / past.length;
  const head = amountHead({ target: 'days', atLeast: 0 });
  const { artefact, report } = await head.fit(
    past.map((each) => asKnown(past, each, overall)),
    features,
    { seed: 0 },
  );
  const loaded = head.load(artefact);
  const next = all.filter(({ at }) => at >= origin);
  const spread = {
    model: new Map<number, number>(),
    actual: new Map<number, number>(),
    due: new Map<number, number>(),
    mean: new Map<number, number>(),
  };
  const add = (to: Map<number, number>, at: number, amount: number): void =>
    void to.set(Math.floor(at / 7), (to.get(Math.floor(at / 7)) ?? 0) + amount);
  for (const invoice of next) {
    const example = asKnown(all, invoice, overall);
    const said = loaded.score(example.values);
    const { low = 0, high = 0 } = said.interval ?? {};
    // Half in the middle, a quarter to each side: three points of the interval that holds four of five.
    for (const [days, share] of [
      [low, 0.2],
      [Number(said.value), 0.6],
      [high, 0.2],
    ] as const)
      add(spread.model, invoice.at + days, invoice.amount * share);
    add(spread.actual, invoice.settled, invoice.amount);
    add(spread.due, invoice.due, invoice.amount);
    add(spread.mean, invoice.at + Number(example.values['own_mean']), invoice.amount);
  }
  const weeks = [...new Set(Object.values(spread).flatMap((each) => [...each.keys()]))].toSorted((a, b) => a - b);
  const of = (each: Map<number, number>): number[] => weeks.map((week) => each.get(week) ?? 0);
  const [model, due, mean] = [
    wape(of(spread.actual), of(spread.model)),
    wape(of(spread.actual), of(spread.due)),
    wape(of(spread.actual), of(spread.mean)),
  ];
  tell(
    `weekly collections, last fifth, WAPE: ${model.toFixed(3)} (${report.algorithm}); due date ${due.toFixed(3)}, shrunk customer mean ${mean.toFixed(3)}`,
  );
  return { collections_wape: model, collections_wape_due: due, collections_wape_mean: mean };
}
