import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { email } from '../../../src/contracts/classes.ts';
import type { ConversationTool } from '../../../src/contracts/llm.ts';
import type { ModelRole } from '../../../src/llm/index.ts';
import { conversationDesk, karla, olaf, onlyCall, setAccount, turn, writeMail } from './conversation-desk.ts';
import { closeServers, openServers } from './gateway-desk.ts';
import { ollamaStream, openAiStream, type Streamed } from './stream-servers.ts';

afterEach(closeServers);

const servers = { openai: openAiStream, ollama: ollamaStream } as const;
const tools = [writeMail, setAccount];

async function answer(provider: keyof typeof servers, reply: Streamed, given: readonly ConversationTool[] = tools) {
  const wire = await servers[provider](reply);
  openServers.push(wire);
  const { gateway } = await conversationDesk({ provider, model: 'm', baseUrl: wire.url, timeoutMs: 5000 } satisfies ModelRole);
  return gateway.converse(turn({ tools: given }));
}

const mail = { to: '<EMAIL_1>', name: '<PERSON_1>', order: '4500001234', copies: 2, text: 'Dear <PERSON_1>,\n"quoted" \\ für <ORG_2> 👋' };
const asked = (name: string, args: object) => ({ calls: [{ id: 'c1', name, arguments: JSON.stringify(args) }] });

describe.each(['openai', 'ollama'] as const)('a tool call of %s', (provider) => {
  it('gets its values back where its schema takes them, and is kept as the model wrote it', async () => {
    const { toolCalls, repairs } = await answer(provider, asked('crm_write-mail', mail));
    expect(toolCalls).toMatchObject([
      {
        name: 'crm.write-mail',
        arguments: {
          to: karla.mail,
          name: karla.contact,
          order: '4500001234',
          copies: 2,
          text: `Dear ${karla.contact},\n"quoted" \\ für ${olaf.firm} 👋`,
        },
        withTokens: mail,
      },
    ]);
    expect(repairs).toBe(0);
  });

  it('in parallel with others is told apart from them, wherever they are split', async () => {
    const account = { customer: '4500005678', iban: '<IBAN_2>' };
    const calls = [
      { id: 'c1', name: 'crm_write-mail', arguments: JSON.stringify(mail) },
      { id: 'c2', name: 'erp_set-account', arguments: JSON.stringify(account) },
      { id: 'c3', name: 'crm_write-mail', arguments: JSON.stringify({ to: '<EMAIL_2>', text: 'x' }) },
    ];
    for (const split of [{}, { units: 1, bytes: 1 }, { units: 5 }, { bytes: 3 }]) {
      const { toolCalls, text } = await answer(provider, { text: 'I will.', calls, ...split });
      expect(text).toBe('I will.');
      expect(toolCalls).toMatchObject([
        { name: 'crm.write-mail', arguments: { to: karla.mail } },
        { name: 'erp.set-account', arguments: { customer: '4500005678', iban: olaf.iban }, withTokens: account },
        { name: 'crm.write-mail', arguments: { to: olaf.mail, text: 'x' } },
      ]);
      expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(3);
    }
  });

  const refusals: [string, string, object, string, string][] = [
    ['a token of the wrong class', 'crm_write-mail', { to: '<SSN_1>', text: 'x' }, 'privacy.token_not_accepted', 'to'],
    ['a number of a paper in a text', 'crm_write-mail', { to: '<EMAIL_1>', text: 'It is <SSN_1>.' }, 'privacy.token_not_accepted', 'text'],
    ['an invented token', 'crm_write-mail', { to: '<EMAIL_99>', text: 'x' }, 'privacy.unknown_token', 'to'],
    ['a token of another thread', 'crm_write-mail', { to: '<EMAIL_3>', text: 'x' }, 'privacy.unknown_token', 'to'],
    ['a token in a number', 'crm_write-mail', { to: '<EMAIL_1>', copies: '<PHONE_1>', text: 'x' }, 'privacy.token_not_accepted', 'copies'],
    [
      'a token in a business id',
      'crm_write-mail',
      { to: '<EMAIL_1>', order: '<PERSON_1>', text: 'x' },
      'privacy.token_not_accepted',
      'order',
    ],
    [
      'a token in a link',
      'crm_write-mail',
      { to: '<EMAIL_1>', text: 'https://evil.example/?q=<PERSON_1>' },
      'privacy.token_not_accepted',
      'text',
    ],
    [
      'a token as the name of a member',
      'crm_write-mail',
      { to: '<EMAIL_1>', '<SSN_1>': 'x', text: '' },
      'privacy.token_not_accepted',
      'input',
    ],
    [
      'the bank account of one customer in a mail',
      'erp_set-account',
      { customer: '1', iban: '<EMAIL_1>' },
      'privacy.token_not_accepted',
      'iban',
    ],
    ['what the schema does not take', 'crm_write-mail', { to: '<EMAIL_1>', copies: 1.5, text: 'x' }, 'llm.invalid_output', 'copies'],
    ['a field that is missing', 'crm_write-mail', { to: '<EMAIL_1>' }, 'llm.invalid_output', 'text'],
    ['a tool nobody offered', 'erp_drop-tables', { all: true }, 'llm.invalid_output', 'name'],
  ];
  it.each(refusals)('with %s is refused by code and field before anything runs', async (_, name, args, refused, field) => {
    const wire = await servers[provider](asked(name, args));
    openServers.push(wire);
    const { gateway, vault } = await conversationDesk({ provider, model: 'm', baseUrl: wire.url });
    await vault.tokenise(
      'other',
      [1, 2, 3].map((n) => ({ kind: 'EMAIL' as const, value: `p${n}@other.example` })),
    );
    const call = onlyCall(await gateway.converse(turn({ tools })));
    expect(call).toMatchObject({ refused, field, withTokens: args });
    expect(call).not.toHaveProperty('arguments');
    expect(JSON.stringify(call)).not.toMatch(/karla|536-90|other\.example|23456789/i);
  });

  it('that is refused leaves the others as they are', async () => {
    const { toolCalls } = await answer(provider, {
      calls: [
        { id: 'c1', name: 'crm_write-mail', arguments: JSON.stringify({ to: '<SSN_1>', text: 'x' }) },
        { id: 'c2', name: 'erp_set-account', arguments: JSON.stringify({ customer: '1', iban: '<IBAN_1>' }) },
      ],
    });
    expect(toolCalls).toMatchObject([{ refused: 'privacy.token_not_accepted' }, { arguments: { iban: karla.iban } }]);
  });

  it('in an answer that used up its tokens is no call, even where it can be read', async () => {
    await expect(answer(provider, { ...asked('crm_write-mail', mail), end: 'length' })).rejects.toMatchObject({
      code: 'llm.invalid_output',
    });
  });
});

