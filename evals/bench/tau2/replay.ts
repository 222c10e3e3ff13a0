import { converseWith, type Called, type Deciding } from './conversation.ts';
import { compareChanges, type Difference } from './compare.ts';
import type { Golden } from './data.ts';
import { catalogueTools, findTools, guest } from './read-tools.ts';
import type { Changes, Shop } from './shop.ts';
import type { Life } from './world.ts';
import { writeTools } from './write-tools.ts';

export type Replay = {
  readonly calls: readonly { readonly tool: string; readonly called: Called }[];
  readonly changes: Changes;
  /** The engine it ended in. */
  readonly life: Life;
};

export type ReplayOptions = {
  readonly decide: Deciding;
  /** Whose conversation it is; found out from the trajectory unless given. */
  readonly identity?: string;
  /** Asks for every write once more right after its first time. */
  readonly isTwice?: boolean;
};

type Call = Golden['actions'][number];

/** Plays the calls of one trajectory in one conversation. The records of its customer start as the file has them, and end so. */
export async function replay(life: Life, shop: Shop, golden: Golden, options: ReplayOptions): Promise<Replay> {
  const customer = customerIn(golden, shop) ?? guest;
  shop.reset(customer);
  replays += 1;
  const talk = converseWith(life, options.identity ?? identityIn(golden, shop), `retail@${replays}`, options.decide);
  const calls: { tool: string; called: Called }[] = [];
  for (const [tool, input] of golden.actions) {
    calls.push({ tool, called: await talk.call(tool, input) });
    if (options.isTwice === true && isWrite(tool)) await talk.call(tool, input);
  }
  const changes = shop.changes(customer);
  shop.reset(customer);
  return { calls, changes, life: talk.life() };
}

/** Counts replays in this process, so that an order that starts anew is not taken for what was done to it before. */
let replays = 0;

export const isWrite = (tool: string): boolean => writeTools.some(({ id }) => id === `retail.${tool}`);
/** Whether a call is about a customer at all; products and sums are anybody's. */
export const isPersonal = (tool: string): boolean => !catalogueTools.includes(`retail.${tool}`);

/** A guest where the trajectory authenticates somebody, otherwise the customer its records belong to. */
function identityIn(golden: Golden, shop: Shop): string {
  return golden.actions.some((call) => found(call, shop) !== undefined) ? guest : (customerIn(golden, shop) ?? guest);
}

/** Whose trajectory it is; undefined where it names no customer that is there. */
export function customerIn(golden: Golden, shop: Shop): string | undefined {
  for (const call of golden.actions) {
    const [, { order_id: order, user_id: user }] = call;
    const id = found(call, shop) ?? (typeof user === 'string' ? shop.user(user)?.user_id : undefined);
    const owner = id ?? (typeof order === 'string' ? shop.order(order)?.user_id : undefined);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function found([tool, { email, first_name: first, last_name: last, zip }]: Call, shop: Shop): string | undefined {
  if (!findTools.includes(`retail.${tool}`)) return undefined;
  if (typeof email === 'string') return shop.findByEmail(email);
  if (typeof first !== 'string' || typeof last !== 'string' || typeof zip !== 'string') return undefined;
  return shop.findByNameAndZip(first, last, zip);
}

/** What is not as the reference has it: records that differ, and calls answered that it refuses or the other way round. */
export function shortcomings(golden: Golden, { calls, changes }: Pick<Replay, 'calls' | 'changes'>): readonly Difference[] {
  return [...compareChanges(golden, changes), ...refusalsOf(golden, calls)];
}

function refusalsOf(golden: Golden, calls: Replay['calls']): Difference[] {
  const refusedByUs = (called: Called): boolean => called.kind === 'refused' || called.kind === 'failed';
  if (golden.obs?.length === calls.length) {
    return calls.flatMap(({ tool, called }, at) => {
      const expected = golden.obs?.[at]?.startsWith('ERR') === true;
      const actual = refusedByUs(called);
      // What stands already was neither refused nor done again; the reference refuses some of it.
      return called.kind === 'unchanged' || (expected === actual && called.kind !== 'failed')
        ? []
        : [told(`call ${at}`, tool, expected, called)];
    });
  }
  // Without the observations, the tools of the refused calls in their order say as much.
  const expected = golden.golden_errors
    .map(([, tool]) => tool)
    .toSorted()
    .join(' ');
  const actual = calls
    .filter(({ called }) => refusedByUs(called))
    .map(({ tool }) => tool)
    .toSorted()
    .join(' ');
  return expected === actual ? [] : [{ record: 'calls', field: 'refused', expected, actual }];
}

function told(record: string, field: string, isRefused: boolean, called: Called): Difference {
  return {
    record,
    field,
    expected: isRefused ? 'refused' : 'answered',
    actual: 'reason' in called ? `${called.kind}: ${called.reason}` : called.kind,
  };
}
