import { v7 } from '@langchain/core/utils/uuid';
import { Client } from '@langchain/langgraph-sdk';
import { Hono } from 'hono';
import { Client as Client2 } from 'langgraph-sdk-2';
import { CountersignError } from '../../../../src/contracts/errors.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { Principal } from '../../../../src/contracts/principal.ts';
import type { Serving } from '../../../../src/contracts/serving.ts';
import { schedule } from '../../../../src/events/schedule.ts';
import { createAgentServerRoutes } from '../../../../src/http/agent-server/index.ts';
import { listen, type Listening } from '../../../../src/http/listen.ts';
import { CountersignSaver } from '../../../../src/runs/saver.ts';
import { createServing, type ServingParts } from '../../../../src/runs/serving/index.ts';
import { openSqlite } from '../../../../src/storage/sqlite/open.ts';
import { newSeen, servedGraphs, type Seen } from '../../../support/served-graphs.ts';
import { sleep } from '../../../../src/app/system.ts';

/** The newer client's types; the older line has the same methods but for the few the tests name. */
export const sdks: readonly { readonly sdk: string; readonly make: (url: string, apiKey: string) => Client }[] = [
  { sdk: '1.15.0', make: (apiUrl, apiKey) => new Client({ apiUrl, apiKey, callerOptions: { maxRetries: 0 } }) },
  {
    sdk: '2.0.0',
    make: (apiUrl, apiKey) => new Client2({ apiUrl, apiKey, callerOptions: { maxRetries: 0 } }) as unknown as Client,
  },
];

export const people: Readonly<Record<string, Principal>> = {
  'key-olivia': { id: 'person:olivia', name: 'Olivia', roles: ['user'] },
  'key-carl': { id: 'person:carl', name: 'Carl', roles: ['user'] },
  'key-admin': { id: 'person:admin', name: 'Admin', roles: ['user', 'manager'] },
  'key-nobody': { id: 'person:nobody', name: 'Nobody', roles: [] },
};

export type Rig = {
  readonly url: string;
  readonly serving: Serving;
  readonly seen: Seen;
  readonly folder: string;
  readonly storage: ReturnType<typeof openSqlite>;
  readonly parts: ServingParts;
  readonly listening: Listening;
  client(key?: string): Client;
  /** As a killed process leaves it: nothing is told, nothing is flushed. */
  crash(): Promise<void>;
  close(): Promise<void>;
};

export type RigOptions = {
  readonly folder?: string;
  readonly make?: (url: string, apiKey: string) => Client;
  readonly limits?: ServingParts['limits'];
  readonly webhooks?: ServingParts['webhooks'];
  readonly parts?: Partial<ServingParts>;
  readonly isDraining?: () => boolean;
};

/** A server that really listens, on a database of its own. */
export async function startRig(options: RigOptions & { readonly folder: string }): Promise<Rig> {
  const { folder } = options;
  const storage = openSqlite({ folder, migrations: 'src/storage/sqlite/migrations', synchronous: 'NORMAL', skipCheck: true });
  const saver = new CountersignSaver(storage.checkpoints);
  const seen = newSeen();
  const parts: ServingParts = {
    graphs: servedGraphs(saver, seen),
    stores: storage.serving,
    saver,
    clock: { now: () => new Date() },
    sleep,
    log: silentLog,
    uuid: v7,
    may: (by, permission) => by.roles.includes(permission === 'assistant.manage' ? 'manager' : 'user'),
    principal: (owner) => ({ id: owner.id, name: owner.id, roles: owner.roles }),
    schedule,
    webhooks: options.webhooks ?? { hosts: [], post: async () => 200 },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...options.parts,
  };
  const serving = createServing(parts);
  await serving.start();
  const app = new Hono();
  app.route(
    '/',
    createAgentServerRoutes({
      serving,
      authenticate: async (c) => {
        const given = c.req.header('x-api-key') ?? c.req.header('authorization')?.replace(/^Bearer /, '');
        const principal = people[given ?? ''];
        if (!principal) throw new CountersignError('auth.missing', 'Send an API key');
        return principal;
      },
      limits: { bodyLimitBytes: 1024 * 1024, depthLimit: 64 },
      log: silentLog,
      requestId: () => 'req_test',
      isDraining: options.isDraining ?? (() => false),
      version: '0.1.0',
    }),
  );
  const listening = await listen(app, '127.0.0.1', 0);
  const make = options.make ?? sdks[0]?.make;
  let isOpen = true;
  const rig: Rig = {
    url: listening.url,
    serving,
    seen,
    folder,
    storage,
    parts,
    listening,
    client: (key = 'key-olivia') => {
      if (!make) throw new Error('there is a client');
      return make(listening.url, key);
    },
    async crash() {
      isOpen = false;
      storage.crash();
      await listening.close();
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await serving.stop(100);
      await listening.close();
      storage.close();
    },
  };
  return rig;
}

export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of events) all.push(each);
  return all;
}

export const human = (content: string): { messages: { role: string; content: string }[] } => ({ messages: [{ role: 'user', content }] });

/** A request without the sdk's help. */
export async function call(
  rig: Rig,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${rig.url}${path}`, {
    method,
    headers: { 'x-api-key': 'key-olivia', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
