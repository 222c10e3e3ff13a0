import { setTimeout as delay } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import Database from 'better-sqlite3';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Log, silentLog } from '../../contracts/log.ts';
import type { Clock } from '../../contracts/time.ts';
import type { CompanySeed } from '../company/seed.ts';
import { wireControl } from './control.ts';
import { problem, wireExchange } from './exchange.ts';
import type { Face, FaceFactory, SandboxApp, SandboxEnv } from './face.ts';
import { type FaultDesk, faultDesk } from './faults.ts';
import { seededIds, seededRandom } from './ids.ts';
import { requestLog, type RequestLog } from './requests.ts';

export type SandboxOptions = {
  /** The sandbox's own SQLite file, or ':memory:'. A file that already holds a company keeps it; `seed` is then ignored. */
  readonly file: string;
  readonly clock: Clock;
  readonly seed?: CompanySeed;
  readonly faces: readonly FaceFactory[];
  readonly log?: Log;
  /** 0, the default, takes any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** How long a commit-later fault holds a write when it names no time of its own. Default 500. */
  readonly settleMs?: number;
  /** Feeds the ids and the dice of the fault knobs. Default 1. */
  readonly randomSeed?: number;
  readonly maxBodyBytes?: number;
  /** More routes under /_sandbox/. */
  readonly control?: (app: SandboxApp, sandbox: { faults: FaultDesk; closing: AbortSignal }) => void;
};

export type Sandbox = {
  /** `http://127.0.0.1:PORT`, the same server for both faces; each connector adds its own paths. */
  readonly url: string;
  readonly sapUrl: string;
  readonly salesforceUrl: string;
  readonly dnbUrl: string;
  readonly faults: FaultDesk;
  readonly requests: RequestLog;
  /** Replaces what every face holds. */
  load(seed: CompanySeed): void;
  close(): Promise<void>;
};

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const db = new Database(options.file);
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  const randomSeed = options.randomSeed ?? 1;
  const ids = seededIds(db, randomSeed);
  const faults = faultDesk(seededRandom(randomSeed));
  const requests = requestLog(db, options.clock);
  const closing = new AbortController();
  const context = { db, clock: options.clock, ids, log: options.log ?? silentLog, closing: closing.signal };
  const faces = options.faces.map((create) => create(context));
  const load = loader(db, faces);
  if (options.seed && !isLoaded(db)) load(options.seed);
  const app = buildApp(options, faces, { faults, requests, closing: closing.signal });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' });
  const url = await listen(server, options.port ?? 0);
  options.log?.info({ url, faces: faces.map((face) => face.name) }, 'sandbox listens');
  return {
    url,
    sapUrl: url,
    salesforceUrl: url,
    dnbUrl: url,
    faults,
    requests,
    load,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      // Handlers that lost their socket still run to their end; the file closes after them.
      await delay(0);
      db.close();
    },
  };
}

function buildApp(
  options: SandboxOptions,
  faces: readonly Face[],
  wiring: { faults: FaultDesk; requests: RequestLog; closing: AbortSignal },
): SandboxApp {
  const app: SandboxApp = new Hono<SandboxEnv>();
  const faceOf = (path: string) => faces.find((face) => face.prefixes.some((prefix) => path.startsWith(prefix)));
  app.onError((error, c) => {
    (options.log ?? silentLog).error({ path: c.req.path, error: error.message }, 'sandbox handler failed');
    return problem(c, faceOf(c.req.path), 500, 'The sandbox failed; its log has the details');
  });
  app.notFound((c) => problem(c, faceOf(c.req.path), 404, 'There is nothing at this address'));
  app.use(
    bodyLimit({
      maxSize: options.maxBodyBytes ?? 8 * 1024 * 1024,
      onError: (c) => problem(c, faceOf(c.req.path), 413, 'The body is too large'),
    }),
  );
  wireControl(app, wiring);
  const sleep = (ms: number, signal?: AbortSignal) => delay(ms, undefined, signal ? { signal } : {});
  for (const face of faces) {
    wireExchange(app, face, { ...wiring, sleep, settleMs: options.settleMs ?? 500 });
    face.mount(app);
  }
  options.control?.(app, wiring);
  return app;
}

function loader(db: Database.Database, faces: readonly Face[]): (seed: CompanySeed) => void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS sandbox_company (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, as_of TEXT NOT NULL) STRICT',
  );
  return db.transaction((seed: CompanySeed) => {
    for (const face of faces) face.load(seed);
    db.prepare('INSERT OR REPLACE INTO sandbox_company (id, name, as_of) VALUES (1, ?, ?)').run(seed.name, seed.asOf);
  });
}

function isLoaded(db: Database.Database): boolean {
  return db.prepare('SELECT 1 FROM sandbox_company').get() !== undefined;
}

function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the sandbox got no port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
