import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionCompany } from '../../../graphs/assistant/company.ts';
import { startTalkServer, type TalkServer } from '../../../support/talk-server.ts';

let server: TalkServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startTalkServer({ connections: questionCompany().connections });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.keys.olivia, maxRetries: 0 });
}, 60_000);
afterAll(() => server?.close());

const user = (content: string) => ({ role: 'user' as const, content });
const said = (completion: OpenAI.Chat.Completions.ChatCompletion): string => completion.choices[0]?.message.content ?? '';

describe('chat completions, with the official client', () => {
  it('the models are the assistants', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['assistant']);
  });

  it('a question is answered whole, with names restored for the asker', async () => {
    const answer = await client.chat.completions.create({
      model: 'assistant',
      messages: [user('Which invoices of Brightwater are overdue?')],
    });
    expect(said(answer)).toContain('Brightwater Industries Ltd has 2 overdue invoices');
    expect(said(answer)).toContain('90079901');
    expect(answer.choices[0]?.finish_reason).toBe('stop');
  });

  it('a stream says the same as the whole answer, in pieces', async () => {
    const messages = [user('What is the status of SO-78911?')];
    const whole = said(await client.chat.completions.create({ model: 'assistant', messages }));
    const stream = await client.chat.completions.create({
      model: 'assistant',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let pieces = 0;
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      pieces += 1;
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole);
    expect(pieces).toBeGreaterThan(5);
    expect(usage).toMatchObject({ total_tokens: 0 });
  });

  it('a thread named by header goes on where it was', async () => {
    const first = await client.chat.completions.create({ model: 'assistant', messages: [user('status of SO-78911')] }).withResponse();
    const thread = first.response.headers.get('x-thread-id') ?? '';
    const next = await client.chat.completions.create(
      { model: 'assistant', messages: [user('and of SO-78912?')] },
      { headers: { 'x-thread-id': thread } },
    );
    expect(said(next)).toContain('SO-78912 has been partially shipped');
  });

  it('a front end that sends the whole conversation each time goes on with it, without a header', async () => {
    const messages: OpenAI.Chat.Completions.ChatCompletionMessageParam[] = [
      { role: 'system', content: 'You are a pirate.' },
      user('Which orders of Norwick are late?'),
    ];
    const first = said(await client.chat.completions.create({ model: 'assistant', messages }));
    const next = await client.chat.completions.create({
      model: 'assistant',
      messages: [...messages, { role: 'assistant', content: `${first}\n` }, user('what about the first one?')],
    });
    expect(said(next)).toContain('Order SO-78911 is delayed');
    const other = await client.chat.completions.create({
      model: 'assistant',
      messages: [...messages, { role: 'assistant', content: 'something else' }, user('what about the first one?')],
    });
    expect(said(other)).not.toContain('SO-78911 is delayed');
  });

  it('a change is asked for in words and waits for somebody else', async () => {
    const answer = said(
      await client.chat.completions.create({ model: 'assistant', messages: [user('Put order SO-78912 on delivery block')] }),
    );
    expect(answer).toContain('It waits for a countersignature');
    const waiting = await server.rig.services.approvals.list(
      { status: 'waiting', limit: 10 },
      { id: 'person:carl', name: '', roles: ['controller'] },
    );
    expect(waiting.items.map(({ title }) => title)).toEqual(['Put order SO-78912 on delivery block']);
  });

  it.each([
    ['no key', { apiKey: 'csk_wrong' }, {}, 401, 'auth.invalid'],
    ['two answers at once', {}, { n: 2 }, 422, 'input.invalid'],
    ['no question', {}, { messages: [{ role: 'system', content: 'x' }] }, 422, 'input.invalid'],
    ['a model nobody serves', {}, { model: 'gpt-9' }, 404, 'resource.not_found'],
  ])('%s is told in the shape these clients read', async (_name, options, body, status, code) => {
    const other = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.keys.olivia, maxRetries: 0, ...options });
    const request = {
      model: 'assistant',
      messages: [user('hello')],
      ...body,
    } as OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;
    await expect(other.chat.completions.create(request)).rejects.toMatchObject({ status, code });
  });

  it.each([
    ['no JSON', 'hello', 400],
    ['no messages', '{}', 422],
    ['a thread that is no UUID', '{"messages":[{"role":"user","content":"hi"}]}', 422],
    ['messages that are none', '{"messages":"hi"}', 422],
  ])('%s is a clear refusal', async (_name, body, status) => {
    const answer = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.keys.olivia}`, 'content-type': 'application/json', 'x-thread-id': 'nonsense' },
      body,
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code: expect.stringMatching(/^input\./) } });
  });

  it('another person’s thread is not there', async () => {
    const first = await client.chat.completions.create({ model: 'assistant', messages: [user('hello')] }).withResponse();
    const other = new OpenAI({
      baseURL: `${server.url}/v1`,
      apiKey: server.keys.carl,
      maxRetries: 0,
      defaultHeaders: { 'x-thread-id': first.response.headers.get('x-thread-id') ?? '' },
    });
    await expect(other.chat.completions.create({ model: 'assistant', messages: [user('hello')] })).rejects.toMatchObject({ status: 404 });
  });
});
