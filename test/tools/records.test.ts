import { createDnb } from '../../src/connectors/dnb/index.ts';
import { sandboxSubscription } from '../../src/sandbox/dnb/index.ts';
import { createSlack } from '../../src/connectors/slack/index.ts';
import { createTeams } from '../../src/connectors/teams/index.ts';
import { createSmtp } from '../../src/connectors/smtp/index.ts';
import { isOptional } from '../../src/app/decision-audit.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tool, ToolContext } from '../../src/contracts/authoring.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import { type CompanySandbox, generateCompany, startSandbox } from '../../src/sandbox/index.ts';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { createSalesforce } from '../../src/connectors/salesforce/index.ts';
import { countedIds, fixedClock } from '../../src/testing/index.ts';
import { tools } from '../../tools/index.ts';
import { inCrm } from '../support/company-rig.ts';
import { connect } from '../src/connectors/sap-s4/sap-connection.ts';

let box: CompanySandbox;
let erp: Connection;
let crm: Connection;
let ctx: ToolContext;
let account: string;
beforeAll(async () => {
  box = await startSandbox({
    file: ':memory:',
    clock: { now: () => new Date('2024-05-17T16:00:00Z') },
    seed: generateCompany(),
    settleMs: 50,
  });
  erp = connect(box.sapUrl, { decisionAudit: {} });
  const clock = { now: () => new Date() };
  crm = createSalesforce({
    name: 'crm',
    config: { url: box.salesforceUrl, auth: { kind: 'client-credentials', ...sandboxApp } },
    deps: { clock, sleep: async () => {}, random: () => 0, log: silentLog },
  });
  const signal = new AbortController().signal;
  const principal = { id: 'person:test', name: 'Test', roles: [] };
  ctx = { ports: { ...erp.ports, ...crm.ports }, clock: fixedClock(), ids: countedIds(), log: silentLog, principal, signal };
  account = (await crm.ports.accounts?.findByErpCustomer('10100026'))?.[0]?.id ?? '';
});
afterAll(async () => {
  await Promise.all([erp.close(), crm.close()]);
  await box.close();
});

function tool(id: string): Tool {
  const found = tools.find((one) => one.id === id);
  if (!found) throw new Error(`there is no tool ${id}`);
  return found;
}

/** What a tool answers, checked against the schemas it declares on the way in and out. */
async function answer(id: string, input: unknown): Promise<unknown> {
  const called = tool(id);
  if (called.kind !== 'read') throw new Error(`${id} does not read`);
  return called.output.parse(await called.run(ctx, called.input.parse(input)));
}

const some = (ids: readonly string[], more = false) => ({ items: ids.map((id) => ({ id })), more });

