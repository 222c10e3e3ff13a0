import { z } from 'zod';
import type { FieldChange, Proposal } from '../contracts/proposals.ts';
import { leafValues } from '../privacy/index.ts';
import { writeTool } from './live.ts';
import type { EarlierProposal, EarlierWrite, Session } from './parts.ts';
import { fieldSchema } from './restore-fields.ts';

/**
 * What a workflow wrote for this run's record, newest first. Every thread has tokens of its own, so its values are taken out of that
 * thread and become this run's tokens. Writes that were not applied are left out, and so are proposals without any.
 */
export async function earlierOf(session: Session, workflow: string): Promise<readonly EarlierProposal[]> {
  const { parts, input } = session;
  const thread = parts.threadOf(workflow, input.record);
  const found: EarlierProposal[] = [];
  for (const proposal of await parts.proposals.ofThread(thread)) {
    const effects = new Map((await parts.effects.getMany(proposal.writes.map(({ key }) => key))).map((effect) => [effect.key, effect]));
    const applied = proposal.writes.filter(({ key }) => {
      const effect = effects.get(key);
      return effect?.state === 'applied' && effect.proposalId === proposal.id;
    });
    if (applied.length === 0) continue;
    const writes: EarlierWrite[] = [];
    for (const write of applied) writes.push(await inOwnTokens(session, thread, write));
    found.push({
      id: proposal.id,
      tags: proposal.traits.tags,
      at: proposal.createdAt,
      isWhole: applied.length === proposal.writes.length,
      writes,
    });
  }
  return found;
}

type Sided = Record<string, FieldChange['before'] | FieldChange['after']>;

async function inOwnTokens(session: Session, thread: string, write: Proposal['writes'][number]): Promise<EarlierWrite> {
  const { privacy } = session.parts;
  const tool = writeTool(session, write.tool);
  const leaves = leafValues(tool.input, write.input);
  const side = async (which: 'before' | 'after'): Promise<Sided> => {
    const held: Sided = Object.fromEntries(write.changes.map((change) => [change.field, change[which]]));
    // Only text may be anybody's; what a field held is of the kind of what it was given.
    const texts = Object.fromEntries(Object.entries(held).filter(([, value]) => typeof value === 'string'));
    const shape = z.object(
      Object.fromEntries(
        write.changes.flatMap(({ field, after }) =>
          field in texts ? [[field, fieldSchema(tool, field, typeof after === 'string' ? after : '', leaves)] as const] : [],
        ),
      ),
    );
    // Of the shape it was given.
    const own = (await privacy.protect(session.input.threadId, shape, await privacy.restore(thread, texts))) as Sided;
    return { ...held, ...own };
  };
  const [before, after] = [await side('before'), await side('after')];
  const { slot, target } = write;
  return {
    slot,
    tool: write.tool,
    target,
    changes: write.changes.map(({ field, label }) => ({
      field,
      ...(label === undefined ? {} : { label }),
      before: plainOf(before[field]),
      after: after[field] ?? null,
    })),
  };
}

const isField = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);
const plainOf = (value: unknown): FieldChange['before'] => (isField(value) ? value : null);
