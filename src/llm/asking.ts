import type { AskingLimits, Usage } from '../contracts/llm.ts';
import type { Prompt } from '../prompting/index.ts';
import { modelOf, type Desk, type ModelRole } from './desk.ts';
import { guardedFetch, type About } from './egress.ts';
import { tokensAtMost, type Payload } from './payload.ts';
import { callModel, type Answer, type RemoteModel } from './providers.ts';
import { sendUntilAnswered, type Errand, type Unanswered } from './sending.ts';

/** A prompt that is asked, with all its attempts. `spent` is filled as they go. */
export type Asking = {
  readonly request: { readonly runId: string; readonly threadId: string; readonly limits?: AskingLimits; readonly signal?: AbortSignal };
  readonly prompt: Prompt;
  readonly deadline: number;
  readonly spent: Usage[];
};

/** One answer to a prompt's messages, or why there is none. */
export async function askPrompt(desk: Desk, asking: Asking, remote: RemoteModel, turns: Payload['turns']): Promise<Answer | Unanswered> {
  const { request, prompt, deadline, spent } = asking;
  const payload = { turns, tools: [] };
  const maxTokens = Math.min(prompt.maxTokens, request.limits?.maxTokens ?? Infinity);
  const errand: Errand = {
    runId: request.runId,
    remote,
    deadline,
    signal: request.signal,
    inputTokens: tokensAtMost(payload),
    outputTokens: maxTokens,
    spent,
    recordIds: [],
  };
  return sendUntilAnswered(desk, errand, (sending, signal) =>
    callModel(remote, {
      ...payload,
      maxTokens,
      temperature: prompt.temperature,
      fetch: guardedFetch(desk, aboutPrompt(asking, remote), payload, signal, sending),
      signal,
    }),
  );
}

export function aboutPrompt({ request: { runId, threadId }, prompt }: Asking, role: ModelRole): About {
  const made = `${prompt.id}@${prompt.version}#${prompt.hash.slice(0, 12)}`;
  return { runId, threadId, prompt: made, provider: role.provider, model: modelOf(role) };
}

export function languageName(language: string): string {
  return { en: 'English', de: 'German, formal address', fr: 'French, formal address', es: 'Spanish, formal address' }[language] ?? language;
}
