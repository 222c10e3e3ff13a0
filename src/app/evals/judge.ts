import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { JsonObject } from '../../contracts/json.ts';
import type { Gateway } from '../../contracts/llm.ts';
import type { Observed } from '../../evaluating/evaluated.ts';

/** As the output schema of every rubric has it. */
const Opinion = z.object({ score: z.int().min(1).max(5), reason: z.string() });

/** One rubric, asked through the gateway in the thread a text was said in. What cannot be asked is skipped by name: no opinion counts. */
export async function askJudge(
  gateway: Pick<Gateway, 'assess'>,
  { threadId = 'evals', locale }: Observed,
  rubric: string,
  view: JsonObject,
  signal: AbortSignal,
): Promise<z.infer<typeof Opinion> | { readonly skipped: string }> {
  try {
    const found = await gateway.assess({ runId: `judge-${threadId}`, threadId, agent: 'evals', prompt: rubric, locale, view, signal });
    if (found.kind === 'unanswered') return { skipped: `the judge did not answer: ${found.reason}` };
    // An installation may bring rubrics of its own.
    const opinion = Opinion.safeParse(found.value);
    return opinion.success ? opinion.data : { skipped: `${rubric} asks for something else than score and reason` };
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof CountersignError)) throw thrown;
    return { skipped: `the judge was not asked: ${thrown.code}` };
  }
}
