import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionCompany } from '../../../graphs/assistant/company.ts';
import { startTalkServer, type TalkServer } from '../../../support/talk-server.ts';

let server: TalkServer;
let client: Client;
beforeAll(async () => {
  server = await startTalkServer({ connections: questionCompany().connections });
  client = await connect(server.keys.olivia);
}, 60_000);
afterAll(async () => {
  await client?.close();
  await server?.close();
});

async function connect(key: string, headers: Record<string, string> = {}): Promise<Client> {
  const made = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${key}`, ...headers } },
  });
  await made.connect(transport);
  return made;
}

type Result = {
  readonly isError?: boolean;
  readonly structuredContent?: { readonly result: unknown };
  readonly content: readonly { readonly text: string }[];
};
async function call(name: string, args: Record<string, unknown>, by = client): Promise<Result> {
  return (await by.callTool({ name, arguments: args })) as unknown as Result;
}

describe('MCP, with the official client', () => {
  it('lists the read tools and proposals, and nothing that writes', async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toContain('erp_get-sales-order');
    expect(names).toContain('propose_crm_set-close-date');
    expect(names.filter((name) => /set-|create-|post-/.test(name)).every((name) => name.startsWith('propose_'))).toBe(true);
    expect(tools.every(({ inputSchema }) => inputSchema.type === 'object')).toBe(true);
    expect(tools.find(({ name }) => name === 'erp_get-stock')?.annotations?.readOnlyHint).toBe(true);
  });

  it('a tool reads; names come as tokens and may be given back as such', async () => {
    const { structuredContent } = await call('erp_get-customer', { customer: '10100002' });
    const customer = structuredContent?.result as { name: string; email: string };
    expect(customer.name).toMatch(/^<ORG_\d+/);
    expect(JSON.stringify(structuredContent)).not.toContain('Halvorsen');
  });

  it('values are shown to those who may see them and ask for it, and to nobody else', async () => {
    const carl = await connect(server.keys.carl, { 'x-countersign-reveal': 'true' });
    expect(JSON.stringify(await call('erp_get-customer', { customer: '10100002' }, carl))).toContain('Halvorsen Antriebe GmbH');
    const olivia = await connect(server.keys.olivia, { 'x-countersign-reveal': 'true' });
    expect(await call('erp_get-customer', { customer: '10100002' }, olivia)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('auth.forbidden') }],
    });
    await Promise.all([carl.close(), olivia.close()]);
  });

  it('a change is proposed, waits for somebody else, and is written once he approves', async () => {
    const { structuredContent } = await call('propose_erp_set-delivery-block', { order: 'SO-78911', reason: '01' });
    const proposed = structuredContent?.result as { approval: string; hash: string; state: string };
    expect(proposed).toMatchObject({ state: 'waiting', waitsFor: 'controller' });
    const carl = { id: 'person:carl', name: 'Carl', roles: ['controller'] };
    await expect(
      server.rig.services.approvals.decide(
        proposed.approval,
        { verdict: 'approve', hash: proposed.hash },
        { id: 'person:olivia', name: '', roles: ['operations', 'controller'] },
      ),
    ).rejects.toMatchObject({ code: 'approval.not_allowed' });
    await server.rig.services.approvals.decide(proposed.approval, { verdict: 'approve', hash: proposed.hash }, carl);
    await expect.poll(async () => (await server.rig.storage.effects.list({ limit: 5 }))[0]?.state).toBe('applied');
  });

  it.each([
    ['a tool nobody has', 'erp_delete-everything', {}, 'resource.not_found'],
    ['a write tool by its own name', 'crm_set-close-date', { opportunity: '1', closeOn: '2024-06-01' }, 'resource.not_found'],
    ['arguments of the wrong type', 'erp_get-sales-order', { order: 7 }, 'input.invalid'],
    ['a record that is not there', 'erp_get-sales-order', { order: 'SO-1' }, 'resource.not_found'],
    ['a token of nobody', 'erp_get-sales-order', { order: '<PERSON_99>' }, 'privacy'],
  ])('%s is an error the caller can read', async (_name, tool, args, code) => {
    const result = await call(tool, args);
    expect(result.isError).toBe(true);
    expect(result.content[0]?.text).toContain(code);
  });

  it('without a key nobody gets in, and there is no session to open', async () => {
    await expect(connect('csk_wrong')).rejects.toThrow(/401|API key/);
    expect((await fetch(`${server.url}/mcp`)).status).toBe(405);
  });
});
