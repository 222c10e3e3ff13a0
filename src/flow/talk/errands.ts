import { z } from 'zod';
import { freeText } from '../../contracts/classes.ts';
import type { ExceptionStore } from '../../contracts/runs.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { RunStore } from '../../contracts/runs.ts';
import { tokenLeftIn } from '../../contracts/tokens.ts';
import type { ChangeRequests, Errands, ErrandState } from './parts.ts';

export type ErrandParts = {
  readonly privacy: Privacy;
  readonly runs: RunStore;
  readonly exceptions: ExceptionStore;
  readonly changes: Pick<ChangeRequests, 'settled'>;
  readonly offered: (by: Principal) => readonly string[];
  /** Starts it as a command would, for this person; answers with the run. */
  readonly start: (workflow: string, record: string, by: Principal, threadId: string) => Promise<string>;
};

/** Workflows set going from a conversation: each is a run like any other, as the person who asks. */
export function createErrands(parts: ErrandParts): Errands {
  return {
    offered: parts.offered,
    async start(threadId, { workflow, record }, by, signal) {
      const runId = await parts.start(workflow, record, by, threadId);
      const change = await parts.changes.settled(threadId, runId, 8000, signal);
      return withEnd(parts, threadId, runId, change);
    },
  };
}

/** How it ended, where it ended without a write: in the workflow's own words, as this conversation may show them. */
async function withEnd(parts: ErrandParts, threadId: string, runId: string, change: Omit<ErrandState, 'told'>): Promise<ErrandState> {
  const run = await parts.runs.get(runId);
  const shown = (text: string): Promise<string> => inThread(parts.privacy, { from: run?.threadId ?? threadId, to: threadId }, text);
  if (run?.status === 'exception') {
    const [exception] = await parts.exceptions.list({ runId, limit: 1 });
    return { ...change, told: await shown(exception?.message ?? run.outcome ?? '') };
  }
  if (run?.status !== 'done' || change.state !== 'proposed') return change;
  const outcome = run.outcome ?? '';
  return outcome.startsWith('proposed') ? change : { ...change, state: 'unchanged', told: await shown(outcome) };
}

const Text = z.object({ text: freeText() });

/** A text of a run, whose tokens are its own, in the tokens of a conversation. */
export async function inThread(
  privacy: Privacy,
  { from, to }: { readonly from: string; readonly to: string },
  text: string,
): Promise<string> {
  if (tokenLeftIn(text) === undefined) return text.slice(0, 2000);
  const restored = await privacy.restore(from, text);
  return (await privacy.protect(to, Text, { text: restored })).text;
}
