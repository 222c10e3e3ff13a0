import { reconcileOpenItems } from '../../src/matching/index.ts';
import { table, type Bench, type BenchOptions, type Figures, type Goal } from '../claim.ts';
import { judgeBooks } from './judge.ts';
import { createBooks } from './world.ts';

/** Seed 1 was tuned on; mistakes in seeds 13, 23, 31 to 33 and 53 were read and mended; these were not. */
const seeds = [41, 42, 43];

const goals: readonly Goal[] = [
  { key: 'items', atLeast: 50_000, says: 'open items, and at least as many as payments beside them' },
  { key: 'payments', atLeast: 50_000, says: 'payments, each with what it really settles known' },
  { key: 'seconds', atMost: 30, gate: 60, says: 'the slowest of the seeds, one thread; a busy machine stretches it' },
  { key: 'cpu_seconds', atMost: 30, gate: 45, says: 'the same in processor time' },
  { key: 'wrong_matches', atMost: 0, gate: 3, says: 'booked without a person and not what was meant, all seeds' },
  {
    key: 'auto_matched_share',
    atLeast: 0.95,
    says: 'booked as meant, of the payments a clerk with all papers could book; the least of the seeds',
  },
  { key: 'misquoted_matches', says: "the payer wrote another invoice's number with the same amount; booked as written" },
];

export const reconcile: Bench = {
  name: 'reconcile',
  says: 'open items against payments, generated with known truth: lists, parts, discount, credit notes, currencies, slips, silence',
  goals,
  async run({ isQuick, tell }: BenchOptions): Promise<Figures> {
    const size = isQuick ? 5000 : 50_000;
    const rows = (isQuick ? seeds.slice(0, 1) : seeds).map((seed) => measure(seed, size, tell));
    const of = (key: keyof (typeof rows)[number]): number[] => rows.map((row) => row[key]);
    return {
      items: Math.min(...of('items')),
      payments: Math.min(...of('payments')),
      seconds: Math.max(...of('seconds')),
      cpu_seconds: Math.max(...of('cpuSeconds')),
      wrong_matches: of('wrong').reduce((sum, each) => sum + each, 0),
      misquoted_matches: of('misquoted').reduce((sum, each) => sum + each, 0),
      auto_matched_share: Math.min(...of('share')),
      determinable_share: Math.min(...of('determinable')),
      heap_mb: Math.max(...of('heap')),
      seeds: rows.length,
    };
  },
};

function measure(seed: number, size: number, tell: (line: string) => void) {
  const books = createBooks(seed, size);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = reconcileOpenItems(books.items, books.payments, { tolerance: { amount: '1.00', percent: '5' }, rates: books.rates });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const heap = process.memoryUsage().heapUsed / 2 ** 20;
  const judged = judgeBooks(books, result);
  tell(`seed ${seed}: ${books.items.length} items, ${books.payments.length} payments, ${seconds.toFixed(1)} s`);
  const lines = [...judged.byStory].toSorted(([, one], [, other]) => other.payments - one.payments);
  for (const line of table(
    ['what the payment is', 'payments', 'determinable', 'booked as meant', 'wrong'],
    lines.map(([story, row]) => [story, String(row.payments), String(row.determinable), String(row.right), String(row.wrong)]),
  ))
    tell(line);
  tell('');
  return {
    items: books.items.length,
    payments: books.payments.length,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    heap,
    wrong: judged.wrong.length,
    misquoted: judged.misquoted.length,
    share: judged.right / judged.determinable,
    determinable: judged.determinable / books.payments.length,
  };
}
