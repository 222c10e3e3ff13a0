import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { HumanMessage, SystemMessage, type BaseMessage } from '@langchain/core/messages';
import type { Message } from '../prompting/index.ts';

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

export type Call = {
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  /** The only way to the network. */
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
};

export type Answer = { readonly text: string; readonly inputTokens: number; readonly outputTokens: number; readonly isCutOff: boolean };

type Replied = {
  readonly usage_metadata?: { readonly input_tokens: number; readonly output_tokens: number };
  readonly response_metadata?: Record<string, unknown>;
};

/** One attempt. The client's own retries are off: each sending is on record, so the gateway alone decides on another. */
export async function callModel(remote: RemoteModel, call: Call): Promise<Answer> {
  const model = remote.provider === 'openai' ? await openai(remote, call) : await ollama(remote, call);
  // Straight to the model: `invoke` would add callbacks and tracers, which are ways out of the house.
  const { generations } = await model._generate([...call.messages].map(asLangChain), { signal: call.signal });
  // Both clients answer with an AI message; the declared base type has no usage.
  const message = generations[0]?.message as Replied | undefined;
  const usage = message?.usage_metadata;
  const metadata: Record<string, unknown> = { ...generations[0]?.generationInfo, ...message?.response_metadata };
  return {
    text: generations[0]?.text ?? '',
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
    isCutOff: metadata['finish_reason'] === 'length' || metadata['done_reason'] === 'length',
  };
}

// Loaded on first use: the OpenAI client alone takes half a second.
async function openai({ model, baseUrl, apiKey, timeoutMs }: RemoteModel, { maxTokens, temperature, fetch }: Call): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model,
    temperature,
    maxTokens,
    maxRetries: 0,
    timeout: timeoutMs ?? 30_000,
    streaming: false,
    useResponsesApi: false,
    // Some servers want no key; the client insists on one.
    apiKey: apiKey ?? 'none',
    configuration: { fetch, maxRetries: 0, ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) },
  });
}

async function ollama({ model, baseUrl, apiKey }: RemoteModel, { maxTokens, temperature, fetch }: Call): Promise<BaseChatModel> {
  const { ChatOllama } = await import('@langchain/ollama');
  return new ChatOllama({
    model,
    temperature,
    numPredict: maxTokens,
    maxRetries: 0,
    checkOrPullModel: false,
    fetch,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
  });
}

export function asLangChain({ role, content }: Message): BaseMessage {
  return role === 'system' ? new SystemMessage(content) : new HumanMessage(content);
}
