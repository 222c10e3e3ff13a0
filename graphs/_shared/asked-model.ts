import { CountersignError } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { inTurn } from './in-turn.ts';

type Answered<O> = { readonly role: 'champion' | 'rule'; readonly output: O };

/**
 * What a deployed model says of each record. Where the first answer is the rule's or none at all, no model is deployed and the caller's own
 * stated rule holds for all; a single record a model cannot answer for is left out. The audit log says which.
 */
export async function askedModel<O>(
  flow: FlowContext,
  model: string,
  ids: readonly string[],
  ask: (id: string) => Promise<Answered<O>>,
): Promise<ReadonlyMap<string, O>> {
  const told = new Map<string, O>();
  const failures: string[] = [];
  const one = async (id: string): Promise<Answered<O> | undefined> => {
    try {
      return await ask(id);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      failures.push(error.code);
      return undefined;
    }
  };
  const [first, ...others] = ids;
  const answer = first === undefined ? undefined : await one(first);
  if (first !== undefined && answer?.role === 'champion') {
    told.set(first, answer.output);
    for (const [id, each] of await inTurn(others, 8, async (other) => [other, await one(other)] as const))
      if (each?.role === 'champion') told.set(id, each.output);
  }
  flow.audit('records.read', { model, asked: ids.length, answered: told.size, failures: [...new Set(failures)] });
  return told;
}
