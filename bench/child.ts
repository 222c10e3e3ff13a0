import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrate, measure, type MakeContestant } from './contestant.ts';

/** Messages a contestant's process understands. */
export type Order =
  | { readonly do: 'round'; readonly runs: number; readonly wantsHeap: boolean }
  | { readonly do: 'calibrate' }
  | { readonly do: 'close' };

/** The process of one contestant: `child.ts MODULE NAME`. Waits without using the processor until it is told to go. */
const [, , module = '', name = ''] = process.argv;
const loaded: { contestants: Readonly<Record<string, MakeContestant>> } = await import(module);
const make = loaded.contestants[name];
if (!make) throw new Error(`There is no contestant ${name}`);
const folder = mkdtempSync(join(process.env['BENCH_FOLDER'] ?? tmpdir(), `bench-${name}-`));
const contestant = await make(folder);

process.on('message', (order: Order) => {
  void obey(order).catch((thrown: unknown) => {
    process.stderr.write(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
    process.exit(1);
  });
});
process.send?.({ ready: true });

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'round':
      process.send?.(await measure(contestant, order.runs, order.wantsHeap));
      break;
    case 'calibrate':
      process.send?.({ ms: calibrate() });
      break;
    case 'close':
      await contestant.close();
      rmSync(folder, { recursive: true, force: true });
      process.disconnect();
      break;
  }
}
