import { readdirSync, existsSync } from 'node:fs';
import { CountersignError } from 'countersign';
import type { Difference } from './compare.ts';
import { retailConnection } from './connection.ts';
import { approving, denying } from './conversation.ts';
import { readRetail, type Golden, type RetailData } from './data.ts';
import { killing } from './killing.ts';
import { customerIn, isPersonal, isWrite, replay, shortcomings, type Replay, type ReplayOptions } from './replay.ts';
import { Shop } from './shop.ts';
import { createWorld, type Life, type World } from './world.ts';

export type FailedTask = { readonly id: string; readonly differences: readonly Difference[] };

/** Counts of one pass over all trajectories; a task passes where records and refusals are those of the reference. */
export type Pass = { readonly passed: number; readonly failed: readonly FailedTask[] };

export type Tau2Report = {
  readonly total: number;
  readonly calls: number;
  readonly writes: number;
  /** Approvals a person gave in the plain pass. */
  readonly approvals: number;
  /** The trajectories as they are, and how long they took together, loading apart. */
  readonly replayed: Pass & { readonly seconds: number };
  /** Tasks where anything changed although a person said no to everything. */
  readonly denied: { readonly changed: number; readonly failed: readonly FailedTask[] };
  /** Every write asked for twice: tasks that end as they do when asked once. */
  readonly doubled: Pass;
  /** The process dies while a change waits, and again on the way to the shop, once per approval. */
  readonly killed: Pass & { readonly kills: number };
  /** The same calls in the name of another customer: how many were about a customer, and how many of those were answered. */
  readonly otherCustomer: { readonly calls: number; readonly allowed: number; readonly failed: readonly FailedTask[] };
};

export type Tau2Options = {
  /** A folder of the shape of tau2-bench's retail domain; see readRetail. */
  readonly data: string;
  /** Changes trajectories before they are played; for showing that the check can fail. */
  readonly spoil?: (golden: Golden, data: RetailData) => Golden;
  /** The trajectories as they are and nothing else; the other passes count nothing then. */
  readonly plainOnly?: boolean;
  readonly progress?: (words: string) => void;
};

/** So many conversations at once; those of one customer come one after the other. */
const lanes = 24;

/**
 * Golden trajectories through this project's own tools, policy, approvals and ledger. No model is asked. Throws input.invalid
 * where the folder does not hold the benchmark.
 */
export async function runTau2(options: Tau2Options): Promise<Tau2Report> {
  const { progress = () => undefined, spoil = (golden) => golden } = options;
  const data = openData(options.data);
  const shop = new Shop(data.file);
  const connection = retailConnection(shop);
  const world = createWorld(connection, shop.customers());
  const life = await world.open();
  // Each is compared with its own reference, whatever was done to the calls.
  const tasks = data.goldens.map((golden): Task => ({ golden: spoil(golden, data), reference: golden }));
  try {
    progress(`replaying ${tasks.length} trajectories`);
    const plain = await playPlain(life, shop, tasks);
    const actions = data.goldens.flatMap((golden) => golden.actions);
    const counts = { total: tasks.length, calls: actions.length, writes: actions.filter(([tool]) => isWrite(tool)).length };
    if (options.plainOnly === true) return { ...counts, ...plain, ...nothingElse };
    progress('denying every change');
    const denied = await deny(life, shop, tasks);
    progress('asking for every write twice');
    const doubled = await playAll(life, shop, tasks, { decide: approving, isTwice: true });
    progress('calling in the name of another customer');
    const otherCustomer = await asSomebodyElse(life, shop, tasks);
    progress('dying at every approval');
    life.close();
    return { ...counts, ...plain, denied, doubled, otherCustomer, killed: await dieOften(world, shop, tasks) };
  } finally {
    life.close();
    world.remove();
  }
}

const nothingElse: Pick<Tau2Report, 'denied' | 'doubled' | 'killed' | 'otherCustomer'> = {
  denied: { changed: 0, failed: [] },
  doubled: { passed: 0, failed: [] },
  killed: { passed: 0, failed: [], kills: 0 },
  otherCustomer: { calls: 0, allowed: 0, failed: [] },
};

async function playPlain(life: Life, shop: Shop, tasks: readonly Task[]): Promise<Pick<Tau2Report, 'approvals' | 'replayed'>> {
  const [first] = tasks;
  // Loads what is loaded when it is first needed; that is no part of the replays.
  if (first) await replay(life, shop, first.golden, { decide: approving });
  let approvals = 0;
  const from = performance.now();
  const replayed = await playAll(life, shop, tasks, {
    decide: (...given) => {
      approvals += 1;
      return approving(...given);
    },
  });
  return { approvals, replayed: { ...replayed, seconds: (performance.now() - from) / 1000 } };
}

/** One task after the other: a process that dies takes everything with it that is going on. */
async function dieOften(world: World, shop: Shop, tasks: readonly Task[]): Promise<Tau2Report['killed']> {
  const killer = killing(world);
  let life = await world.open();
  const failed: FailedTask[] = [];
  try {
    for (const { golden, reference } of tasks) {
      const played = await replay(life, shop, golden, { decide: killer.decide });
      life = played.life;
      failed.push(...failure(reference, played));
    }
  } finally {
    life.close();
  }
  failed.push(...strays(shop));
  return { passed: tasks.length - failed.length, failed, kills: killer.kills() };
}

