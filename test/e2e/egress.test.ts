import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findValues } from '../support/find-values.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

/** What a model provider would have received, byte for byte. It answers nonsense, so the narrator's words go out. */
const received: string[] = [];
let provider: Server;
let rig: CompanyRig;

beforeAll(async () => {
  provider = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Everything is fine.' } }],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  rig = await openCompanyRig({
    size: 420,
    config: { models: { narrator: { provider: 'openai', model: 'm', baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'k' } } },
  });
}, 60_000);
afterAll(async () => {
  await rig.close();
  await new Promise((resolve) => provider.close(resolve));
});

type Personal = { readonly kind: string; readonly value: string };

/** Every name, address, e-mail, phone and credit figure of every record of both faces. */
async function personalValues(): Promise<Personal[]> {
  const values: Personal[] = [];
  const add = (kind: string, value: unknown): void => {
    if (typeof value === 'string' && value.length >= 4) values.push({ kind, value });
  };
  for (const row of await rig.query('SELECT FirstName, LastName, Name, Email, Phone FROM Contact')) {
    add('person', row['Name']);
    add('e-mail', row['Email']);
    add('phone', row['Phone']);
  }
  for (const row of await rig.query('SELECT Name, Phone, BillingStreet FROM Account')) {
    add('organisation', row['Name']);
    add('phone', row['Phone']);
    add('address', row['BillingStreet']);
  }
  for (const row of await rig.query('SELECT Name, Email FROM User')) {
    add('person', row['Name']);
    add('e-mail', row['Email']);
  }
  return values;
}

describe('a thousand runs against a recording provider', () => {
  it('send no name, e-mail, phone, address or amount of any record, and the record of what left is what arrived', async () => {
    const orders =
      (await rig.core.flow.connection('erp').ports.orders?.changedSince({ since: '2000-01-01T00:00:00Z' }, 2000))?.changes ?? [];
    expect(orders.length).toBeGreaterThanOrEqual(1000);
    for (const { id } of orders.slice(0, 1000)) await rig.services.runs.start('order-status', id, people.olivia);
    await rig.settle();
    const counts = await rig.storage.runs.counts();
    expect(counts.done + counts.awaiting_approval + counts.exception).toBeGreaterThanOrEqual(1000);
    expect(received.length).toBeGreaterThanOrEqual(1000);

    const personal = await personalValues();
    expect(personal.length).toBeGreaterThan(1000);
    const sent = received.join('\n');
    expect(findValues(`${sent} Ursula`, [{ value: 'Ursula' }])).toHaveLength(1);
    expect(
      findValues(sent, [...personal, ...personal.map(({ kind, value }) => ({ kind, value: JSON.stringify(value).slice(1, -1) }))]),
    ).toEqual([]);

    const { orders: port, credit } = rig.core.flow.connection('erp').ports;
    const totals = [];
    for (const { id } of orders.slice(0, 200)) totals.push(await port?.get(id));
    const figures = totals.flatMap((order) => (order && Number(order.net.amount) >= 1000 ? [order.net.amount] : []));
    expect(figures.length).toBeGreaterThan(50);
    expect(figures.filter((figure) => sent.includes(figure))).toEqual([]);

    const limits = new Set<string>();
    for (const customer of new Set(totals.flatMap((order) => (order ? [order.soldTo] : [])))) {
      const status = await credit?.status(customer);
      for (const figure of [status?.limit.amount, status?.exposure?.amount])
        if (figure !== undefined && figure.length >= 6) limits.add(figure);
    }
    expect(limits.size).toBeGreaterThan(20);
    // Limits are round figures: six digits inside a tracking number are not one, so whole words are compared.
    const words = new Set(sent.match(/[\p{L}\d]+(?:[.,][\p{L}\d]+)*/gu));
    expect(words.size).toBeGreaterThan(1000);
    const written = (figure: string): string[] => [figure, Number(figure).toLocaleString('en-US'), Number(figure).toLocaleString('de-DE')];
    expect([...limits].filter((figure) => written(figure).some((form) => words.has(form)))).toEqual([]);

    const logged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await rig.services.egress.list({ limit: 500, ...(after === undefined ? {} : { after }) }, people.carl);
      logged.push(...page.items.filter((record) => record.provider === 'openai').map((record) => record.body));
      if (page.next === null) break;
      after = page.next;
    }
    expect(logged.toSorted()).toEqual(received.toSorted());
  }, 600_000);

  it('nothing personal lies in the main database, the checkpoints or the queue either', async () => {
    const dump = Object.entries({
      main: ['proposals', 'approvals', 'audit', 'egress', 'effects', 'runs', 'events', 'exceptions', 'links'],
      checkpoints: ['checkpoints', 'channels', 'writes'],
    })
      .flatMap(([db, tables]) =>
        tables.map((table) => JSON.stringify(rig.storage.databases[db as 'main'].prepare(`SELECT * FROM ${table}`).all())),
      )
      .join('\n');
    expect(findValues(dump, await personalValues())).toEqual([]);
  }, 60_000);
});
