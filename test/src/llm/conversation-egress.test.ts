import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classed, freeText, oneOf } from '../../../src/contracts/classes.ts';
import type { ConversationRequest, ConversationTool } from '../../../src/contracts/llm.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { memoryEgressStore } from '../../../src/testing/memory-egress-store.ts';
import { conversationDesk, karla, olaf, setAccount, turn, writeMail } from './conversation-desk.ts';
import { closeServers, openServers } from './gateway-desk.ts';
import { ollamaStream, openAiStream, type Streamed } from './stream-servers.ts';
import type { Wire } from './wire-servers.ts';

afterEach(closeServers);

const providers = ['openai', 'ollama'] as const;

async function server(provider: (typeof providers)[number], ...replies: Streamed[]) {
  const wire = await (provider === 'openai' ? openAiStream : ollamaStream)(...replies);
  openServers.push(wire);
  return { wire, role: { provider, model: 'm', baseUrl: wire.url, timeoutMs: 2000 } as const };
}

/** Whatever of a person could stand in a body, in the ways a body may write it. */
const raw =
  /karla|wei(?:ß|ss|\\u00df)enborn|initech|olaf|steinbr|23456789|2345 ?6789|555.?0134|536.?90.?4399|219.?09.?9999|3704|6016|Brandner|Fontaine|Ortega|Rossi|Visser|quigley/i;

function expectNothingRaw({ bodies }: Wire): void {
  expect(bodies.length).toBeGreaterThan(0);
  for (const body of bodies) expect(`${body}\n${body.normalize('NFD')}`).not.toMatch(raw);
}

/** Every way a value gets into a conversation. */
const whole: Pick<ConversationRequest, 'messages' | 'tools'> = {
  messages: [
    { role: 'system', content: `You answer for the desk of ${olaf.firm}. The user is Olaf Steinbrück <${olaf.mail}>.` },
    { role: 'user', content: `Is KARLA WEISSENBORN (karla weißenborn, ${karla.mail.toUpperCase()}) still at Initech?` },
    {
      role: 'user',
      content: [
        { type: 'text', text: `Call her: 0151 23456789, +4915123456789 or 0049 151 2345-6789; him at 415.555.0134.` },
        { type: 'image_url', image_url: { url: `https://x.example/${karla.mail}.png` } },
        { type: 'text', text: 'Dr. Jane Quigley (jane@quigley.example) asked too.' },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'call_Karla_Weissenborn',
          type: 'function',
          function: {
            name: 'crm.write-mail',
            arguments: JSON.stringify({ to: karla.mail, text: `Dear "Karla"\nyour IBAN ${karla.iban}` }),
          },
        },
        { id: 'b', name: 'no.such-tool-of-olaf', args: { [olaf.contact]: { ssn: olaf.ssn } } },
      ],
    },
    {
      role: 'tool',
      tool_call_id: 'call_Karla_Weissenborn',
      content: `Error: mailbox of <${karla.mail}> is full\n    at send (Weißenborn, Karla)`,
    },
    {
      role: 'tool',
      tool_call_id: 'b',
      name: 'Karla Weißenborn',
      content: String.raw`{"note":"x\nKarla Wei\u00dfenborn, SSN 536-90-4399\tand 536904399","iban":"DE89370400440532013000","rows":[{"by":"OLAF"}]}`,
    },
    {
      role: 'user',
      content: [
        'Bitte rufen Sie Frau Weißenborn zurück, Herr Markus Brandner hat gefragt.',
        'Madame Claire Fontaine vous remercie, cordialement Karla.',
        'El señor Javier Ortega llamó a Karla Weissenborn.',
        'La signora Maria Rossi ha scritto a Olaf.',
        'Mevrouw Anneke Visser belt met Steinbrück.',
      ].join('\n'),
    },
  ],
  tools: [
    { ...writeMail, description: `Writes a message. Ask ${karla.contact} (${karla.phone}) if in doubt.` },
    setAccount,
    {
      name: 'crm.note',
      description: 'Keeps a note.',
      input: z.object({
        kind: oneOf(['call', 'visit']).describe(`What ${olaf.contact} asked for`),
        text: freeText().describe(`e.g. "${karla.mail} called"`),
      }),
    },
  ],
};

