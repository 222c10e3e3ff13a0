import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Tasks of 35 monthly closes. The law of the hours a task takes: the usual hours of its kind, +0.8 % a hundred documents, +12 % an open
 * exception, +9 % each other task of the preparer beyond two, a failed interface +60 %, a quarter's end +25 %; chance 20 %.
 */
export function writeCloses(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  kinds.forEach(([kind, usual]) => note(`kind:${kind}`, { hours: usual }, -30));
  for (let month = 0; month <= 35; month += 1) {
    const begins = month * 30.4 + 3;
    if (begins > days) break;
    const close = `close:${String(month + 1).padStart(3, '0')}`;
    const isQuarter = month % 3 === 2;
    const tasks = companies.flatMap((company) =>
      kinds.map(([kind, usual, after]) => {
        const documents = Math.round(usual * 120 * Math.exp(0.4 * chance.normal()));
        const exceptions = chance.count(1.6);
        const load = chance.count(2.2);
        const hasFailed = chance.yes(0.07);
        const hours =
          usual *
          (1 +
            0.008 * (documents / 100) +
            0.12 * exceptions +
            0.09 * Math.max(0, load - 2) +
            (hasFailed ? 0.6 : 0) +
            (isQuarter ? 0.25 : 0)) *
          Math.exp(0.2 * chance.normal());
        return {
          key: `${company}-${kind}`,
          kind,
          usual,
          documents,
          exceptions,
          load,
          hasFailed,
          hours,
          after: after.map((each) => `${company}-${each}`),
        };
      }),
    );
    note(
      close,
      {
        close_tasks: tasks.map(({ key, after, usual }) => ({
          task: key,
          depends_on: after.join(' '),
          hours_p50: rounded(usual * 1.4, 1),
          hours_p90: rounded(usual * 2.1, 1),
        })),
        quarter_end: isQuarter ? 'yes' : 'no',
      },
      begins,
    );
    tasks.forEach(({ key, kind, documents, exceptions, load, hasFailed, hours }) => {
      const task = `task:${close.slice('close:'.length)}-${key}`;
      note(task, { task_key: key, task_kind: kind, documents, open_exceptions: exceptions, preparer_tasks: load }, begins);
      note(task, { interface_failed: hasFailed ? 1 : 0 }, begins);
      const ends = begins + 1 + hours / 8;
      note(`kind:${kind}`, { hours: rounded(hours, 1) }, ends, { record: `close/tasks/${key}` });
      ask(task, begins, ends, { hours: rounded(hours, 1) }, { close, kind: `kind:${kind}` });
    });
  }
}

const companies = ['1000', '2000', '3000'] as const;

/** Kind, usual hours, and what has to be done before. */
const kinds: readonly (readonly [string, number, readonly string[]])[] = [
  ['cutoff', 2, []],
  ['bank', 4, ['cutoff']],
  ['payables', 6, ['cutoff']],
  ['receivables', 5, ['cutoff']],
  ['inventory', 7, ['cutoff']],
  ['assets', 3, ['payables']],
  ['payroll', 3, []],
  ['accruals', 5, ['payables', 'payroll']],
  ['intercompany', 8, ['payables', 'receivables']],
  ['tax', 4, ['accruals', 'assets']],
  ['revaluation', 2, ['bank', 'receivables']],
  ['review', 4, ['intercompany', 'tax', 'inventory', 'revaluation']],
  ['reporting', 3, ['review']],
];
