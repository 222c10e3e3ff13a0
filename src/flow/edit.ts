import { tokenKinds } from '../contracts/classes.ts';
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
  const edited = await withHiddenValues(session, write, parsed.data);
  const { value: values } = await session.parts.privacy.restoreArguments(session.input.threadId, tool.input, edited);
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

/**
 * What the policy keeps from a screen read `[TAXID]` there. A member that comes back as it was shown keeps the token behind
 * the mark; a mark anywhere else would be written as it stands.
 */
async function withHiddenValues(session: Session, write: PlannedWrite, given: unknown): Promise<unknown> {
  const { privacy } = session.parts;
  const shown: unknown = await privacy.restoreForScreen(session.input.threadId, write.input);
  const merged = keepUnchanged(given, shown, write.input);
  const hidden = tokenKinds.filter((kind) => privacy.policy.rules[kind].screen === 'drop').map((kind) => `[${kind}]`);
  const text = JSON.stringify(merged);
  const left = hidden.find((mark) => text.includes(mark) && !JSON.stringify(write.input).includes(mark));
  if (left !== undefined)
    throw new CountersignError('approval.invalid_edit', `${left} stands for a value that is not shown; leave that field as it is`, {
      field: 'input',
    });
  return merged;
}

function keepUnchanged(given: unknown, shown: unknown, held: unknown): unknown {
  if (typeof given === 'string') return given === shown ? held : given;
  if (typeof given !== 'object' || given === null) return given;
  const member = (tree: unknown, name: string): unknown =>
    typeof tree === 'object' && tree !== null ? Reflect.get(tree, name) : undefined;
  const kept = Object.entries(given).map(([name, value]) => [name, keepUnchanged(value, member(shown, name), member(held, name))] as const);
  return Array.isArray(given) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}

/** An edit changes what is written, never where: another record would be another proposal. */
function refuseOtherTarget(write: PlannedWrite, target: { type: string; id?: string }): void {
  if (target.type !== write.target.type || target.id !== write.target.id) {
    throw new CountersignError('approval.invalid_edit', 'An edit cannot aim at another record', { field: 'input' });
  }
}
