import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AIMessageChunk } from '@langchain/core/messages';
import { openInstallation } from '../../src/app/installation.ts';
import { createServices } from '../../src/app/services/index.ts';
import { addKey } from '../../src/app/services/records.ts';
import { serveGraphs } from '../../src/app/serving.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { ServedGraph } from '../../src/contracts/served.ts';
import { createHttpApp, listen, parseJson } from '../../src/http/index.ts';
import { chatGraph, chatInput, orderGraph, orderInput, tokensPerTurn } from './graphs.ts';

/** Messages the server's process understands. */
export type ServerOrder = { readonly do: 'bare'; readonly work: 'order' | 'chat'; readonly runs: number } | { readonly do: 'close' };
export type ServerReady = { readonly url: string; readonly key: string };

/** The process of our server. It also runs the same two graphs by itself, with the same checkpointer in the same file. */
const folder = mkdtempSync(join(process.env['BENCH_FOLDER'] ?? tmpdir(), 'bench-http-'));
const parsed = Config.parse({
  dataDir: join(folder, 'data'),
  keyDir: join(folder, 'keys'),
  people: { olivia: { name: 'Olivia Ortega', roles: ['operations'] } },
});
const installation = await openInstallation({
  config: { ...parsed, roles: { ...defaultRoles, ...parsed.roles } },
  content: { tools: [], agents: [], workflows: [] },
  connections: new Map(),
  clock: systemClock,
  ids: randomIds,
  sleep,
  log: silentLog,
  ...(process.argv[2] === 'NORMAL' ? { synchronous: 'NORMAL' as const } : {}),
});
const { core } = installation;
const services = createServices(core, {
  auditPublicKey: '',
  parseJson: (body) => parseJson(body, 64),
  meters: installation.meters,
  isDraining: () => false,
});
const graphs = { order: orderGraph(core.saver), chat: chatGraph(core.saver) };
const hooks: ServedGraph['hooks'] = {
  enter: async (_run, input) => input,
  reveal: async (_threadId, tree) => tree,
  configurable: () => ({}),
};
const serving = serveGraphs(
  core,
  Object.entries(graphs).map(([id, graph]) => ({ id, description: `the ${id} of the bench`, graph, hooks })),
);
const app = createHttpApp({
  services,
  serving: { serving, now: () => systemClock.now() },
  limits: { bodyLimitBytes: 1_048_576, depthLimit: 64 },
  log: silentLog,
  ids: randomIds,
  version: '0.1.0',
  isDraining: () => false,
});
await serving.start();
const listening = await listen(app, '127.0.0.1', 0);
const { key } = await addKey(core, { name: 'bench', principal: 'person:olivia', roles: [] }, 'system');

process.on('message', (order: ServerOrder) => {
  void obey(order).catch((thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
    process.exit(1);
  });
});
process.send?.({ url: listening.url, key } satisfies ServerReady);

async function obey(order: ServerOrder): Promise<void> {
  switch (order.do) {
    case 'bare':
      process.send?.(await bare(order.work, order.runs));
      break;
    case 'close':
      await serving.stop(500);
      await listening.close();
      installation.storage.close();
      rmSync(folder, { recursive: true, force: true });
      process.disconnect();
      break;
  }
}

/** Milliseconds of each run, one after the other. */
async function bare(work: 'order' | 'chat', runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const id = randomIds.next('run');
    const before = performance.now();
    await (work === 'order' ? bareOrder(id) : bareChat(id));
    times.push(performance.now() - before);
  }
  return times;
}

async function bareOrder(id: string): Promise<void> {
  const state = await graphs.order.invoke(orderInput(id), { configurable: { thread_id: id }, durability: 'sync' });
  if (state.receipt?.id !== `receipt of ${id}`) throw new Error('a bare run did not come to its end');
}

async function bareChat(id: string): Promise<void> {
  let heard = 0;
  const config = { configurable: { thread_id: id }, durability: 'sync', streamMode: 'messages' } as const;
  for await (const [message] of await graphs.chat.stream(chatInput, config)) if (AIMessageChunk.isInstance(message)) heard += 1;
  if (heard < tokensPerTurn) throw new Error(`a bare turn said ${heard} tokens`);
}