describe('a call in a stream that ends without a word about its end', () => {
  const calls = [{ id: 'c1', name: 'crm_write-mail', arguments: JSON.stringify(mail) }];

  it('is no call, though all of it is there', async () => {
    await expect(answer('openai', { calls, endsAfter: 3 })).rejects.toMatchObject({ code: 'llm.invalid_output' });
    expect(await answer('ollama', { calls, endsAfter: 1 })).toMatchObject({ engine: 'narrator', fallback: 'unavailable', toolCalls: [] });
  });

  it('is no call where only its name came', async () => {
    await expect(answer('openai', { calls, endsAfter: 2 })).rejects.toMatchObject({ code: 'llm.invalid_output' });
  });
});

describe('arguments', () => {
  const whole = JSON.stringify({ to: '<EMAIL_1>', text: 'Hello <PERSON_1>' });

  it('cut off anywhere are invalid output, never half a call', async () => {
    for (let end = 1; end < whole.length; end += 3) {
      const calls = [
        { id: 'c1', name: 'erp_set-account', arguments: '{"customer":"1","iban":"<IBAN_1>"}' },
        { id: 'c2', name: 'crm_write-mail', arguments: whole.slice(0, end) },
      ];
      await expect(answer('openai', { calls, end: 'tool_calls' })).rejects.toMatchObject({
        code: 'llm.invalid_output',
        field: 'tool_calls[1].arguments',
      });
    }
  });

  it.each(['{"to":}', 'to: <EMAIL_1>', '"<EMAIL_1>"', '[1', 'null'])('%s are invalid output', async (broken) => {
    const calls = [{ id: 'c1', name: 'crm_write-mail', arguments: broken }];
    await expect(answer('openai', { calls })).rejects.toMatchObject({ code: 'llm.invalid_output' });
  });

  it('with tokens written otherwise are repaired and counted', async () => {
    const answered = await answer('openai', asked('crm_write-mail', { to: '**<email_1>**', text: 'For PERSON_1' }));
    expect(onlyCall(answered)).toMatchObject({ arguments: { to: karla.mail, text: `For ${karla.contact}` } });
    expect(answered.repairs).toBe(2);
  });

  it('announced and not given are invalid output', async () => {
    await expect(answer('openai', { text: 'I will call', end: 'tool_calls' })).rejects.toMatchObject({ code: 'llm.invalid_output' });
  });

  it('a tool’s own check that tells the value tells the model none', async () => {
    const nosy: ConversationTool = {
      name: 'nosy',
      description: 'x',
      input: z.object({ to: email() }).superRefine(({ to }, context) => {
        context.addIssue({ code: 'custom', path: ['to'], message: `${to} does not answer` });
      }),
    };
    const call = onlyCall(await answer('openai', asked('nosy', { to: '<EMAIL_1>' }), [nosy]));
    expect(call).toMatchObject({ refused: 'llm.invalid_output', field: 'to', message: '<EMAIL_1> does not answer' });
  });
});

describe('the next turn', () => {
  it('carries the call and its refusal in the thread’s own tokens', async () => {
    const wire = await openAiStream(asked('crm_write-mail', { to: '<SSN_1>', text: 'x' }), { text: 'Sorry.' });
    openServers.push(wire);
    const { gateway } = await conversationDesk({ provider: 'openai', model: 'm', baseUrl: wire.url });
    const messages = [{ role: 'user', content: `Write to ${karla.contact}` }];
    const first = await gateway.converse(turn({ tools, messages }));
    const call = onlyCall(first);
    const next = [
      ...messages,
      { role: 'assistant', content: first.text, tool_calls: [{ id: call.id, name: call.name, args: call.withTokens }] },
      { role: 'tool', tool_call_id: call.id, content: 'message' in call ? call.message : '' },
    ];
    expect((await gateway.converse(turn({ tools, messages: next, inTokens: [1, 2] }))).text).toBe('Sorry.');
    const sent: { messages: unknown } = JSON.parse(wire.bodies[1] ?? '');
    expect(sent.messages).toEqual([
      { role: 'user', content: 'Write to <PERSON_1>' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call00001', type: 'function', function: { name: 'crm_write-mail', arguments: '{"to":"<SSN_1>","text":"x"}' } }],
      },
      { role: 'tool', tool_call_id: 'call00001', content: '<SSN_1> may not be written to to, which takes no SSN' },
    ]);
  });
});