describe.each(providers)('a conversation with %s', (provider) => {
  it('sends no value of any record, note, tool or earlier call in any byte, and what arrived is what is on record', async () => {
    const { wire, role } = await server(provider, { text: 'Nothing new.' });
    const { gateway, egress, privacy } = await conversationDesk(role);
    expect(JSON.stringify(whole).match(new RegExp(raw, 'gi'))?.length).toBeGreaterThan(40);
    const answer = await gateway.converse(turn(whole));
    expect(answer).toMatchObject({ text: 'Nothing new.', engine: provider, model: 'm', isCutOff: false, toolCalls: [], repairs: 0 });
    expectNothingRaw(wire);
    const records = await egress.list({ limit: 10 });
    expect(records.map(({ body }) => body)).toEqual(wire.bodies);
    expect(records.map(({ id }) => id)).toEqual(answer.egressIds);
    const [record] = records;
    expect(record).toMatchObject({
      provider,
      prompt: 'conversation:order-desk',
      policyVersion: privacy.policyVersion,
      outcome: 'sent',
      status: 200,
      sha256: createHash('sha256')
        .update(wire.bodies[0] ?? '')
        .digest('hex'),
      bytes: Buffer.byteLength(wire.bodies[0] ?? ''),
      usage: { inputTokens: answer.usage.inputTokens },
    });
    for (const kind of ['PERSON', 'EMAIL', 'PHONE', 'SSN', 'IBAN', 'ORG']) expect(record?.tokenCounts[kind]).toBeGreaterThan(0);
  });

  it('sends roles, calls and tools in their places, with ids and names of its own', async () => {
    const { wire, role } = await server(provider, { text: 'ok' });
    const { gateway } = await conversationDesk(role);
    await gateway.converse(turn(whole));
    const body: { messages: Record<string, unknown>[]; tools: { function: { name: string; parameters: unknown } }[] } = JSON.parse(
      wire.bodies[0] ?? '',
    );
    expect(body.messages.map((message) => message['role'])).toEqual(['system', 'user', 'user', 'assistant', 'tool', 'tool', 'user']);
    expect(body.messages[2]?.['content']).toContain('\n[IMAGE]\n');
    expect(body.messages[3]?.['tool_calls']).toMatchObject([
      { id: 'call00001', function: { name: 'crm_write-mail' } },
      { id: 'call00002', function: { name: 'unavailable' } },
    ]);
    expect(body.tools.map((tool) => tool.function.name)).toEqual(['crm_write-mail', 'erp_set-account', 'crm_note']);
    expect(JSON.stringify(body.tools)).not.toMatch(/personal|confidential|business-id|\$schema/);
    expect(body.tools[1]?.function.parameters).toMatchObject({ type: 'object', required: ['customer', 'iban'] });
  });

  it('the same value is the same token in every message, and what the thread wrote in tokens stays', async () => {
    const { wire, role } = await server(provider, { text: 'ok' });
    const { gateway } = await conversationDesk(role);
    const messages = [
      { role: 'user', content: `Who is ${karla.contact}?` },
      { role: 'assistant', content: '<PERSON_1> works at <ORG_1>, not <PERSON_77>.' },
      { role: 'user', content: 'And <PERSON_2>?' },
    ];
    await gateway.converse(turn({ messages, inTokens: [1] }));
    const sent: { messages: { content: string }[] } = JSON.parse(wire.bodies[0] ?? '');
    expect(sent.messages.map(({ content }) => content)).toEqual([
      'Who is <PERSON_1>?',
      expect.stringMatching(/^<PERSON_1> works at <ORG_1>, not <TEXT_\d+>\.$/),
      expect.stringMatching(/^And <TEXT_\d+>\?$/),
    ]);
  });
});

describe('a confidential note of the thread', () => {
  it('does not stop the user who copies it from the screen: it leaves as the token it has', async () => {
    const { wire, role } = await server('openai', { text: 'ok' });
    const { gateway, privacy } = await conversationDesk(role);
    await privacy.protect('t', z.object({ note: freeText() }), { note: 'Please call back about the late pumps' });
    await gateway.converse(turn({ messages: [{ role: 'user', content: 'It says: please call back about the late pumps.' }] }));
    expect(wire.bodies[0]).toContain('"It says: <TEXT_1b>."');
  });
});

