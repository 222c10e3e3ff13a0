import { CountersignError } from '../contracts/errors.ts';
import type { AskedCall, ConversationAnswer, ConversationRequest, Usage } from '../contracts/llm.ts';
import type { Privacy } from '../contracts/privacy.ts';
import { createToolCallBuffer, type ToolCallBuffer } from '../privacy/index.ts';
import { settleCalls } from './asked-calls.ts';
import { sumUsage } from './budget.ts';
import { findLeakInPayload } from './canary.ts';
import { deadlineOf, modelOf, narratorModel, nothing, type Desk, type ModelRole } from './desk.ts';
import { guardedFetch, recordEgress, type About, type Sending } from './egress.ts';
import { cannotConverse } from './narrator.ts';
import { offerTools, type OfferedTools } from './offered-tools.ts';
import { tokensAtMost, type Payload } from './payload.ts';
import { saidNothing, streamModel, type Piece, type RemoteModel } from './providers.ts';
import { sendUntilAnswered } from './sending.ts';
import { createShownText } from './shown-text.ts';
import { turnsOf } from './turns.ts';

type Job = {
  readonly request: ConversationRequest;
  readonly payload: Payload;
  readonly offered: OfferedTools;
  readonly spent: Usage[];
  readonly recordIds: string[];
  /** Set once the reader has seen something that cannot be taken back. */
  hasShown: boolean;
};
type Heard = {
  readonly text: string;
  readonly shown: string;
  readonly calls: ToolCallBuffer;
  readonly hasCalls: boolean;
  readonly end: Piece['end'];
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/**
 * One turn of a conversation: messages and tools with tokens in the place of values → canary check → budget → the exact body
 * on record → streaming call → deltas restored as far as the reader may see → tool calls whole, restored and checked. Nothing
 * of a call is handed out before all of it is there. Where no model answers and nothing was shown yet, the built-in narrator
 * says that it cannot.
 */
export async function converse(desk: Desk, request: ConversationRequest): Promise<ConversationAnswer> {
  const role = desk.roles[request.role ?? 'planner'];
  const deadline = deadlineOf(desk);
  const job = await prepare(desk.privacy, request);
  const leak = await findLeakInPayload(desk.privacy, request.threadId, job.payload);
  if (leak) {
    await recordEgress(desk, aboutOf(request, role), JSON.stringify(job.payload), { outcome: 'blocked' });
    throw leak;
  }
  if (role.provider === 'narrator') return decline(desk, job);
  const errand = {
    runId: request.runId,
    remote: role,
    deadline,
    signal: request.signal,
    inputTokens: tokensAtMost(job.payload),
    outputTokens: request.maxTokens,
    spent: job.spent,
    recordIds: job.recordIds,
  };
  const heard = await sendUntilAnswered(desk, errand, (sending, signal) => listen(desk, job, role, sending, signal));
  if (!('fallback' in heard) && !isSilent(heard)) return finished(desk, job, role, heard);
  if (job.hasShown) throw new CountersignError('llm.unavailable', 'The model broke off in the middle of its answer', { retry: 'now' });
  // A refusal, a filter, or a model that used up its tokens with thinking: its reader has nothing in hand.
  const reason = 'fallback' in heard ? heard.fallback : 'withheld';
  desk.log.warn(
    { runId: request.runId, agent: request.agent, provider: role.provider, reason },
    'the built-in narrator answers instead of the model',
  );
  return decline(desk, job, reason);
}

/** A call that was announced and is not there is no silence. */
function isSilent({ text, hasCalls, end }: Pick<Heard, 'text' | 'hasCalls' | 'end'>): boolean {
  return text.trim() === '' && !hasCalls && end !== 'calls';
}

/** What leaves: protected before anything else looks at it. */
async function prepare(privacy: Privacy, request: ConversationRequest): Promise<Job> {
  const { threadId, messages, inTokens, tools, signal } = request;
  const options = signal ? { signal } : {};
  const safe = await privacy.protectMessages(threadId, messages, { ...options, ...(inTokens ? { inTokens } : {}) });
  const offered = await offerTools(privacy, threadId, tools, signal);
  const payload = { turns: turnsOf(safe.messages, offered.wireNameOf), tools: offered.wire };
  return { request, payload, offered, spent: [], recordIds: [], hasShown: false };
}

/** One attempt, heard to its end. Deltas go out while it speaks; calls are only gathered. */
async function listen(desk: Desk, job: Job, remote: RemoteModel, sending: Sending, signal: AbortSignal): Promise<Heard> {
  const { request, payload } = job;
  const fetch = guardedFetch(desk, aboutOf(request, remote), payload, signal, sending);
  const reader = createShownText(request.reveal ? (token) => shownFor(desk.privacy, request.threadId, token) : async () => undefined);
  const calls = createToolCallBuffer();
  const heard = { text: '', shown: '', hasCalls: false, end: undefined as Piece['end'], inputTokens: 0, outputTokens: 0 };
  const show = async (delta: () => Promise<string>): Promise<void> => {
    try {
      const text = await delta();
      heard.shown += text;
      if (text === '' || !request.onDelta) return;
      job.hasShown = true;
      request.onDelta(text);
    } catch (refused) {
      // Not the model's fault: asking it again would not help.
      sending.refused = refused;
      throw refused;
    }
  };
  const asked = { ...payload, maxTokens: request.maxTokens, temperature: 0, fetch, signal };
  for await (const piece of streamModel(remote, asked)) {
    heard.text += piece.text;
    heard.end = piece.end ?? heard.end;
    Object.assign(heard, piece.usage);
    for (const delta of piece.calls) calls.push(delta);
    heard.hasCalls ||= piece.calls.length > 0;
    if (piece.text !== '') await show(() => reader.push(piece.text));
  }
  signal.throwIfAborted();
  // A server that streams nothing, or something else altogether.
  if (heard.end === undefined && isSilent(heard) && heard.inputTokens === 0) throw new Error(saidNothing);
  await show(async () => reader.end());
  return { ...heard, calls };
}

/** What the thread's own user sees in the place of a token; a token nobody issued stays what it is. */
async function shownFor(privacy: Privacy, threadId: string, token: string): Promise<string | undefined> {
  try {
    // A token that stands for a number comes back as one.
    return String(await privacy.restoreForScreen<unknown>(threadId, token));
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'privacy.unknown_token') return undefined;
    throw error;
  }
}

