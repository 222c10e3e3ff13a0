import { openChatRig, type ChatRig } from './chat-rig.ts';
import { questionCompany } from '../graphs/assistant/company.ts';
import { ollamaStream, openAiStream, type Streamed } from '../src/llm/stream-servers.ts';
import type { Wire } from '../src/llm/wire-servers.ts';

export const wires = { openai: openAiStream, ollama: ollamaStream } as const;

/** One request as a model reads it. */
export type Asked = {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly tools: readonly string[];
  /** What the tools answered since the question, in their order. */
  readonly results: readonly Found[];
  readonly question: string;
};
/** JSON of a shape the script knows. */
// oxlint-disable-next-line typescript/no-explicit-any -- a script reads what the tools answered by path
export type Found = any;
export type Step = (asked: Asked) => Streamed;

export const calls =
  (...all: readonly (readonly [name: string, args: object])[]): Step =>
  () => ({ calls: all.map(([name, args], at) => ({ id: `c${at}`, name, arguments: JSON.stringify(args) })) });
/** Hands the question on as it stands. */
export const handTo =
  (...desks: readonly string[]): Step =>
  ({ question }) => ({
    calls: desks.map((desk, at) => ({ id: `h${at}`, name: `hand_to_${desk}`, arguments: JSON.stringify({ question }) })),
  });
export const says =
  (text: (...results: Found[]) => string, more: Partial<Streamed> = {}): Step =>
  ({ results }) => ({ text: text(...results), units: 7, ...more });

type Body = {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
};

function read(body: string): Asked {
  const { messages, tools = [] } = JSON.parse(body) as Body;
  const from = messages.findLastIndex(({ role }) => role === 'user');
  return {
    messages,
    tools: tools.map((tool) => tool.function.name),
    results: messages.slice(from).flatMap(({ role, content }): Found[] => (role === 'tool' ? [JSON.parse(content)] : [])),
    question: messages[from]?.content.split('\n\n[')[0] ?? '',
  };
}

export type PlannedRig = ChatRig & { readonly wire: Wire; close(): void };

/** The assistant over the company of the questions with a model that follows a script. */
export async function openPlanned(provider: keyof typeof wires, steps: readonly Step[], role: object = {}): Promise<PlannedRig> {
  const wire = await wires[provider](...steps.map((step) => (body: string) => step(read(body))));
  const rig = await openChatRig({
    connections: questionCompany().connections,
    config: { models: { planner: { provider, model: 'm', baseUrl: wire.url, timeoutMs: 3000, ...role } } },
  });
  return {
    ...rig,
    wire,
    close() {
      void wire.close();
      rig.close();
    },
  };
}
