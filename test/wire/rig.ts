import { vi } from 'vitest';
import { CountersignError } from '../../src/contracts/errors.ts';
import type { ConversationRequest, EgressRecord, NarrationRequest } from '../../src/contracts/llm.ts';
import type { Recorded } from '../../src/contracts/cassette.ts';
import type { ModelRole } from '../../src/llm/index.ts';
import type { ProviderName, RemoteModel } from '../../src/llm/providers.ts';
import { conversationDesk, setAccount, turn, writeMail } from '../src/llm/conversation-desk.ts';
import { desk, request } from '../src/llm/gateway-desk.ts';
import { replay } from '../support/wire-replay.ts';

// Before any client is loaded, for some hold on to the console they found first.
const printed: unknown[][] = [];
for (const name of ['log', 'warn', 'error', 'info'] as const)
  vi.spyOn(console, name).mockImplementation((...line: unknown[]) => void printed.push(line));

/** What every whole answer on the cassettes says. */
export const said = 'We thank you for your patience. Schöne Grüße – 東京 👋';
const prices = { m: { input: 1_000_000, output: 1_000_000 } };
/** A letter without facts: what the cassettes say tells none, and none is to be told. */
const letter = { prompt: 'assistant.thank-customer', sheet: { facts: [], view: { order: 'yours', customer: 'you' } } };

/** What the user of the gateway gets, and what is on record of it. */
export type Seen = {
  readonly engine?: string;
  readonly fallback?: string | undefined;
  readonly text?: string;
  readonly isCutOff?: boolean;
  readonly calls?: readonly unknown[];
  readonly shown?: string;
  readonly error?: string;
  readonly tokens?: number;
  /** `outcome status` of each record of a model, in their order. */
  readonly records: readonly string[];
  readonly waits: readonly number[];
};

export function roleAt(provider: ProviderName, url: string, timeoutMs = 3000): RemoteModel {
  return { provider, model: 'm', baseUrl: provider === 'openai' ? `${url}/v1` : url, apiKey: 'k', timeoutMs };
}

type Given = { readonly timeoutMs?: number | undefined; readonly bytes?: number | undefined };

/** A narration over what a cassette holds for it. */
export async function narrated(provider: ProviderName, recorded: readonly Recorded[], given: Given & Partial<NarrationRequest> = {}) {
  const { timeoutMs, bytes, ...more } = given;
  return played(provider, recorded.filter(provider === 'openai' ? isWhole : () => true), { timeoutMs, bytes }, async (role) => {
    const { gateway, egress, waits } = await desk(role, { prices });
    return settled(egress, waits, async () => {
      const { text, engine, fallback, usage } = await gateway.narrate(request(letter.sheet, { prompt: letter.prompt, ...more }));
      return { engine, fallback, text, tokens: usage.inputTokens + usage.outputTokens };
    });
  });
}

/** One turn of a conversation over what a cassette holds for it. */
export async function conversed(provider: ProviderName, recorded: readonly Recorded[], given: Given & Partial<ConversationRequest> = {}) {
  const { timeoutMs, bytes, ...more } = given;
  return played(provider, recorded.filter(provider === 'openai' ? isStreamed : () => true), { timeoutMs, bytes }, async (role) => {
    const { gateway, egress, waits } = await conversationDesk(role, { prices });
    let shown = '';
    const seen = await settled(egress, waits, async () => {
      const answer = await gateway.converse(
        turn({
          tools: [writeMail, setAccount],
          onDelta: (delta) => {
            shown += delta;
            more.onDelta?.(delta);
          },
          ...(more.signal ? { signal: more.signal } : {}),
        }),
      );
      const calls = answer.toolCalls.map((call) => ('arguments' in call ? { name: call.name, ...Object(call.withTokens) } : call.refused));
      const { text, engine, fallback, isCutOff, usage } = answer;
      return { engine, fallback, text, isCutOff, calls, tokens: usage.inputTokens + usage.outputTokens };
    });
    return { ...seen, shown };
  });
}

/** Runs against the cassette's server; nothing of an answer may be printed, and no request may be left over or unheard of. */
async function played(
  provider: ProviderName,
  recorded: readonly Recorded[],
  { timeoutMs, bytes }: { timeoutMs: number | undefined; bytes: number | undefined },
  run: (role: ModelRole) => Promise<Seen>,
): Promise<Seen> {
  const before = printed.length;
  const wire = await replay(recorded, bytes);
  try {
    const seen = await run(roleAt(provider, wire.url, timeoutMs));
    const lines = printed.slice(before);
    if (lines.length > 0) throw new Error(`a client printed ${JSON.stringify(lines)}`);
    return seen;
  } finally {
    await wire.finish();
  }
}

async function settled(
  egress: { list(filter: { limit: number }): Promise<readonly EgressRecord[]> },
  waits: readonly number[],
  run: () => Promise<Omit<Seen, 'records' | 'waits'>>,
): Promise<Seen> {
  let answer: Omit<Seen, 'records' | 'waits'>;
  try {
    answer = await run();
  } catch (error) {
    answer = { error: codeOf(error) };
  }
  const records = (await egress.list({ limit: 9 }))
    .filter((record) => record.provider !== 'narrator')
    .map(({ outcome, status }) => `${outcome} ${status ?? '-'}`);
  return { ...answer, records, waits };
}

function codeOf(error: unknown): string {
  if (error instanceof CountersignError) return error.code;
  return error instanceof Error ? error.name : String(error);
}

function isStreamed({ exchange }: Recorded): boolean {
  return exchange.req.bodyMatch['stream'] !== false;
}

function isWhole({ exchange }: Recorded): boolean {
  return exchange.req.bodyMatch['stream'] === false;
}