describe('read tools over the built-in company', () => {
  it.each<[string, unknown, unknown]>([
    ['erp.list-orders', { customer: '10100026', isOpen: true }, some(['SO-78980'])],
    ['erp.list-orders', { material: 'MAT-1025', sort: 'net', descending: true, limit: 1 }, some(['SO-78977'], true)],
    ['erp.list-orders', { customer: 'nobody' }, some([])],
    ['erp.list-open-invoices', { customer: '10100028' }, [{ id: '9078972', dueOn: '2024-04-24' }]],
    ['erp.list-open-invoices', { customer: 'nobody' }, []],
    ['erp.list-blocked-customers', {}, some(['10100007', '10100029'])],
    ['erp.get-material', { material: 'MAT-1026' }, { description: 'Servo drive SD-9', plants: ['1020'], leadTimeDays: 42 }],
    ['erp.list-materials', { limit: 2, after: 'MAT-1024' }, some(['MAT-1025', 'MAT-1026'], true)],
    [
      'erp.get-stock',
      { material: 'MAT-1027' },
      [
        { plant: '1010', onHand: '12' },
        { plant: '1020', onHand: '5' },
      ],
    ],
    ['erp.get-stock', { material: 'MAT-9999' }, []],
    [
      'erp.simulate-order',
      { soldTo: '10100031', currency: 'EUR', items: [{ material: 'MAT-1027', quantity: '5', unit: 'PC', plant: '1020' }] },
      { net: { amount: '1860.00', currency: 'EUR' }, items: [{ confirmed: '5' }] },
    ],
    ['crm.list-opportunities', { name: 'hollister', isOpen: true, limit: 1 }, { items: [{ erpOrderId: 'SO-78977' }], more: true }],
    ['crm.find-account-by-customer', { customer: '10100027' }, [{ name: 'Hollister Pumps Ltd' }]],
    ['crm.find-account-by-customer', { customer: 'nobody' }, []],
    ['crm.list-cases', { account: 'nobody' }, []],
    ['crm.list-account-contacts', { account: 'nobody' }, []],
  ])('%s of %j', async (id, input, expected) => {
    expect(await answer(id, input)).toMatchObject(expected as object);
  });

  it('cases and contacts of an account', async () => {
    expect(await answer('crm.list-cases', { account })).toMatchObject([{ status: 'New' }, { status: 'Escalated' }]);
    expect(await answer('crm.list-account-contacts', { account })).toMatchObject([{ name: 'Sabine Rademacher', accountId: account }]);
    expect(await answer('crm.list-opportunities', { account })).toMatchObject({ items: [{}, {}, {}], more: false });
  });

  it('a material nobody knows is not found, in a sentence that names it', async () => {
    await expect(answer('erp.get-material', { material: 'MAT-9999' })).rejects.toMatchObject({
      code: 'resource.not_found',
      message: 'The ERP has no material MAT-9999',
    });
  });

  it('more than two hundred are not asked for at once, and fewer than one neither', () => {
    for (const id of ['erp.list-orders', 'erp.list-materials', 'erp.list-blocked-customers', 'crm.list-opportunities']) {
      expect(tool(id).input.safeParse({}).data).toMatchObject({ limit: 50 });
      for (const limit of [0, 201, 1.5]) expect(tool(id).input.safeParse({ limit }).success).toBe(false);
    }
  });

  it('every operation a tool needs is served by the system or channel it names', async () => {
    const deps = { clock: fixedClock(), sleep: async () => undefined, random: () => 0.5, log: silentLog };
    const channels = [
      createSlack({ name: 'slack', config: { token: 'x' }, deps }),
      createTeams({ name: 'teams', config: { serviceUrl: 'https://example.com', appId: 'x', appSecret: 'x', tenant: 'x' }, deps }),
      createDnb({ name: 'company-data', config: { url: box.dnbUrl, ...sandboxSubscription }, deps }),
      createSmtp({ name: 'mail', config: { from: 'a@example.com', customers: true, folder: 'never-made' }, deps }),
    ];
    const both = new Set([...erp.capabilities.operations, ...crm.capabilities.operations]);
    for (const one of tools) {
      const channel = channels.find(({ name }) => name === one.system);
      const served = channel ? new Set(channel.capabilities.operations) : both;
      // What a connection may leave out is not offered where it does.
      expect(one.needs.filter((operation) => !served.has(operation) && !isOptional(operation))).toEqual([]);
    }
    await Promise.all(channels.map((channel) => channel.close()));
  });
});

describe('write tools for an opportunity', () => {
  it.each([
    ['crm.set-close-date', { closeOn: '2024-08-30' }, 'CloseDate', '2024-08-30'],
    ['crm.set-stage', { stage: 'Negotiation/Review' }, 'StageName', 'Negotiation/Review'],
    ['crm.set-next-step', { nextStep: 'Ask for the drawing' }, 'NextStep', 'Ask for the drawing'],
  ])('%s says what would change, writes it once, and proposes nothing when it is so already', async (id, input, field, after) => {
    const write = tool(id);
    if (write.kind === 'read') throw new Error(`${id} does not write`);
    const [deal] = (await crm.ports.opportunities?.findByErpOrder('SO-78980')) ?? [];
    const given = write.input.parse({ opportunity: deal?.id, ...input });
    const target = write.target(given);
    const live = async () => crm.reader.read({ type: target.type, id: target.id ?? '' }, write.reads);
    const before = await live();
    const { changes, operation } = await write.describe(ctx, before, given);
    expect([operation, changes]).toEqual(['update', [{ field, label: expect.any(String), before: before?.fields[field] ?? null, after }]]);
    const fields = Object.fromEntries(changes.map((change) => [change.field, change.after]));
    const outcome = await crm.writer.send({ operation, target, fields, key: `CS-${id.padEnd(26, 'x').replace(/\W/g, 'x').slice(0, 26)}` });
    expect(outcome.kind).toBe('applied');
    expect((await write.describe(ctx, await live(), given)).changes).toEqual([]);
  });
});

describe('a merged account', () => {
  it('is compared with no customer any more', async () => {
    const linked = async (): Promise<string> => JSON.stringify(await answer('crm.list-linked-accounts', { limit: 200 }));
    expect(await linked()).toContain(account);
    const other = (await crm.ports.accounts?.findByErpCustomer('10100002'))?.[0]?.id ?? '';
    await inCrm(box.url, { object: 'Account', fields: { Merged_Into__c: other }, id: account });
    expect(await linked()).not.toContain(account);
    await inCrm(box.url, { object: 'Account', fields: { Merged_Into__c: null }, id: account });
  });
});