async function finished(desk: Desk, job: Job, remote: RemoteModel, heard: Heard): Promise<ConversationAnswer> {
  const isCutOff = heard.end === undefined || heard.end === 'cut';
  // A call in a broken answer may be half of what was meant, even where it can be read; and one that was announced must be there.
  if ((heard.hasCalls && isCutOff) || (heard.end === 'calls' && !heard.hasCalls))
    throw new CountersignError('llm.invalid_output', 'The answer broke off in a tool call; nothing was called', {
      field: 'tool_calls',
      retry: 'now',
    });
  const { calls, repairs } = await settleCalls(desk.privacy, job.request.threadId, heard.calls, job.offered.toolOf);
  return answerOf(job, { text: heard.text, shown: heard.shown, calls, repairs, isCutOff, engine: remote.provider, model: remote.model });
}

/** The narrator has no part in conversations yet. What it was asked is on record like a model's question. */
async function decline(desk: Desk, job: Job, fallback?: ConversationAnswer['fallback']): Promise<ConversationAnswer> {
  const { request, payload } = job;
  const about = aboutOf(request, { provider: 'narrator' });
  job.recordIds.push(await recordEgress(desk, about, JSON.stringify(payload), { outcome: 'sent', usage: nothing }));
  const text = cannotConverse(request.locale ?? 'en');
  request.onDelta?.(text);
  const answer = answerOf(job, { text, shown: text, calls: [], repairs: 0, isCutOff: false, engine: 'narrator', model: narratorModel });
  return fallback ? { ...answer, fallback } : answer;
}

type Told = Pick<ConversationAnswer, 'text' | 'repairs' | 'isCutOff' | 'engine' | 'model'> & {
  readonly shown: string;
  readonly calls: readonly AskedCall[];
};

function answerOf({ request, spent, recordIds }: Job, { shown, calls, ...told }: Told): ConversationAnswer {
  return { ...told, toolCalls: calls, usage: sumUsage(spent), egressIds: recordIds, ...(request.reveal ? { shown } : {}) };
}

function aboutOf({ runId, threadId, agent }: ConversationRequest, role: ModelRole): About {
  return { runId, threadId, prompt: `conversation:${agent}`, provider: role.provider, model: modelOf(role) };
}
