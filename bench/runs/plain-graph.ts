import { join } from 'node:path';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { Annotation, Command, END, interrupt, START, StateGraph, type BaseCheckpointSaver } from '@langchain/langgraph';
import { migrationsFolder } from '../../src/config/home.ts';
import { installLightContext } from '../../src/flow/without-run-tree.ts';
import { CountersignSaver } from '../../src/runs/saver.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { inLanes, type Contestant, type MakeContestant } from '../contestant.ts';

/** How many runs are under way at once, on every side. */
export const concurrency = 16;

type Order = { id: string; customer: string; lines: { id: string; material: string; text: string; quantity: string }[] };
type Picture = { opportunity: string; stage: string; contact: string };

const PlainState = Annotation.Root({
  event: Annotation<{ id: string; order: string }>(),
  order: Annotation<Order>(),
  picture: Annotation<Picture>(),
  decision: Annotation<{ status: string; stage: string; reasons: string[] }>(),
  text: Annotation<string>(),
  approved: Annotation<boolean>(),
  receipt: Annotation<{ id: string; key: string }>(),
});
type State = typeof PlainState.State;

/** About 3 KB of JSON, the size of a sales order with its lines as an ERP answers it. */
function orderOf(id: string): Order {
  return {
    id,
    customer: `customer of ${id}`,
    lines: Array.from({ length: 24 }, (_, n) => ({
      id: String(n),
      material: `PUMP-${n}`,
      text: `line ${n} of ${id}, with a description`,
      quantity: '10',
    })),
  };
}

/** Six steps over tools that answer at once from memory; the last but one may wait for a person. */
export function plainGraph(saver: BaseCheckpointSaver | undefined, asksPerson: boolean) {
  return new StateGraph(PlainState)
    .addNode('readOrder', async (state: State) => ({ order: orderOf(state.event.order) }))
    .addNode('readCustomer', async (state: State) => ({
      picture: { opportunity: `opportunity of ${state.order.id}`, stage: 'Negotiation', contact: 'a buyer' },
    }))
    .addNode('decide', async (state: State) => ({
      decision: { status: 'shipped', stage: 'Closed Won', reasons: state.order.lines.slice(0, 3).map((line) => line.text) },
    }))
    .addNode('write', async (state: State) => ({ text: `Order ${state.order.id} is ${state.decision.status}. `.repeat(6) }))
    .addNode('gate', async (state: State) => ({
      approved: asksPerson ? interrupt<{ order: string }, { approved: boolean }>({ order: state.order.id }).approved : true,
    }))
    .addNode('commit', async (state: State) => ({ receipt: { id: `receipt of ${state.order.id}`, key: `CS-${state.event.id}` } }))
    .addEdge(START, 'readOrder')
    .addEdge('readOrder', 'readCustomer')
    .addEdge('readCustomer', 'decide')
    .addEdge('decide', 'write')
    .addEdge('write', 'gate')
    .addEdge('gate', 'commit')
    .addEdge('commit', END)
    .compile(saver === undefined ? {} : { checkpointer: saver });
}

/** START and six nodes: the input's checkpoint and one per step. */
export const checkpointsPerRun = 7 + 1;

function contestant(saver: BaseCheckpointSaver | undefined, asksPerson: boolean, close: () => void): Contestant {
  const graph = plainGraph(saver, asksPerson);
  let started = 0;
  return {
    async round(runs) {
      const first = started;
      started += runs;
      await inLanes(runs, concurrency, async (n) => {
        const id = `SO-${first + n}`;
        // Sync on both sides: what a step decided is on disk before the next step acts on it.
        const config = { configurable: { thread_id: `thread-${id}` }, durability: 'sync' as const };
        let state = await graph.invoke({ event: { id: `event-${id}`, order: id } }, config);
        if (asksPerson) state = await graph.invoke(new Command({ resume: { approved: true } }), config);
        if (state.receipt?.id !== `receipt of ${id}`) throw new Error(`run ${id} did not come to its end`);
      });
      if (saver) await countCheckpoints(saver, `thread-SO-${first}`);
    },
    close,
  };
}

async function countCheckpoints(saver: BaseCheckpointSaver, thread: string): Promise<void> {
  let count = 0;
  for await (const _ of saver.list({ configurable: { thread_id: thread } })) count += 1;
  if (count !== checkpointsPerRun) throw new Error(`${count} checkpoints were kept instead of ${checkpointsPerRun}`);
}

function ours(folder: string): { saver: CountersignSaver; close: () => void } {
  if (!installLightContext()) throw new Error('the light context could not be installed');
  const storage = openSqlite({
    folder,
    migrations: migrationsFolder(),
    synchronous: 'NORMAL',
    checkpointSynchronous: 'NORMAL',
    skipCheck: true,
  });
  return { saver: new CountersignSaver(storage.checkpoints), close: () => storage.close() };
}

function stock(folder: string): { saver: SqliteSaver; close: () => void } {
  const saver = SqliteSaver.fromConnString(join(folder, 'checkpoints.db'));
  saver.db.pragma('journal_mode = WAL');
  saver.db.pragma('synchronous = NORMAL');
  return { saver, close: () => saver.db.close() };
}

export const contestants: Readonly<Record<string, MakeContestant>> = {
  plain_ours: async (folder) => {
    const { saver, close } = ours(folder);
    return contestant(saver, false, close);
  },
  plain_stock: async (folder) => {
    const { saver, close } = stock(folder);
    return contestant(saver, false, close);
  },
  plain_no_checkpointer: async () => contestant(undefined, false, () => undefined),
  resume_ours: async (folder) => {
    const { saver, close } = ours(folder);
    return contestant(saver, true, close);
  },
  /** Runs, then prunes what is finished: what is left in memory after many runs. */
  heap_plain: async (folder) => {
    const { saver, close } = ours(folder);
    const inner = contestant(saver, false, close);
    let first = 0;
    return {
      async round(runs) {
        await inner.round(runs);
        for (let n = first; n < first + runs; n += 50)
          await Promise.all(Array.from({ length: Math.min(50, first + runs - n) }, (_, at) => saver.prune(`thread-SO-${n + at}`)));
        first += runs;
      },
      close,
    };
  },
};