/** Whether every promise was kept: all tasks as the reference, none moved by a no, a repetition, a death or another customer. */
export function tau2Passed({ total, replayed, denied, doubled, killed, otherCustomer }: Tau2Report): boolean {
  return (
    total > 0 &&
    replayed.passed === total &&
    denied.changed === 0 &&
    doubled.passed === total &&
    killed.passed === total &&
    otherCustomer.allowed === 0
  );
}

/** The report in sentences, failing tasks with what is not as it should be. */
export function tau2Lines({ total, calls, writes, approvals, replayed, denied, doubled, killed, otherCustomer }: Tau2Report): string[] {
  const failing = [replayed, denied, doubled, killed, otherCustomer].flatMap((pass) => pass.failed);
  return [
    `${replayed.passed} of ${total} trajectories end as the reference (${calls} calls, ${writes} writes, ${approvals} approvals, ${replayed.seconds.toFixed(1)} s)`,
    `${denied.changed} of ${total} changed anything although every change was denied`,
    `${doubled.passed} of ${total} end the same when every write is asked for twice`,
    `${killed.passed} of ${total} end the same when the process dies at every approval (${killed.kills} deaths)`,
    `${otherCustomer.allowed} of ${otherCustomer.calls} calls about a customer were answered to another customer`,
    ...failing.flatMap(({ id, differences }) =>
      differences.map(({ record, field, expected, actual }) => `task ${id}: ${record} ${field}: expected ${expected}, found ${actual}`),
    ),
  ];
}

type Task = { readonly golden: Golden; readonly reference: Golden };

/** The benchmark of a folder. Throws input.invalid where it is none. */
export function openData(folder: string): RetailData {
  if (!existsSync(folder)) throw new CountersignError('input.invalid', 'The data folder is not there', { field: 'data' });
  return readRetail(folder, readdirSync(folder));
}

function failure(reference: Golden, played: Replay): FailedTask[] {
  const differences = shortcomings(reference, played);
  return differences.length === 0 ? [] : [{ id: reference.id, differences }];
}

/** Plays all tasks, several customers at once, and compares each with its reference. */
async function playAll(life: Life, shop: Shop, tasks: readonly Task[], options: ReplayOptions): Promise<Pass> {
  const failed: FailedTask[] = [];
  await inLanes(shop, tasks, async ({ golden, reference }) => {
    failed.push(...failure(reference, await replay(life, shop, golden, options)));
  });
  failed.push(...strays(shop));
  return { passed: tasks.length - failed.length, failed };
}

/** Whatever is changed when every customer's records are back is a change of a record that was nobody's business. */
function strays(shop: Shop): FailedTask[] {
  return Object.keys(shop.changes()).map((record) => ({
    id: 'stray',
    differences: [{ record, field: '', expected: '(unchanged)', actual: 'changed by the conversation of another customer' }],
  }));
}

async function inLanes(shop: Shop, tasks: readonly Task[], work: (task: Task) => Promise<void>): Promise<void> {
  const byCustomer = new Map<string, Task[]>();
  for (const task of tasks) {
    const customer = customerIn(task.golden, shop) ?? '';
    byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), task]);
  }
  // The longest first, so that none is left over at the end.
  const queue = [...byCustomer.values()].toSorted((a, b) => b.length - a.length);
  const lane = async (): Promise<void> => {
    for (let own = queue.shift(); own; own = queue.shift()) for (const task of own) await work(task);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function deny(life: Life, shop: Shop, tasks: readonly Task[]): Promise<Tau2Report['denied']> {
  const failed: FailedTask[] = [];
  await inLanes(shop, tasks, async ({ golden }) => {
    const { changes } = await replay(life, shop, golden, { decide: denying });
    const records = Object.keys(changes);
    if (records.length > 0)
      failed.push({
        id: golden.id,
        differences: records.map((record) => ({ record, field: '', expected: '(unchanged)', actual: 'changed' })),
      });
  });
  failed.push(...strays(shop));
  return { changed: failed.length, failed };
}

async function asSomebodyElse(life: Life, shop: Shop, tasks: readonly Task[]): Promise<Tau2Report['otherCustomer']> {
  const failed: FailedTask[] = [];
  let calls = 0;
  let allowed = 0;
  const customers = shop.customers();
  await inLanes(shop, tasks, async ({ golden }) => {
    const owner = customerIn(golden, shop);
    const identity = customers[(customers.indexOf(owner ?? '') + 1) % customers.length] ?? '';
    const played = await replay(life, shop, golden, { decide: approving, identity });
    const personal = played.calls.filter(({ tool }) => isPersonal(tool));
    const answered = personal.filter(({ called }) => called.kind !== 'refused');
    calls += personal.length;
    allowed += answered.length + Object.keys(played.changes).length;
    if (answered.length > 0)
      failed.push({
        id: golden.id,
        differences: answered.map(({ tool, called }) => ({ record: 'calls', field: tool, expected: 'refused', actual: called.kind })),
      });
  });
  const left = strays(shop);
  return { calls, allowed: allowed + left.length, failed: [...failed, ...left] };
}
