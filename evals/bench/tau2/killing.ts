import type { ProbeLabel } from '../../../src/flow/parts.ts';
import type { Deciding } from './conversation.ts';
import { clerk, type World } from './world.ts';

/** Where a process dies on the way from a yes to a change on record; `effect.sent` is after the shop did it and before anybody knows. */
const boundaries = [
  'gate.passed',
  'commit.reserved',
  'effect.sending',
  'effect.sent',
  'effect.settled',
  'commit.done',
] as const satisfies readonly ProbeLabel[];

/**
 * A person whose yes outlives the process twice: it dies while the change waits, a new one over the same files takes the yes, dies
 * at the next boundary in turn, and a third carries the change to its end.
 */
export function killing(world: World): { readonly decide: Deciding; readonly kills: () => number } {
  let kills = 0;
  const decide: Deciding = async (life, { id, hash }) => {
    life.die();
    const second = await world.open();
    const boundary = boundaries[(kills / 2) % boundaries.length] ?? 'effect.sent';
    second.dieAt(boundary);
    await second.services.approvals.decide(id, { verdict: 'approve', hash }, second.core.principal(clerk));
    // Dead, its worker never comes to an end; where the boundary was not reached, it did.
    await Promise.race([second.core.worker.drain(), second.death]);
    second.die();
    kills += 2;
    const third = await world.open();
    await third.core.worker.drain();
    return third;
  };
  return { decide, kills: () => kills };
}
