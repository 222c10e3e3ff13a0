import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crashInProcess, type CrashReport } from './in-process.ts';
import { killProcesses } from './kills.ts';
import { printReport, verdict } from './report.ts';
import { add, addTallies } from './tally.ts';

/**
 * `npm run crash -- --points N --kills K [--seed S] [--json]`. Crashes inside a process run in two processes of their own beside
 * the kills of real ones: the kills mostly wait, and the crashes mostly compute.
 */
const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    /** Set for a process that crashes inside itself and sends its report to its parent. */
    share: { type: 'string' },
  },
});
const [points, kills, seed] = [Number(values.points), Number(values.kills), Number(values.seed)];

async function lead(): Promise<void> {
  const started = performance.now();
  const shares = points > 500 ? [Math.ceil(points / 2), Math.floor(points / 2)] : points > 0 ? [points] : [];
  const [killed, ...crashed] = await Promise.all([
    killProcesses({ kills, seed, onRound: (done) => progress(`${done} of ${kills} kills`) }),
    ...shares.map((share, index) => startShare(share, index)),
  ]);
  const report = verdict({ seed, seconds: (performance.now() - started) / 1000, killed, crashed: crashed.reduce(merge, emptyCrash) });
  console.log(values.json ? JSON.stringify(report) : printReport(report));
  process.exit(report.red ? 1 : 0);
}

const emptyCrash: CrashReport = {
  lost: [],
  duplicated: [],
  broken: [],
  effects: 0,
  faults: {},
  points: 0,
  tally: addTallies(),
};

function merge(left: CrashReport, right: CrashReport): CrashReport {
  return { ...add(left, right), points: left.points + right.points, tally: addTallies(left.tally, right.tally) };
}

type News = { readonly done: number } | { readonly report: CrashReport };

async function startShare(share: number, index: number): Promise<CrashReport> {
  const child = fork(fileURLToPath(import.meta.url), ['--points', String(share), '--seed', String(seed), '--share', String(index)], {
    execArgv: process.execArgv,
  });
  let report: CrashReport | undefined;
  child.on('message', (news: News) => {
    if ('report' in news) report = news.report;
    else progress(`${news.done} of ${share} crashes in process ${index + 1}`);
  });
  const [code]: unknown[] = await once(child, 'exit');
  if (!report) throw new Error(`a crashing process ended with ${String(code)} and without a report`);
  return report;
}

async function crashShare(index: number): Promise<void> {
  process.on('disconnect', () => process.exit(1));
  const send = (news: News): Promise<void> => new Promise((resolve) => process.send?.(news, undefined, {}, () => resolve()));
  const report = await crashInProcess({ points, seed: seed * 100 + index, onRound: (done) => void send({ done }) });
  await send({ report });
  process.exit(0);
}

function progress(line: string): void {
  if (!values.json) console.error(line);
}

if (values.share === undefined) await lead();
else await crashShare(Number(values.share));
