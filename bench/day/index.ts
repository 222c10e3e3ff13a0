import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchOptions, Figures } from '../claim.ts';
import { createActor } from './actor.ts';
import { type Row, sandboxClient, serverClient } from './clients.ts';
import { emptyJournal, type Journal } from './journal.ts';
import { openWorld, type World } from './world.ts';

/** A day in the life: what happens in both systems, the product killed ten times, and books that balance in the evening. */
export const day: Bench = {
  name: 'day',
  says: 'a day of mixed events in both systems, with outages, refusals and ten kills; the books are checked by a script of their own',
  goals: [
    { key: 'events', says: 'what happened', atLeast: 2_000 },
    { key: 'seconds', says: 'until nothing was left to do', atMost: 300, gate: 900 },
    { key: 'missing', says: 'expected records that are not there', atMost: 0 },
    { key: 'duplicated', says: 'records there twice, or that should not be', atMost: 0 },
    { key: 'unexplained', says: 'exceptions without a reason in what happened', atMost: 0 },
    { key: 'kills', says: 'times the server was killed', atLeast: 10 },
  ],
  run,
};

type Parts = {
  readonly world: World;
  readonly box: ReturnType<typeof sandboxClient>;
  readonly server: ReturnType<typeof serverClient>;
  readonly journal: Journal;
};

async function run({ isQuick, tell }: BenchOptions): Promise<Figures> {
  const total = isQuick ? 200 : 2_000;
  const kills = isQuick ? 3 : 10;
  const world = await openWorld(isQuick ? 25 : 60);
  const journal = emptyJournal();
  const parts: Parts = { world, journal, box: sandboxClient(world.sandboxUrl), server: serverClient(world.serverUrl) };
  try {
    const started = performance.now();
    const people = staff(parts);
    await play(parts, total, kills, tell);
    await parts.box.clearFaults();
    await world.kill();
    journal.kills += 1;
    const ended = await evening(parts, tell);
    await people.stop();
    const seconds = (ended - started) / 1000;
    const found = await check(parts);
    for (const kind of ['missing', 'duplicated', 'unexplained'] as const)
      for (const each of found[kind].slice(0, 12)) tell(`${kind}: ${each}`);
    return {
      events: journal.events,
      seconds,
      missing: found.missing.length,
      duplicated: found.duplicated.length,
      unexplained: found.unexplained.length,
      kills: journal.kills,
    };
  } finally {
    await world.close();
  }
}

async function play({ world, box, server, journal }: Parts, total: number, kills: number, tell: (line: string) => void): Promise<void> {
  const actor = await createActor({ box, server, journal, seed: 11 });
  const killEvery = Math.floor(total / kills);
  const outages = [0.2, 0.5, 0.8].map((share) => Math.floor(total * share));
  const started = performance.now();
  for (let at = 1; at <= total; at += 1) {
    await actor.next();
    if (outages.includes(at)) await outage(box, outages.indexOf(at));
    if (at % 97 === 0)
      await box.fault({ kind: 'server-error', face: 'sap', status: 400, method: 'POST', pathPattern: 'A_SalesOrder$', times: 1 });
    if (at % killEvery === Math.floor(killEvery / 2) && journal.kills < kills - 1) {
      await world.kill();
      journal.kills += 1;
      tell(`${at} of ${total} events, ${((performance.now() - started) / 1000).toFixed(0)} s, killed ${journal.kills} times`);
    }
  }
}

const outageMs = 2_500;

/** One of the systems, then the other, then both are away for a moment, while everybody else goes on. */
async function outage(box: Parts['box'], which: number): Promise<void> {
  const faces = [['sap'], ['salesforce'], ['sap', 'salesforce']][which] ?? [];
  for (const face of faces) await box.fault({ kind: 'server-error', face, status: 503 });
  setTimeout(() => void box.clearFaults(), outageMs).unref();
}

/** Carl approves what waits, and Olivia tries again what a system refused or could not take at the time. */
function staff({ server, box }: Parts): { stop(): Promise<void> } {
  const over = new AbortController();
  /** Nobody knows what became of a write: she looks in the ERP herself and says what she found. */
  const lookUp = async (one: Row): Promise<void> => {
    const key: unknown = Reflect.get(Object(one['details']), 'key');
    const recordId = typeof key === 'string' ? await box.byKey(key) : undefined;
    await server.resolve(String(one['id']), recordId === undefined ? { verdict: 'absent' } : { verdict: 'applied', recordId });
  };
  const round = async (): Promise<void> => {
    for (const approval of await server.waiting()) await server.approve(String(approval['id']), String(approval['proposalHash']));
    for (const one of (await server.exceptions()) ?? []) {
      if (one['code'] === 'effect.uncertain') await lookUp(one);
      if (mayPass(one)) await server.retry(String(one['id']));
    }
  };
  const shift = (async () => {
    while (!over.signal.aborted) {
      await round().catch(() => undefined);
      await sleep(500);
    }
  })();
  return {
    async stop() {
      over.abort();
      await shift;
    },
  };
}

const mayPass = ({ code }: Row): boolean =>
  typeof code === 'string' &&
  (code === 'effect.refused' || code === 'effect.uncertain' || code === 'run.limit' || code.startsWith('connector.'));

/** So long nothing may have happened before the day counts as over: a look for changes of a busy machine takes a while. */
const quietMs = 12_000;

/** Until nothing runs, nothing waits and nothing that may pass is left; answers the moment from which on it stayed so. */
async function evening({ server, journal }: Parts, tell: (line: string) => void): Promise<number> {
  const started = performance.now();
  let since = started;
  while (performance.now() - since < quietMs) {
    if (performance.now() - started > 900_000) throw new Error('the day does not end: something keeps running or waiting');
    await sleep(1_000);
    const [busy, waiting, open] = await Promise.all([server.busy(), server.waiting(), server.exceptions()]);
    const isQuiet = busy === 0 && waiting.length === 0 && open !== undefined && !open.some(mayPass);
    if (!isQuiet) since = performance.now();
  }
  tell(`${journal.events} events settled`);
  return since;
}

type Found = { readonly missing: readonly string[]; readonly duplicated: readonly string[]; readonly unexplained: readonly string[] };

/** By a script that knows nothing of the product; what it is given is on disk for whoever wants to look. */
async function check({ world, server, journal }: Parts): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-books-'));
  try {
    const files = [join(folder, 'journal.json'), join(folder, 'exceptions.json')] as const;
    writeFileSync(files[0], JSON.stringify(journal));
    writeFileSync(files[1], JSON.stringify((await server.exceptions()) ?? []));
    const script = fileURLToPath(new URL('check.mjs', import.meta.url));
    // Asynchronous, because the sandbox that it asks lives in this process.
    const out = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [script, world.sandboxUrl, ...files], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
        error ? reject(new Error(stderr || error.message)) : resolve(stdout),
      );
    });
    return JSON.parse(out) as Found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
