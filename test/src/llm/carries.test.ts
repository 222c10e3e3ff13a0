import { describe, expect, it } from 'vitest';
import { carriesExactly } from '../../../src/llm/carries.ts';
import type { Payload } from '../../../src/llm/payload.ts';

const payload: Payload = {
  turns: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: '', calls: [{ id: 'call00001', name: 'read', args: { order: '1', lines: [1, -0] } }] },
    { role: 'tool', content: 'none', callId: 'call00001' },
  ],
  tools: [{ type: 'function', function: { name: 'read', description: 'Reads.', parameters: { type: 'object' } } }],
};

type Sent = {
  model: unknown;
  messages: Record<string, unknown>[];
  tools?: unknown[];
  [more: string]: unknown;
};

/** The body a client makes of it, with the differences between the two. */
function bodyOf(change: (body: Sent) => void = () => undefined, isOllama = false): string {
  const args = { order: '1', lines: [1, 0] };
  const body: Sent = {
    model: 'm',
    stream: true,
    temperature: 0,
    ...(isOllama ? { options: { num_predict: 10, stop: null } } : { max_tokens: 10, stream_options: { include_usage: true } }),
    tools: structuredClone([...payload.tools]),
    messages: [
      { role: isOllama ? 'system' : 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call00001', type: 'function', function: { name: 'read', arguments: isOllama ? args : JSON.stringify(args) } }],
      },
      { role: 'tool', content: 'none', ...(isOllama ? {} : { tool_call_id: 'call00001' }) },
    ],
  };
  change(body);
  return JSON.stringify(body);
}

describe('a body about to leave', () => {
  it.each([false, true])('carries what was checked in the form of either client (Ollama: %s)', (isOllama) => {
    expect(carriesExactly(bodyOf(undefined, isOllama), payload, 'm')).toBeUndefined();
  });

  const changes: [string, (body: Sent) => void, string][] = [
    ['a message more', (body) => body.messages.push({ role: 'user', content: 'Karla' }), 'messages'],
    ['a message less', (body) => body.messages.pop(), 'messages'],
    ['other words', (body) => Object.assign(body.messages[1] ?? {}, { content: 'Hello Karla' }), 'messages[1]'],
    ['words in parts', (body) => Object.assign(body.messages[1] ?? {}, { content: [{ type: 'text', text: 'Hello' }] }), 'messages[1]'],
    ['another speaker', (body) => Object.assign(body.messages[1] ?? {}, { role: 'system' }), 'messages[1]'],
    ['a name beside the words', (body) => Object.assign(body.messages[1] ?? {}, { name: 'Karla' }), 'messages[1]'],
    ['a call where none was', (body) => Object.assign(body.messages[1] ?? {}, { tool_calls: [{ id: 'x' }] }), 'messages[1]'],
    ['another argument', (body) => Object.assign(body.messages[2] ?? {}, { tool_calls: [call({ order: 'Karla' })] }), 'messages[2]'],
    ['a call less', (body) => Object.assign(body.messages[2] ?? {}, { tool_calls: [] }), 'messages[2]'],
    ['words beside a call', (body) => Object.assign(body.messages[2] ?? {}, { tool_calls: [{ ...call(), note: 'Karla' }] }), 'messages[2]'],
    ['the result of another call', (body) => Object.assign(body.messages[3] ?? {}, { tool_call_id: 'karla' }), 'messages[3]'],
    ['another tool', (body) => body.tools?.push({ type: 'function', function: { name: 'karla' } }), 'tools'],
    ['no tools', (body) => delete body.tools, 'tools'],
    ['words of the client', (body) => Object.assign(body, { user: 'karla' }), 'user'],
    ['words in an option', (body) => Object.assign(body, { options: { stop: ['Karla'] } }), 'options'],
    ['a member named by somebody', (body) => Object.assign(body, { Karla: 1 }), 'Karla'],
    ['another model', (body) => Object.assign(body, { model: 'karla' }), 'model'],
  ];
  const call = (args: unknown = { order: '1', lines: [1, 0] }) => ({
    id: 'call00001',
    type: 'function',
    function: { name: 'read', arguments: args },
  });
  it.each(changes)('with %s does not leave, and the place is named', (_, change, place) => {
    expect(carriesExactly(bodyOf(change), payload, 'm')).toBe(place);
  });
});
