import { z } from 'zod';
import type { WriteTool } from '../contracts/authoring.ts';
import { RecordRef } from '../contracts/business.ts';
import { businessId } from '../contracts/classes.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { FieldChange, Proposal } from '../contracts/proposals.ts';
import { erasedMark, leafValues } from '../privacy/index.ts';
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
    const writes = await readable(session, thread, applied);
    const isWhole = applied.length === proposal.writes.length;
    found.push({ id: proposal.id, tags: proposal.traits.tags, at: proposal.createdAt, isWhole, writes });
  }
  return found;
}

/** Nothing of a proposal whose values were erased or are not kept any more: half of what was before is no before. */
async function readable(session: Session, thread: string, applied: Proposal['writes']): Promise<readonly EarlierWrite[]> {
  try {
    const writes: EarlierWrite[] = [];
    for (const write of applied) writes.push(await inOwnTokens(session, thread, write));
    return writes;
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || !thrown.code.startsWith('privacy.')) throw thrown;
    session.parts.log.warn({ thread, code: thrown.code }, 'what a proposal wrote cannot be read any more');
    return [];
  }
}

type Sided = Record<string, FieldChange['before'] | FieldChange['after']>;

async function inOwnTokens(session: Session, thread: string, write: Proposal['writes'][number]): Promise<EarlierWrite> {
  const { privacy } = session.parts;
  const tool = writeTool(session, write.tool);
  const leaves = leafValues(tool.input, write.input);
  const forgotten = new Set<string>();
  const side = async (which: 'before' | 'after'): Promise<Sided> => {
    const held: Sided = Object.fromEntries(write.changes.map((change) => [change.field, change[which]]));
    // Only text may be anybody's; what a field held is of the kind of what it was given.
    const texts = Object.entries(held).flatMap(([field, value]): [string, string][] => (typeof value === 'string' ? [[field, value]] : []));
    const restored: Readonly<Record<string, unknown>> = await privacy.restore(thread, Object.fromEntries(texts));
    // A token that was a number alone is one again.
    const values = Object.entries(restored).map(([field, value]) => [field, String(value)] as const);
    const kept = values.filter(([field, value]) => value === held[field] || !value.includes(erasedMark));
    for (const [field] of values) if (!kept.some(([known]) => known === field)) forgotten.add(field);
    const fields = Object.fromEntries(kept.map(([field]) => [field, schemaOf(tool, field, write, leaves)]));
    // A name is that of its record: it has to be the token that reading the record gives.
    const { id } = write.target;
    const record = id === undefined ? {} : { id, ref: { connection: write.connection, type: write.target.type, id } };
    const shape = z.object({ ...(id === undefined ? {} : { id: businessId(), ref: RecordRef }), ...fields });
    // Of the shape it was given.
    const {
      id: _id,
      ref: _ref,
      ...own
    } = (await privacy.protect(session.input.threadId, shape, { ...record, ...Object.fromEntries(kept) })) as Sided;
    return { ...held, ...own };
  };
  const [before, after] = [await side('before'), await side('after')];
  const { slot, target } = write;
  return {
    slot,
    tool: write.tool,
    target,
    forgotten: [...forgotten],
    changes: write.changes
      .filter(({ field }) => !forgotten.has(field))
      .map(({ field, label }) => ({
        field,
        ...(label === undefined ? {} : { label }),
        before: plainOf(before[field]),
        after: after[field] ?? null,
      })),
  };
}

/** As the tool declares it; otherwise as the input it was given says. */
function schemaOf(
  tool: WriteTool,
  field: string,
  { changes }: Proposal['writes'][number],
  leaves: ReturnType<typeof leafValues>,
): z.ZodType {
  const key = Object.entries(tool.fields ?? {}).find(([, name]) => name === field)?.[0];
  const declared: unknown = key !== undefined && tool.input instanceof z.ZodObject ? tool.input.shape[key] : undefined;
  if (declared instanceof z.ZodType) return declared;
  const after = changes.find((change) => change.field === field)?.after;
  return fieldSchema(tool, field, typeof after === 'string' ? after : '', leaves);
}

const isField = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);
const plainOf = (value: unknown): FieldChange['before'] => (isField(value) ? value : null);
