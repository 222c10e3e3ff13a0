import { CountersignError } from '../contracts/errors.ts';
import type { PlannedWrite, Proposal } from '../contracts/proposals.ts';
import { describeWrite, hashWrites } from './propose.ts';
import { writeTool } from './live.ts';
import type { Session } from './parts.ts';

/**
 * A proposal with one write's input replaced by what a person typed. The tool's schema validates it; its personal and
 * free-text leaves become tokens before anything is stored; the live record gives the new before-values.
 */
export async function reviseProposal(session: Session, proposal: Proposal, slot: string, input: unknown): Promise<Proposal> {
  const write = proposal.writes.find((each) => each.slot === slot);
  if (!write) throw new CountersignError('approval.invalid_edit', `The proposal has no write ${slot}`, { field: 'slot' });
  const tool = writeTool(session, write.tool);
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CountersignError('approval.invalid_edit', `The edited input is not valid: ${issue?.message ?? 'unknown'}`, {
      field: `input.${issue?.path.join('.') ?? ''}`,
    });
  }
  refuseOtherTarget(write, tool.target(parsed.data));
  // An editor who may not see names edits tokens: they become values first, or the text would hide a literal token inside
  // its own. A token this thread never issued refuses the edit.
  const { value: values } = await session.parts.privacy.restoreArguments(session.input.threadId, tool.input, parsed.data);
  const safe = await session.parts.privacy.protect(session.input.threadId, tool.input, values);
  const planned = await describeWrite(session, { slot, key: write.key, toolId: write.tool }, safe);
  if (!planned)
    throw new CountersignError('approval.invalid_edit', 'The edit leaves nothing to change; reject the proposal instead', {
      field: 'input',
    });
  const writes = proposal.writes.map((each) => (each.slot === slot ? planned : each));
  const at = session.parts.clock.now().toISOString();
  // The facts are the same: an event that repeats them finds the edited proposal and leaves the question open.
  return { ...proposal, id: session.parts.ids.next('prp'), writes, hash: hashWrites(writes), createdAt: at };
}

/** An edit changes what is written, never where: another record would be another proposal. */
function refuseOtherTarget(write: PlannedWrite, target: { type: string; id?: string }): void {
  if (target.type !== write.target.type || target.id !== write.target.id) {
    throw new CountersignError('approval.invalid_edit', 'An edit cannot aim at another record', { field: 'input' });
  }
}
