import type { Agent } from '../contracts/authoring.ts';
import { canonicalJson, type Json, type JsonObject } from '../contracts/json.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { AskingLimits, Gateway } from '../contracts/llm.ts';
import { note } from './notes.ts';
import { sha256 } from './sha256.ts';
import type { Session } from './parts.ts';

export type AskedOfText = { readonly agent: Agent; readonly prompt: string; readonly locale: string; readonly view: JsonObject };

/** What a question of this agent may use, counted as one more of it; refused where it has no such prompt or asked often enough. */
export function askAs(session: Session, agent: Agent, prompt: string): AskingLimits {
  if (!agent.prompts.includes(prompt))
    throw new CountersignError('capability.missing', `Agent ${agent.id} does not write with ${prompt}`, { field: prompt });
  const asked = session.asked.get(agent.id) ?? 0;
  if (asked >= agent.limits.maxModelCalls)
    throw new CountersignError('llm.budget', `Agent ${agent.id} may ask a model ${agent.limits.maxModelCalls} times in one step`, {
      field: 'limits.maxModelCalls',
    });
  session.asked.set(agent.id, asked + 1);
  return { maxTokens: agent.limits.maxTokens, deadlineMs: agent.limits.timeoutMs };
}

const kept = 500;
const known = new WeakMap<Gateway, Map<string, Json>>();

/**
 * The data a prompt is answered with, undefined where no model answers. A step that is done again while a question waits for a
 * person must not come to another reading of the same text: what was answered stays, as long as the process runs.
 */
export async function assessText(session: Session, { agent, ...request }: AskedOfText): Promise<Json | undefined> {
  const { parts, input, run } = session;
  const limits = askAs(session, agent, request.prompt);
  const answers = known.get(parts.gateway) ?? new Map<string, Json>();
  known.set(parts.gateway, answers);
  const about = sha256(canonicalJson({ thread: input.threadId, ...request }));
  const before = answers.get(about);
  if (before !== undefined) return before;
  const assessment = await parts.gateway.assess({
    ...request,
    agent: agent.id,
    runId: run.runId,
    threadId: input.threadId,
    limits,
    signal: run.signal,
  });
  if (assessment.kind === 'unanswered') {
    // That there is no model is how most installations run, and no news.
    if (assessment.reason !== 'no-model') note(session, 'text.unread', { prompt: request.prompt, reason: assessment.reason });
    return undefined;
  }
  const { id, version, hash } = assessment.prompt;
  note(session, 'text.read', { prompt: `${id}@${version}#${hash}`, engine: assessment.engine, model: assessment.model });
  const [oldest] = answers.keys();
  if (oldest !== undefined && answers.size >= kept) answers.delete(oldest);
  answers.set(about, assessment.value);
  return assessment.value;
}
