import { loadavg } from 'node:os';
import { median, short, table, type Bench, type BenchOptions, type Figures, type Goal } from '../claim.ts';
import { calibrate, inLanes } from '../contestant.ts';
import { lostTokens, type Client } from './client.ts';
import { tokensPerTurn } from './graphs.ts';
import { hasTheirs, startOurs, startTheirs, type OurServer } from './processes.ts';

const goals: readonly Goal[] = [
  // Two full commits a run are among what is added, and the scheduling of two more processes: on a busy machine many times more.
  { key: 'json_p50_added_ms', atMost: 0.5, gate: 25, says: 'p50 of POST /threads/:id/runs/wait less p50 of the same graph invoked' },
  {
    key: 'chat_p50_added_ms',
    atMost: 1,
    gate: 25,
    says: 'p50 of a 200-token turn streamed and parsed less p50 of the same graph streamed',
  },
  { key: 'json_p10_added_ms', says: 'the same between the fastest tenths: what the machine does besides is mostly left out' },
  { key: 'chat_p10_added_ms', says: 'the same for the turn' },
  { key: 'tokens_lost', atMost: 0, says: 'tokens missing, repeated or out of order, 64 turns of 200 at once' },
  { key: 'vs_dev_server', atLeast: 20, gate: 5, says: 'runs/s at 8 clients over the in-memory development server of LangGraph' },
];

export const http: Bench = {
  name: 'http',
  says: 'conversations over HTTP beside the same graphs without it and beside the development server, alternating',
  goals,
  run,
};

const turnsAtOnce = 64;
const clients = 8;

async function run({ isQuick, tell }: BenchOptions): Promise<Figures> {
  const rounds = isQuick ? 3 : 5;
  const ours = await startOurs('FULL');
  const client = ours.connect(turnsAtOnce);
  tell(
    'one at a time, a key checked, run row on disk (synchronous FULL) and a checkpoint per step (durability sync), both sides alternating',
  );
  const json = await added(ours, 'order', isQuick ? 300 : 600, async (n) => {
    const thread = await client.newThread();
    return timed(() => client.order(`SO-${n}`, thread));
  });
  const chat = await added(ours, 'chat', isQuick ? 150 : 300, async () => {
    const thread = await client.newThread();
    return timed(() => client.chat(thread));
  });
  const rows = Object.entries({ 'six nodes, 3 KB': json, '200-token turn': chat });
  const cells = rows.map(([name, { bare, served }]) => [name, short(bare), short(served), short(served - bare)]);
  for (const line of table(['p50 ms', 'bare', 'over HTTP', 'added'], cells)) tell(line);
  const lost = await lostInAll(client, rounds, tell);
  const rates = await besideDevServer(client, rounds, tell);
  await client.close();
  await ours.close();
  return {
    json_p50_added_ms: json.served - json.bare,
    chat_p50_added_ms: chat.served - chat.bare,
    tokens_lost: lost,
    vs_dev_server: median(rates.map(({ ours, theirs }) => ours / theirs)),
    json_p10_added_ms: json.undisturbed,
    chat_p10_added_ms: chat.undisturbed,
    json_bare_p50_ms: json.bare,
    json_p50_ms: json.served,
    chat_bare_p50_ms: chat.bare,
    chat_p50_ms: chat.served,
    runs_per_s: median(rates.map(({ ours }) => ours)),
    dev_server_runs_per_s: median(rates.map(({ theirs }) => theirs)),
    tokens: rounds * turnsAtOnce * tokensPerTurn,
    calibration_ms: calibrate(),
    load: loadavg()[0] ?? 0,
    rounds,
  };
}

type Added = { readonly bare: number; readonly served: number; /** Between the fastest tenths. */ readonly undisturbed: number };

const tenth = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? Number.NaN;

/** Blocks of ten of each side in turn, so that whatever else the machine does hits both alike; the first blocks warm up. */
async function added(ours: OurServer, work: 'order' | 'chat', runs: number, serve: (n: number) => Promise<number>): Promise<Added> {
  const block = 10;
  const warmUp = runs / 3;
  const bare: number[] = [];
  const served: number[] = [];
  for (let n = -warmUp; n < runs; n += block) {
    const alone = await ours.bare(work, block);
    const overHttp: number[] = [];
    for (let at = 0; at < block; at += 1) overHttp.push(await serve(n + warmUp + at));
    if (n < 0) continue;
    bare.push(...alone);
    served.push(...overHttp);
  }
  return { bare: median(bare), served: median(served), undisturbed: tenth(served) - tenth(bare) };
}

async function lostInAll(client: Client, rounds: number, tell: (line: string) => void): Promise<number> {
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    const threads = await Promise.all(Array.from({ length: turnsAtOnce }, () => client.newThread()));
    const turns = await Promise.all(threads.map((thread) => client.chat(thread)));
    lost += turns.reduce((sum, heard) => sum + lostTokens(heard), 0);
  }
  tell(`\n${turnsAtOnce} turns at once, ${rounds} times: ${lost} of ${rounds * turnsAtOnce * tokensPerTurn} tokens lost`);
  return lost;
}

/** The order run on a thread that goes with it, which is all the client asks of both. Ours keeps it on disk, theirs in memory. */
async function besideDevServer(
  client: Client,
  rounds: number,
  tell: (line: string) => void,
): Promise<readonly { ours: number; theirs: number }[]> {
  if (!hasTheirs()) {
    tell('the development server is not installed: npm run peers');
    return [];
  }
  const server = await startTheirs();
  const other = server.connect(clients);
  const rates: { ours: number; theirs: number }[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const rate = { ours: await runsPerSecond(client, 600), theirs: await runsPerSecond(other, 40) };
      if (round === 0) continue;
      rates.push(rate);
      tell(`round ${round} of ${rounds}: ours ${short(rate.ours)} runs/s, the development server ${short(rate.theirs)} runs/s`);
    }
  } finally {
    await other.close();
    await server.close();
  }
  return rates;
}

async function runsPerSecond(client: Client, runs: number): Promise<number> {
  const ms = await timed(() => inLanes(runs, clients, (n) => client.order(`SO-${n}`)));
  return (runs * 1000) / ms;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
