import type { Proposal } from '../contracts/proposals.ts';
import type { Session, Stopped } from './parts.ts';

/** What stands of a proposal whose other writes found their record changed; undefined where nothing does, and nothing is lost by deciding anew. */
export async function halfDone(session: Session, proposal: Proposal, reason: string): Promise<Stopped | undefined> {
  const known = new Map((await session.parts.effects.getMany(proposal.writes.map(({ key }) => key))).map((effect) => [effect.key, effect]));
  const applied = proposal.writes.filter(({ key }) => known.get(key)?.state === 'applied');
  const [moved, ...rest] = proposal.writes.filter(({ key }) => known.get(key)?.state !== 'applied');
  if (applied.length === 0 || !moved) return undefined;
  return {
    kind: 'exception',
    code: 'effect.conflict',
    message: `${moved.connection} changed ${moved.target.type} while the proposal was being written; what was decided does not hold any more`,
    details: {
      proposal: proposal.id,
      key: moved.key,
      slot: moved.slot,
      reason,
      applied: applied.map(({ slot }) => slot),
      created: Object.fromEntries(applied.map(({ slot, key }) => [slot, known.get(key)?.receipt?.id ?? ''])),
      notAttempted: rest.map(({ slot }) => slot),
    },
  };
}