describe('the check before anything leaves', () => {
  /** A gate that finds nothing in text: what the thread knows is all there is to stop a value. */
  async function blindDesk() {
    const { wire, role } = await server('openai', { text: 'never' });
    const parts = await conversationDesk(role);
    const blind = createPrivacy({ vault: parts.vault });
    const egress = memoryEgressStore();
    const { gateway } = await conversationDesk(role, { privacy: blind, egress });
    return { wire, gateway, egress };
  }
  const call = (args: unknown) => ({ role: 'assistant', content: '', tool_calls: [{ id: 'a', name: 'crm.write-mail', args }] });
  const described = (description: string, input: z.ZodType = z.object({})): ConversationTool[] => [{ name: 'a', description, input }];
  const leaks: [string, Partial<ConversationRequest>, string][] = [
    [
      'a name in a message',
      {
        messages: [
          { role: 'system', content: 'x' },
          { role: 'user', content: 'for weissenborn' },
        ],
      },
      'messages[1].content',
    ],
    [
      'a phone number in a part',
      { messages: [{ role: 'user', content: [{ type: 'text', text: '0151/23456789' }] }] },
      'messages[0].content',
    ],
    ['an address behind an escape', { messages: [{ role: 'user', content: String.raw`result: "\nKarla"` }] }, 'messages[0].content'],
    ['an argument of an earlier call', { messages: [call({ to: { deep: [karla.mail] } })] }, 'messages[0].tool_calls[0].arguments'],
    ['the name of an argument', { messages: [call({ 'Olaf Steinbrück': 1 })] }, 'messages[0].tool_calls[0].arguments'],
    ['a description', { tools: described('Ask Karla') }, 'tools[0].description'],
    ['a description in a schema', { tools: described('x', z.object({ a: freeText().describe('by Steinbrück') })) }, 'tools[0].input'],
    ['a value a schema allows', { tools: described('x', z.object({ a: z.enum(['Weißenborn', 'x']) })) }, 'tools[0].input'],
    ['the name of a member of a schema', { tools: described('x', z.object({ Steinbrueck: freeText() })) }, 'tools[0].input'],
    ['the name of a tool', { tools: [{ ...writeMail, name: 'write-to.karla' }] }, 'tools[0].name'],
  ];
  it.each(leaks)('%s that slipped through stops the call, is named by its field and kept without its body', async (_, more, field) => {
    const { wire, gateway, egress } = await blindDesk();
    const error = await gateway.converse(turn(more)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'privacy.leak', field });
    expect(String(error)).not.toMatch(raw);
    expect(wire.bodies).toEqual([]);
    expect(await egress.list({ limit: 5 })).toMatchObject([{ outcome: 'blocked', body: '', tokenCounts: {}, provider: 'openai' }]);
  });

  it.each(['Iban Ltd', 'String GmbH', 'Customer AG'])('%s is called like a word of a schema and stops nothing', async (firm) => {
    const { wire, role } = await server('openai', { text: 'ok' });
    const { gateway, vault } = await conversationDesk(role);
    await vault.tokenise('t', [{ kind: 'ORG', value: firm }]);
    await gateway.converse(turn({ tools: [setAccount], messages: [{ role: 'user', content: `What of ${firm}?` }] }));
    expect(wire.bodies[0]).toContain('What of <ORG_3>?');
  });

  it('a value a schema allows that reads like somebody’s refuses the call: replaced, nothing would fit it', async () => {
    const { wire, role } = await server('openai', { text: 'never' });
    const { gateway } = await conversationDesk(role);
    const input = z.object({ to: classed(z.enum(['sales', 'jane@quigley.example']), { class: 'public' }) });
    await expect(gateway.converse(turn({ tools: [{ name: 'a', description: 'x', input }] }))).rejects.toMatchObject({
      code: 'privacy.blocked',
      field: 'tools[0].input',
    });
    expect(wire.bodies).toEqual([]);
  });

  const shapeless: [string, Partial<ConversationRequest>, string][] = [
    ['nobody', { messages: [{ role: 'oracle', content: 'x' }] }, 'messages[0].role'],
    ['a result without a call', { messages: [{ role: 'tool', tool_call_id: 'x', content: 'x' }] }, 'messages[0].tool_call_id'],
    [
      'arguments that are no JSON',
      { messages: [{ role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'a', arguments: '{"a' } }] }] },
      'messages[0].tool_calls[0].arguments',
    ],
    ['two tools of one name', { tools: [writeMail, { ...writeMail, name: 'crm_write-mail' }] }, 'tools[1].name'],
  ];
  it.each(shapeless)('%s is refused by its field', async (_, more, field) => {
    const { wire, role } = await server('openai', { text: 'never' });
    const { gateway } = await conversationDesk(role);
    await expect(gateway.converse(turn(more))).rejects.toMatchObject({ code: 'input.invalid', field });
    expect(wire.bodies).toEqual([]);
  });

  it('when the record cannot be kept nothing is sent', async () => {
    const { wire, role } = await server('openai', { text: 'never' });
    const egress = { ...memoryEgressStore(), append: () => Promise.reject(new Error('disk full')) };
    const { gateway } = await conversationDesk(role, { egress });
    await expect(gateway.converse(turn())).rejects.toThrow('disk full');
    expect(wire.bodies).toEqual([]);
  });
});
