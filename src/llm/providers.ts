import { AIMessage, HumanMessage, SystemMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import type { ChatOllama } from '@langchain/ollama';
import type { ChatOpenAI } from '@langchain/openai';
import type { ToolCallDelta } from '../privacy/index.ts';
import { onlyJsonLines } from './json-lines.ts';
import type { Payload, Turn } from './payload.ts';

export type ProviderName = 'openai' | 'ollama';

/** A model elsewhere. `apiKey` is the resolved secret, never a reference. */
export type RemoteModel = {
  readonly provider: ProviderName;
  readonly model: string;
  /** OpenAI-compatible: up to and with `/v1`. Ollama: the server's root. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** For one attempt, 30 s unless told. */
  readonly timeoutMs?: number;
};

export type Call = Payload & {
  readonly maxTokens: number;
  readonly temperature: number;
  /** The only way to the network. */
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
};

export type Answer = {
  readonly text: string;
  /** As the provider tells them; 0 where it tells none. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly isCutOff: boolean;
  /** It would not say it: a refusal, a filter, or no words at all. Asking again would not help. */
  readonly isWithheld: boolean;
};

/** A piece of a streamed answer. `end` says how it ended, on a piece near the end; without it the stream broke off. */
export type Piece = {
  readonly text: string;
  readonly calls: readonly ToolCallDelta[];
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
  readonly end?: 'whole' | 'calls' | 'cut';
};

type Replied = {
  readonly usage_metadata?: { readonly input_tokens?: number; readonly output_tokens?: number };
  readonly response_metadata?: Record<string, unknown>;
  readonly tool_call_chunks?: readonly ToolCallDelta[];
};

/** One attempt. The client's own retries are off: each sending is on record, so the gateway alone decides on another. */
export async function callModel(remote: RemoteModel, call: Call): Promise<Answer> {
  const model = remote.provider === 'openai' ? await openai(remote, call, false) : await ollama(remote, call);
  // Straight to the model: `invoke` would add callbacks and tracers, which are ways out of the house.
  const { generations, llmOutput } = await model._generate(call.turns.map(asLangChain), { signal: call.signal });
  const [generation] = generations;
  // Both clients answer with an AI message; the declared base type has no usage.
  const message = generation?.message as Replied | undefined;
  const { inputTokens, outputTokens } = usageOf(message, llmOutput);
  const metadata: Record<string, unknown> = { ...generation?.generationInfo, ...message?.response_metadata };
  const reason = metadata['finish_reason'] ?? metadata['done_reason'] ?? metadata['done'];
  const text = generation?.text ?? '';
  // A page of a proxy, or something else that is no answer.
  if (text === '' && inputTokens === 0 && reason === undefined) throw new Error(saidNothing);
  const isWithheld = text.trim() === '' || reason === 'content_filter';
  return { text, inputTokens, outputTokens, isCutOff: reason === 'length', isWithheld };
}

/** An answer without choices has no message, but tells what it cost. */
function usageOf(message: Replied | undefined, output: Record<string, unknown> | undefined): Pick<Answer, 'inputTokens' | 'outputTokens'> {
  const told: { promptTokens?: number; completionTokens?: number } = Object(output?.['tokenUsage']);
  const { input_tokens: input = told.promptTokens, output_tokens: made = told.completionTokens } = message?.usage_metadata ?? {};
  return { inputTokens: input ?? 0, outputTokens: made ?? 0 };
}

export const saidNothing = 'The provider answered without saying anything';

/** One attempt whose answer comes in pieces, with the tools it may ask for. */
export async function* streamModel(remote: RemoteModel, call: Call): AsyncGenerator<Piece> {
  const messages = call.turns.map(asLangChain);
  // The clients' types want lists they may change; they do not.
  const options = { signal: call.signal, ...(call.tools.length > 0 ? { tools: [...call.tools] } : {}) };
  const chunks =
    remote.provider === 'openai'
      ? (await openai(remote, call, true))._streamResponseChunks(messages, options)
      : (await ollama(remote, call))._streamResponseChunks(messages, options);
  for await (const chunk of chunks) yield pieceOf(chunk);
}

function pieceOf({ text, message, generationInfo }: ChatGenerationChunk): Piece {
  // Both clients yield chunks of AI messages; the declared base type has neither usage nor calls.
  const { usage_metadata: usage, response_metadata: about, tool_call_chunks: calls } = message as Replied;
  const end = endOf({ ...generationInfo, ...about });
  return {
    text,
    calls: calls ?? [],
    ...(usage ? { usage: { inputTokens: usage.input_tokens ?? 0, outputTokens: usage.output_tokens ?? 0 } } : {}),
    ...(end ? { end } : {}),
  };
}

/** OpenAI gives a reason, Ollama says `done` and, in newer versions, a reason. */
function endOf({ finish_reason: finish, done_reason: reason, done }: Record<string, unknown>): Piece['end'] {
  const told = finish ?? (done === true ? (reason ?? 'stop') : undefined);
  if (typeof told !== 'string') return undefined;
  if (told === 'tool_calls') return 'calls';
  return told === 'stop' ? 'whole' : 'cut';
}

// Loaded on first use: the OpenAI client alone takes half a second.
async function openai(
  { model, baseUrl, apiKey, timeoutMs }: RemoteModel,
  { maxTokens, temperature, fetch }: Call,
  streaming: boolean,
): Promise<ChatOpenAI> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model,
    temperature,
    maxTokens,
    maxRetries: 0,
    timeout: timeoutMs ?? 30_000,
    // Where it is off the client asks for no usage either, and a streamed answer would seem to cost nothing.
    streaming,
    useResponsesApi: false,
    // Some servers want no key; the client insists on one.
    apiKey: apiKey ?? 'none',
    // It would print what it cannot read, which is what the model said.
    configuration: { fetch, maxRetries: 0, logLevel: 'off', ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) },
  });
}

async function ollama({ model, baseUrl, apiKey }: RemoteModel, { maxTokens, temperature, fetch }: Call): Promise<ChatOllama> {
  const { ChatOllama } = await import('@langchain/ollama');
  return new ChatOllama({
    model,
    temperature,
    numPredict: maxTokens,
    maxRetries: 0,
    checkOrPullModel: false,
    fetch: async (target, init) => onlyJsonLines(await fetch(target, init)),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
  });
}

export function asLangChain(turn: Turn): BaseMessage {
  switch (turn.role) {
    case 'system':
      return new SystemMessage(turn.content);
    case 'user':
      return new HumanMessage(turn.content);
    case 'assistant':
      return new AIMessage({
        content: turn.content,
        tool_calls: turn.calls.map(({ id, name, args }) => ({ id, name, args: { ...args }, type: 'tool_call' as const })),
      });
    case 'tool':
      return new ToolMessage({ content: turn.content, tool_call_id: turn.callId });
  }
}
