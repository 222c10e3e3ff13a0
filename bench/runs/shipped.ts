import { join } from 'node:path';
import { agents } from '../../agents/index.ts';
import { workflows } from '../../graphs/index.ts';
import { openInstallation, type Installation } from '../../src/app/installation.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { accept } from '../../src/events/intake.ts';
import { tools } from '../../tools/index.ts';
import { modelTools } from '../../classic-models/tools.ts';
import { inLanes, type Contestant } from '../contestant.ts';
import { orderWorld } from './order-world.ts';
import { concurrency } from './plain-graph.ts';

/** Writes to the CRM of one shipped order: opportunity, task, note, follow-up. */
export const writesPerRun = 4;

/**
 * The product as it ships: an event comes in, a worker claims its run, facts are gathered and protected, words written,
 * policy asked, four writes carried out through the ledger, every step on the audit log, finished threads pruned.
 */
export async function shipped(folder: string, synchronous: 'FULL' | 'NORMAL'): Promise<Contestant> {
  const world = orderWorld();
  const finished = new Turnstile();
  const parsed = Config.parse({ dataDir: join(folder, 'data'), keyDir: join(folder, 'keys'), systems: { erp: 'erp', crm: 'crm' } });
  const installation: Installation = await openInstallation({
    config: { ...parsed, roles: { ...defaultRoles, ...parsed.roles }, worker: { ...parsed.worker, concurrency } },
    content: { tools: [...tools, ...modelTools], agents, workflows },
    connections: world.connections,
    clock: systemClock,
    ids: randomIds,
    sleep,
    log: { ...silentLog, error: (fields, sentence) => process.stderr.write(`${sentence} ${JSON.stringify(fields)}\n`) },
    synchronous,
    probe: (label) => {
      if (label === 'run.finished') finished.pass();
    },
  });
  const { core, storage } = installation;
  let started = 0;
  core.worker.start();
  return {
    async round(runs) {
      const first = started;
      started += runs;
      const before = world.written();
      const end = finished.after(runs);
      // Twice the worker's places: there is always an event waiting, never a pile of them.
      await inLanes(runs, concurrency * 2, async (n) => {
        const id = `SO-${first + n}`;
        const body = JSON.stringify({ order: id });
        const record = { connection: 'erp', type: 'SalesOrder', id };
        const left = finished.next();
        await accept(
          core.intake,
          { source: 'bench', sourceId: `event-${id}`, type: 'sales-order.changed', record, hint: { status: 'SHIPPED' } },
          'service:erp',
          Buffer.from(body),
        );
        await left;
      });
      await end;
      if (world.written() - before !== runs * writesPerRun) throw new Error('the writes of a run are missing');
      const { exception, waiting, awaiting_approval: parked } = await storage.runs.counts();
      if (exception + waiting + parked > 0) throw new Error('a run did not come to its end');
    },
    async close() {
      await core.worker.stop(1000);
      storage.close();
    },
  };
}

/** Lets one waiter through for each run that ends. */
class Turnstile {
  #passed = 0;
  readonly #waiting: (() => void)[] = [];
  #end: { at: number; reached: () => void } | undefined;

  pass(): void {
    this.#passed += 1;
    this.#waiting.shift()?.();
    if (this.#end && this.#passed >= this.#end.at) this.#end.reached();
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  after(count: number): Promise<void> {
    const at = this.#passed + count;
    return new Promise((resolve) => {
      this.#end = { at, reached: resolve };
    });
  }
}
